// A trigger that n8n switches on and off, with the sandbox's agency in virtual time.
import type { IHookFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { ChatDashTrigger } from '../../nodes/ChatDashTrigger/ChatDashTrigger.node';
import { CLOCK } from '../../nodes/transport/clock';
import type { HttpSend } from '../../nodes/transport/http';
import { isRecord } from '../../nodes/transport/json';
import type { Agency, AgencySetup } from '../../sandbox/agency';
import { type FakeTrigger, fakeTrigger, hookFunctions } from '../fake-trigger';
import { VirtualClock } from './virtual-clock';
import { virtualSandbox } from './virtual-sandbox';

/** The timeout that the trigger sets for one attempt. */
const TIMEOUT_MS = 4000;

const SETUP: AgencySetup = {
	clients: [
		{ _id: 'acme', name: 'Acme Dental' },
		{ _id: 'bolt', name: 'Bolt Law' },
	],
	agents: [
		...['a0', 'a1', 'a2', 'a3'].map((_id) => ({
			_id,
			name: _id,
			platform: 'custom' as const,
			clientId: 'acme',
		})),
		{ _id: 'b0', name: 'b0', platform: 'custom', clientId: 'bolt' },
	],
};

/** The pauses of n8n 2.41 before each try of an activation. */
const PAUSES_MS = [0, 1000, 2000, 4000, 8000];

export interface TriggerModel {
	readonly agency: Agency;
	readonly clock: VirtualClock;
	readonly trigger: FakeTrigger;
	/** How long each round of an activation took. */
	readonly roundsMs: number[];
	checkExists(): Promise<boolean>;
	/** Publishes the workflow as n8n 2.41 does. Returns `active`, or the last message. */
	activate(): Promise<string>;
	/** Unpublishes the workflow. */
	deactivate(): Promise<boolean>;
}

/** Opens an agency without subscriptions, and a trigger that isn't registered. The node's clock is a virtual one then. */
export async function openTriggerModel(
	seed: number,
	setup: AgencySetup = {},
): Promise<TriggerModel> {
	const clock = new VirtualClock(seed);
	jest.spyOn(CLOCK, 'now').mockImplementation(() => clock.now());
	jest.spyOn(CLOCK, 'random').mockImplementation(() => clock.random());
	jest
		.spyOn(CLOCK, 'sleep')
		.mockImplementation(async (milliseconds, until) => await clock.sleep(milliseconds, until));
	const { agency, http } = await virtualSandbox(clock, { ...SETUP, ...setup }, TIMEOUT_MS);
	const trigger = fakeTrigger();
	const context = hookFunctions(trigger, async (request) => await send(http, request));
	const { checkExists, create, delete: remove } = new ChatDashTrigger().webhookMethods.default;
	const roundsMs: number[] = [];

	const activate = async () => {
		let message = '';
		for (const pause of PAUSES_MS) {
			await clock.sleep(pause);
			const startedAt = clock.now();
			const failure = await round(context);
			roundsMs.push(clock.now() - startedAt);
			if (failure === undefined) return 'active';
			message = failure;
		}
		return message;
	};

	/** Returns why it failed. n8n stores what the node noted only if `create` returns. */
	const round = async (hooks: IHookFunctions): Promise<string | undefined> => {
		const stored = structuredClone(trigger.staticData);
		try {
			if (!(await checkExists.call(hooks))) await create.call(hooks);
			return undefined;
		} catch (error) {
			trigger.staticData = stored;
			await remove.call(hooks);
			return error instanceof Error ? error.message : 'unknown';
		}
	};

	return {
		agency,
		clock,
		trigger,
		roundsMs,
		checkExists: async () => await clock.run(checkExists.call(context)),
		activate: async () => await clock.run(activate()),
		deactivate: async () => await clock.run(remove.call(context)),
	};
}

/** Sends a request of n8n to the virtual sandbox. */
async function send(
	http: HttpSend,
	{ method = 'GET', url, body }: IHttpRequestOptions,
): Promise<unknown> {
	if (method !== 'GET' && method !== 'POST' && method !== 'PUT') throw new Error(method);
	const path = url.slice(url.indexOf('/webhooks/'));
	const result = await http({ method, path, expects: 'record', ...(isRecord(body) && { body }) });
	if (result.kind === 'networkError') {
		throw Object.assign(new Error('No response'), { code: result.code });
	}
	const { status, text, retryAfter } = result;
	return {
		statusCode: status,
		body: text,
		headers: { ...(retryAfter !== undefined && { 'retry-after': retryAfter }) },
	};
}
