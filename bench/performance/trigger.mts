// Part 4 of the benchmark: how soon the trigger answers ChatDash, alone and in a burst, compared with n8n's own Webhook node.
// It also checks that a burst starts one execution for each call that n8n accepted, and that memory doesn't grow.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { INode } from 'n8n-workflow';

import { EditorSession } from '../../sandbox/n8n/editor-session.mjs';
import { N8nInstance } from '../../sandbox/n8n/instance.mjs';
import { Problem } from '../../sandbox/problem.mjs';
import { startSandbox } from '../../sandbox/server.js';
import { OWNER } from '../../sandbox/workspace.mjs';
import {
	AGENCY_KEY,
	CHECKOUT,
	CLIENT_CREDENTIAL_TYPE,
	CLIENT_KEY,
	CLIENT_WITH_KEY,
} from '../../test/e2e/stage.mjs';
import { endedCall, send, triggerWorkflow } from '../../test/e2e/trigger-workflow.mjs';
import type { Ground } from './ground.mjs';
import { type Measured, measured, median } from './numbers.mjs';

const WARM_UP = 5;
const ALONE = 20;
const BURST = 300;
const LARGE_BURST = 1000;
const LARGE_BURSTS = 2;
const ROUNDS = 3;
const POLL_MS = 200;

/** n8n's own setting for how many executions run at the same time. Without it, a large burst takes gigabytes of memory. */
const LIMITED = { N8N_CONCURRENCY_PRODUCTION_LIMIT: '20' };

/** Whose response was measured. */
type Receiver = 'trigger' | 'webhook';

const RECEIVERS: readonly Receiver[] = ['trigger', 'webhook'];

/** Times in milliseconds. */
interface Timing {
	/** One call, while n8n has nothing else to do. */
	readonly alone: Measured;
	/** Half of the calls of a burst were answered by then. */
	readonly half: Measured;
	/** All of them were. */
	readonly last: Measured;
}

export interface TriggerResults {
	readonly timings: Readonly<Record<Receiver, Timing>>;
	readonly bursts: readonly LargeBurst[];
}

interface LargeBurst {
	/** How many calls n8n accepted. */
	readonly accepted: number;
	/** How many executions they started. */
	readonly executions: number;
	/** The memory of n8n's process afterwards. */
	readonly memoryMb: number;
}

interface Receiving {
	readonly session: EditorSession;
	readonly addresses: Readonly<Record<Receiver, string>>;
	readonly workflows: Readonly<Record<Receiver, string>>;
}

export async function measureTrigger({ runtime, folder }: Ground): Promise<TriggerResults> {
	const description = join(CHECKOUT, 'api', 'chatdash-openapi.yaml');
	const sandbox = await startSandbox({ description });
	let n8n = await N8nInstance.start({ runtime, userFolder: folder });
	try {
		const agency = sandbox.openAgency(AGENCY_KEY, {
			clients: [CLIENT_WITH_KEY],
			agents: [{ _id: 'desk', name: 'Front Desk', platform: 'vapi', clientId: 'acme' }],
		});
		const session = await EditorSession.open(n8n, OWNER);
		const credentialId = await session.createCredential({
			name: 'ChatDash client',
			type: CLIENT_CREDENTIAL_TYPE,
			data: { apiKey: CLIENT_KEY, clientId: 'acme', baseUrl: sandbox.baseUrl },
		});
		const own = await session.createWorkflow(
			triggerWorkflow({ parameters: { agentIds: ['desk'] }, credentialId }),
		);
		await session.publishWorkflow(own);
		const registered = agency.subscriptions.all[0]?.webhookUrl;
		if (registered === undefined) throw new Problem('The trigger was not registered.');
		const other = await createWebhookWorkflow(session);
		const receiving = {
			session,
			addresses: { trigger: registered, webhook: `${n8n.origin}/webhook/${other.path}` },
			workflows: { trigger: own, webhook: other.id },
		};
		const timings = await measure(receiving);
		await n8n.stop();
		const port = Number(new URL(n8n.origin).port);
		n8n = await N8nInstance.start({ runtime, userFolder: folder, port, settings: LIMITED });
		return { timings, bursts: await largeBursts({ ...receiving, n8n }) };
	} finally {
		await n8n.kill();
		await sandbox.close();
	}
}

/** The workflow of the trigger, with n8n's own node in its place. */
async function createWebhookWorkflow(session: EditorSession) {
	const workflow = triggerWorkflow({ parameters: {}, credentialId: '', name: 'Webhook' });
	const path = randomUUID();
	const nodes = workflow.nodes.map((node, index): INode => {
		if (index > 0) return node;
		const { credentials, ...rest } = node;
		return {
			...rest,
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
		};
	});
	const id = await session.createWorkflow({ ...workflow, nodes });
	await session.publishWorkflow(id);
	return { id, path };
}

