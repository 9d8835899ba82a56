// What real accounts and networks do to executions in a real n8n: exhausted limits, outages, hosts that never respond,
// lists that lag behind for a moment, older clients with the same name, one agent for two deals.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import type { Agency, AgencySetup } from '../../sandbox/server.js';
import { type Deal, dealsWorkflow, NODES } from './deals-workflow.mjs';
import { loginOf, nameOf, receiveDeals } from './delivered-deals.mjs';
import { itemsOf } from './executions.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 240_000 };

const stage = await openStage([]);
after(async () => await stage.close());

let accounts = 0;

/** A new account with its own key: tests that run at the same time don't affect each other. */
async function newAccount() {
	accounts += 1;
	const name = `account-${accounts}`;
	const apiKey = `${AGENCY_KEY}-${accounts}`;
	const data = { apiKey, baseUrl: stage.sandbox.baseUrl };
	const credential = { name, type: CREDENTIAL_TYPE, data };
	const credentialId = await stage.session.createCredential(credential);
	return {
		/** Starts its agency. */
		open: (setup: AgencySetup) => stage.sandbox.openAgency(apiKey, setup),
		/** Publishes a workflow that receives deals one at a time. */
		receive: async () => await receiveDeals(stage, name, credentialId),
		/** Creates a workflow with parameters that replace the usual ones. */
		create: async (deals: readonly Deal[], parameters: INodeParameters, onError: OnError) =>
			await stage.session.createWorkflow(
				dealsWorkflow({ name, deals, credentialId, onError, parameters }),
			),
	};
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

const dealsOf = (count: number): Deal[] =>
	numbers(count).map((number) => ({
		company: nameOf(number),
		contact: `Contact ${number}`,
		email: loginOf(number),
	}));

const names = ({ clients }: Agency) => clients.map(({ name }) => name).sort();

/** An account, and the workflow that receives its deals. */
async function newReceiver() {
	const { open, receive } = await newAccount();
	return { open, deliver: await receive() };
}

const limited = await newReceiver();
const crowded = await newReceiver();
const failing = await newReceiver();

/** An account whose host never responds, and a workflow of 400 deals. */
async function newSilent(parameters: INodeParameters) {
	const { open, create } = await newAccount();
	open({ faults: { seed: 1, share: 1, kinds: [{ kind: 'silence', afterWork: false }] } });
	const options = { timeout: 21_000, maxRetries: 1 };
	return await create(dealsOf(400), { ...parameters, options }, 'continueErrorOutput');
}

const silent = {
	'creates that can be verified': await newSilent({}),
	'creates that can’t be verified': await newSilent({
		resource: 'agent',
		operation: 'create',
		agentName: '={{ $json.company }}',
		platform: 'custom',
	}),
	reads: await newSilent({
		resource: 'client',
		operation: 'get',
		clientId: { __rl: true, mode: 'id', value: 'acme' },
	}),
};

// These tests mostly wait, so they run at the same time. Their workflows are created before, one after the other, because
// n8n 1 mixes up the database transactions of simultaneous requests.
describe('an account that makes the node wait', { concurrency: true }, () => {
	test(
		'an execution of one deal waits until an exhausted rate-limit window is over',
		WITHIN,
		async () => {
			const agency = limited.open({
				limit: { requests: 5, windowMs: 8_000, retryAfter: 'none', usedUp: 5 },
			});
			const item = await limited.deliver(0);
			assert.equal(item['error'], undefined);
			assert.deepEqual(names(agency), [nameOf(0)]);
		},
	);

	test('thirty simultaneous executions all succeed', WITHIN, async () => {
		const agency = crowded.open({
			limit: { requests: 10, windowMs: 4_000, retryAfter: 'none' },
		});
		const items = await Promise.all(numbers(30).map(crowded.deliver));
		assert.deepEqual(
			items.filter((item) => 'error' in item),
			[],
		);
		assert.deepEqual(names(agency), numbers(30).map(nameOf).sort());
	});

	test('an execution of one deal outlasts an outage of seconds', WITHIN, async () => {
		const down = { kind: 'htmlBadGateway', afterWork: false } as const;
		const agency = failing.open({
			faults: { script: Array.from({ length: 5 }, () => down), operations: ['createClient'] },
		});
		const item = await failing.deliver(0);
		assert.equal(item['error'], undefined);
		assert.deepEqual(names(agency), [nameOf(0)]);
	});

	for (const [what, workflowId] of Object.entries(silent)) {
		test(`a host that never responds ends a run of 400 deals soon: ${what}`, WITHIN, async () => {
			const startedAt = Date.now();
			const ran = await stage.session.run(workflowId);
			assert.ok(Date.now() - startedAt < 120_000, 'it waited for all of them');
			const items = itemsOf(ran, NODES.chatDash);
			assert.equal(items.length, 400);
			const unsent = items.filter(({ message }) => /wasn't sent to ChatDash/.test(String(message)));
			assert.ok(unsent.length >= 380, `${unsent.length} of 400 were not sent`);
		});
	}
});

test(
	'the ID is that of the new client, not of an older one with the same name',
	WITHIN,
	async () => {
		const account = await newAccount();
		const agency = account.open({
			clients: [
				{ _id: 'older', name: nameOf(0), members: [{ name: 'X', loginId: 'x@y.example' }] },
			],
			lag: { reads: 1 },
		});
		const ran = await stage.session.run(await account.create(dealsOf(1), {}, 'stopWorkflow'));
		const created = agency.clients.find(({ _id }) => _id !== 'older');
		assert.deepEqual(
			itemsOf(ran, NODES.chatDash).map(({ clientId }) => clientId),
			[created?._id],
		);
	},
);

for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
	test(`an agent is assigned to only one client in a run (${onError})`, WITHIN, async () => {
		const account = await newAccount();
		const agency = account.open({
			clients: numbers(3).map((number) => ({ _id: `client-${number}`, name: nameOf(number) })),
			agents: [
				{ _id: 'desk', name: 'Front Desk', platform: 'custom' },
				{ _id: 'line', name: 'Order Line', platform: 'custom' },
			],
			movesAgents: true,
		});
		const workflowId = await account.create(
			dealsOf(3),
			{
				resource: 'agent',
				operation: 'assign',
				agentId: {
					__rl: true,
					mode: 'name',
					value: "={{ $itemIndex === 1 ? 'Order Line' : 'Front Desk' }}",
				},
				clientId: { __rl: true, mode: 'name', value: '={{ $json.company }}' },
			},
			onError,
		);
		const ran = await stage.session.run(workflowId);
		const owners = agency.agents.all.map(({ clientId }) => clientId);
		if (onError === 'stopWorkflow') {
			assert.match(String(ran.data.resultData.error?.message), /same as in item 0/);
			assert.deepEqual(owners, [undefined, undefined]);
			return;
		}
		assert.deepEqual(owners, ['client-0', 'client-1']);
		const failed = itemsOf(ran, NODES.chatDash).filter((item: IDataObject) => 'error' in item);
		assert.equal(failed.length, 1);
	});
}
