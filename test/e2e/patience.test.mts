// What real accounts and networks do to executions in a real n8n: exhausted limits, outages, hosts that never respond,
// lists that lag behind for a moment, older clients with the same name, one agent for two deals.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import type { Agency, AgencySetup } from '../../sandbox/server.js';
import { type Deal, dealsWorkflow, NODES } from './deals-workflow.mjs';
import { loginOf, nameOf, receiveDeals } from './delivered-deals.mjs';
import { itemsOf } from './executions.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 240_000 };

const stage = await openStage([]);
after(async () => await stage.close());

const credentialId = await stage.session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});
const deliver = await receiveDeals(stage, 'one-deal', credentialId);

const open = (setup: AgencySetup) => stage.sandbox.openAgency(AGENCY_KEY, setup);

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

const dealsOf = (count: number): Deal[] =>
	numbers(count).map((number) => ({
		company: nameOf(number),
		contact: `Contact ${number}`,
		email: loginOf(number),
	}));

/** Runs the ChatDash node for deals, with parameters that replace the usual ones. */
async function run(deals: readonly Deal[], parameters: INodeParameters, onError: OnError) {
	const workflow = dealsWorkflow({ name: 'Patience', deals, credentialId, onError, parameters });
	return await stage.session.run(await stage.session.createWorkflow(workflow));
}

const names = ({ clients }: Agency) => clients.map(({ name }) => name).sort();

const SILENCE: AgencySetup = {
	faults: { seed: 1, share: 1, kinds: [{ kind: 'silence', afterWork: false }] },
};

test(
	'an execution of one deal waits until an exhausted rate-limit window is over',
	WITHIN,
	async () => {
		const agency = open({
			limit: { requests: 5, windowMs: 8_000, retryAfter: 'none', usedUp: 5 },
		});
		const item = await deliver(0);
		assert.equal(item['error'], undefined);
		assert.deepEqual(names(agency), [nameOf(0)]);
	},
);

test('thirty simultaneous executions all succeed', WITHIN, async () => {
	const agency = open({ limit: { requests: 10, windowMs: 4_000, retryAfter: 'none' } });
	const items = await Promise.all(numbers(30).map(deliver));
	assert.deepEqual(
		items.filter((item) => 'error' in item),
		[],
	);
	assert.deepEqual(names(agency), numbers(30).map(nameOf).sort());
});

test('an execution of one deal outlasts an outage of seconds', WITHIN, async () => {
	const down = { kind: 'htmlBadGateway', afterWork: false } as const;
	const agency = open({
		faults: { script: Array.from({ length: 5 }, () => down), operations: ['createClient'] },
	});
	const item = await deliver(0);
	assert.equal(item['error'], undefined);
	assert.deepEqual(names(agency), [nameOf(0)]);
});

for (const [what, parameters, operation] of [
	['creates that can be verified', {}, 'client'],
	[
		'creates that can’t be verified',
		{
			resource: 'agent',
			operation: 'create',
			agentName: '={{ $json.company }}',
			platform: 'custom',
		},
		'agent',
	],
	[
		'reads',
		{ resource: 'client', operation: 'get', clientId: { __rl: true, mode: 'id', value: 'acme' } },
		'client',
	],
] as const) {
	test(`a host that never responds ends a run of 400 deals soon: ${what}`, WITHIN, async () => {
		open(SILENCE);
		const startedAt = Date.now();
		const ran = await run(
			dealsOf(400),
			{ ...parameters, options: { timeout: 21_000, maxRetries: 1 } },
			'continueErrorOutput',
		);
		assert.ok(Date.now() - startedAt < 120_000, 'it waited for all of them');
		const items = itemsOf(ran, NODES.chatDash);
		assert.equal(items.length, 400, operation);
		const unsent = items.filter(({ message }) => /not sent to ChatDash/.test(String(message)));
		assert.ok(unsent.length >= 380, `${unsent.length} of 400 were not sent`);
	});
}

test(
	'the ID is that of the new client, not of an older one with the same name',
	WITHIN,
	async () => {
		const agency = open({
			clients: [
				{ _id: 'older', name: nameOf(0), members: [{ name: 'X', loginId: 'x@y.example' }] },
			],
			lag: { reads: 1 },
		});
		const ran = await run(dealsOf(1), { options: { returnClient: true } }, 'stopWorkflow');
		const created = agency.clients.find(({ _id }) => _id !== 'older');
		assert.deepEqual(
			itemsOf(ran, NODES.chatDash).map(({ client }) => client),
			[created],
		);
	},
);

for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
	test(`an agent is assigned to only one client in a run (${onError})`, WITHIN, async () => {
		const agency = open({
			clients: numbers(3).map((number) => ({ _id: `client-${number}`, name: nameOf(number) })),
			agents: [
				{ _id: 'desk', name: 'Front Desk', platform: 'custom' },
				{ _id: 'line', name: 'Order Line', platform: 'custom' },
			],
			movesAgents: true,
		});
		const ran = await run(
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
		const owners = agency.agents.all.map(({ clientId }) => clientId);
		if (onError === 'stopWorkflow') {
			assert.match(String(ran.data.resultData.error?.message), /same as that of item 0/);
			assert.deepEqual(owners, [undefined, undefined]);
			return;
		}
		assert.deepEqual(owners, ['client-0', 'client-1']);
		const failed = itemsOf(ran, NODES.chatDash).filter((item: IDataObject) => 'error' in item);
		assert.equal(failed.length, 1);
	});
}