async function measure(receiving: Receiving): Promise<TriggerResults['timings']> {
	const { addresses } = receiving;
	const alone: Record<Receiver, number[]> = { trigger: [], webhook: [] };
	const half: Record<Receiver, number[]> = { trigger: [], webhook: [] };
	const last: Record<Receiver, number[]> = { trigger: [], webhook: [] };
	for (const receiver of RECEIVERS) await timesAlone(receiving, receiver, WARM_UP);
	for (let round = 0; round < ROUNDS; round++) {
		for (const receiver of RECEIVERS) {
			alone[receiver].push(median(await timesAlone(receiving, receiver, ALONE)));
			const times = await burst(addresses[receiver], BURST);
			const answered = times.flatMap(({ status, ms }) => (status === 200 ? [ms] : []));
			half[receiver].push(median(answered));
			last[receiver].push(Math.max(...answered));
			await quiet(receiving);
			console.log(
				`  ${receiver}: alone ${ms(alone[receiver])}, half of ${BURST} ${ms(half[receiver])}, all ${ms(last[receiver])}`,
			);
		}
	}
	const timing = (receiver: Receiver): Timing => ({
		alone: measured(alone[receiver]),
		half: measured(half[receiver]),
		last: measured(last[receiver]),
	});
	return { trigger: timing('trigger'), webhook: timing('webhook') };
}

const ms = (times: readonly number[]) => `${(times.at(-1) ?? NaN).toFixed(0)} ms`;

/** One call after the other, each when n8n has executed the workflow for the one before. */
async function timesAlone(
	receiving: Receiving,
	receiver: Receiver,
	count: number,
): Promise<number[]> {
	const times: number[] = [];
	for (let call = 0; call < count; call++) {
		times.push((await send(receiving.addresses[receiver], newCall())).ms);
		await quiet(receiving);
	}
	return times;
}

/** All calls at the same moment. */
const burst = async (address: string, count: number) =>
	await Promise.all(
		Array.from({ length: count }, async () => {
			try {
				return await send(address, newCall());
			} catch {
				// n8n closed the connection, so it didn't accept the call.
				return { status: 0, text: '', ms: NaN };
			}
		}),
	);

const newCall = () => endedCall(randomUUID());

async function largeBursts(
	receiving: Receiving & { readonly n8n: N8nInstance },
): Promise<LargeBurst[]> {
	const bursts: LargeBurst[] = [];
	for (let number = 0; number < LARGE_BURSTS; number++) {
		const before = await executionCount(receiving, 'trigger');
		const answers = await burst(receiving.addresses.trigger, LARGE_BURST);
		await quiet(receiving);
		const one = {
			accepted: answers.filter(({ status }) => status === 200).length,
			executions: (await executionCount(receiving, 'trigger')) - before,
			memoryMb: await memoryOf(receiving.n8n),
		};
		bursts.push(one);
		console.log(
			`  ${LARGE_BURST} at once: ${one.accepted} accepted, ${one.executions} executions, ${one.memoryMb.toFixed(0)} MB`,
		);
	}
	return bursts;
}

/** Waits until no execution is running and none is added. */
async function quiet(receiving: Receiving): Promise<void> {
	let before = -1;
	for (;;) {
		const counts = await Promise.all(
			RECEIVERS.map(async (receiver) => await executionCount(receiving, receiver)),
		);
		const now = counts.reduce((sum, count) => sum + count, 0);
		const running = await executionCount(receiving, undefined, ['running', 'new', 'waiting']);
		if (running === 0 && now === before) return;
		before = now;
		await pause(POLL_MS);
	}
}

async function executionCount(
	{ session, workflows }: Receiving,
	receiver: Receiver | undefined,
	status?: readonly string[],
): Promise<number> {
	const filter = {
		...(receiver && { workflowId: workflows[receiver] }),
		...(status && { status }),
	};
	const text = encodeURIComponent(JSON.stringify(filter));
	const answer = await session.ask('GET', `/rest/executions?filter=${text}&limit=1`);
	const count = typeof answer === 'object' && answer !== null && 'count' in answer && answer.count;
	if (typeof count !== 'number') throw new Problem('n8n said nothing about its executions.');
	return count;
}

/** The memory of n8n's process, as Linux counts it. */
async function memoryOf({ processId }: N8nInstance): Promise<number> {
	const status = await readFile(`/proc/${processId}/status`, 'utf8');
	return Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1]) / 1024;
}

export function triggerTable({ timings, bursts }: TriggerResults): string {
	const row = (name: string, { alone, half, last }: Timing) =>
		`| ${name} | ${alone.median.toFixed(0)} ms | ${half.median.toFixed(0)} ms | ${last.median.toFixed(0)} ms |`;
	return `| | A call alone | Half of ${BURST} at once | All of them |
| --- | --: | --: | --: |
${row('ChatDash Trigger', timings.trigger)}
${row("n8n's Webhook node", timings.webhook)}

| ${LARGE_BURST.toLocaleString('en')} calls at once | Accepted by n8n | Executions | Memory of n8n afterwards |
| --- | --: | --: | --: |
${bursts.map((one, index) => `| ${index + 1} | ${one.accepted} | ${one.executions} | ${one.memoryMb.toFixed(0)} MB |`).join('\n')}`;
}
