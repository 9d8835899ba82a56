/**
 * What only one item of a run can have: an agent that is assigned to a client, a login ID, and the same deal twice in a
 * run.
 */
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import {
	byId,
	byName,
	clientsOf,
	deal,
	deals,
	hintsOf,
	jsonOf,
	pairsOf,
	PEOPLE,
	runDeals,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';

const open = useSandbox();

const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe('One agent for several clients of a run', () => {
	/** An agency where the second assignment would silently take the agent away from the first client. */
	const assign = async (
		wishes: ReadonlyArray<{ agent: string; client: string }>,
		parameters: INodeParameters,
		onError: OnError = 'continueErrorOutput',
	) => {
		const { agency, credential } = open({ ...PEOPLE, movesAgents: true });
		const ran = await runOperation({ credential }, 'agent.assign', {
			items: wishes.map((wish): IDataObject => ({ ...wish })),
			parameters,
			onError,
		});
		return { agency, ran };
	};
	const BY_ID = { agentId: byId('={{ $json.agent }}'), clientId: byId('={{ $json.client }}') };
	const BY_NAME = {
		agentId: byName('={{ $json.agent }}'),
		clientId: byName('={{ $json.client }}'),
	};
	const WISHES = [
		{ agent: 'line', client: 'acme' },
		{ agent: 'spare', client: 'bolt' },
		{ agent: 'line', client: 'bolt' },
		{ agent: 'line', client: 'cafe' },
	];

	test('stops the workflow before anything is sent', async () => {
		const { agency, ran } = await assign(WISHES, BY_ID, 'stopWorkflow');
		expect(ran.error?.message).toBe("2 of 4 items can't be sent");
		expect(ran.error?.description).toMatch(/item 0, which has a different client/);
		expect(agency.calls).toEqual([]);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'fails only the later items with %s, and the first client keeps its agent',
		async (onError) => {
			const { agency, ran } = await assign(WISHES, BY_ID, onError);
			const failed = [...ran.output, ...ran.errorOutput].filter(({ json }) => 'error' in json);
			expect(pairsOf(failed)).toEqual([2, 3]);
			expect(saidBy(failed[0]).message).toMatch(/one client at a time.*its own agent/);
			expect(agency.agents.get('line')?.clientId).toBe('acme');
			expect(agency.agents.get('spare')?.clientId).toBe('bolt');
		},
	);

	test('is detected if it is given by name, too', async () => {
		const { agency, ran } = await assign(
			[
				{ agent: 'Order Line', client: 'Acme Dental' },
				{ agent: 'Order Line', client: 'Bolt Law' },
			],
			BY_NAME,
			'stopWorkflow',
		);
		expect(ran.error?.message).toMatch(/'Agent' is the same as in item 0/);
		expect(agency.calls).toEqual([]);
	});

	test('is detected if one item gives the agent’s name and another its ID', async () => {
		const { agency, ran } = await assign(
			[
				{ agent: 'Order Line', client: 'acme' },
				{ agent: 'line', client: 'bolt' },
			],
			{
				agentId: "={{ { mode: $itemIndex === 0 ? 'name' : 'id', value: $json.agent } }}",
				clientId: byId('={{ $json.client }}'),
			},
		);
		expect(ran.output).toHaveLength(1);
		expect(ran.errorOutput).toHaveLength(1);
		expect(timesAsked(agency)['assignAgents']).toBe(1);
	});

	test('isn’t reported if both items give the same client', async () => {
		const { agency, ran } = await assign(
			[
				{ agent: 'line', client: 'acme' },
				{ agent: 'line', client: 'acme' },
			],
			BY_ID,
		);
		expect(ran.errorOutput).toEqual([]);
		expect(agency.agents.get('line')?.clientId).toBe('acme');
	});
});

describe.each(MODES)('The same deal twice in one delivery, with %s', (onError) => {
	const twice = [deal(0), deal(1), deal(0)];

	test('is skipped after the first if the user wants that', async () => {
		const { agency, credential } = open();
		const ran = await runDeals(
			{ credential },
			{ items: twice, onError, fields: { onLoginIdInUse: 'skip' } },
		);
		expect(ran.error).toBeUndefined();
		expect(jsonOf(ran.output).map(({ skipped }) => skipped ?? false)).toEqual([false, false, true]);
		expect(clientsOf(agency).sort()).toEqual(['Company 0', 'Company 1']);
		expect(hintsOf(ran).join()).toMatch(
			/1 of 3 items was skipped because it was already created in ChatDash\./,
		);
	});

	test('is also skipped if the list of clients lags behind for a moment', async () => {
		const { agency, credential } = open({ lag: { reads: 1 } });
		const ran = await runDeals(
			{ credential },
			{ items: twice, onError, fields: { onLoginIdInUse: 'skip' } },
		);
		expect(jsonOf(ran.output).map(({ skipped }) => skipped ?? false)).toEqual([false, false, true]);
		expect(clientsOf(agency)).toHaveLength(2);
	});

	test('fails the later item otherwise, with a message that mentions the skip option', async () => {
		const { agency, credential } = open();
		const ran = await runDeals({ credential }, { items: twice, onError });
		if (onError === 'stopWorkflow') {
			expect(agency.calls).toEqual([]);
			expect(ran.error?.message).toBe("'Login ID' is the same as in item 0");
			expect(ran.error?.description).toMatch(/'If Login ID Is in Use' .*'Skip'/);
			return;
		}
		const failed = [...ran.output, ...ran.errorOutput].filter(({ json }) => 'error' in json);
		expect(pairsOf(failed)).toEqual([2]);
		expect(clientsOf(agency)).toHaveLength(2);
	});

	test('also fails with skip if the client has another name', async () => {
		const { credential } = open();
		const ran = await runDeals(
			{ credential },
			{
				items: [deal(0), deal(1), { ...deal(0), company: 'Somebody Else' }],
				onError,
				fields: { onLoginIdInUse: 'skip' },
			},
		);
		const failed = [...ran.output, ...ran.errorOutput].filter(({ json }) => 'error' in json);
		expect(ran.error?.message ?? saidBy(failed[0]).error).toBe(
			"'Login ID' is the same as in item 0",
		);
	});
});

test('The same member twice for one client is skipped after the first', async () => {
	const { agency, credential } = open(PEOPLE);
	const ran = await runOperation({ credential }, 'member.create', {
		items: deals(1).concat(deals(1)),
		parameters: {
			clientId: byId('acme'),
			memberName: '={{ $json.contact.name }}',
			loginId: '={{ $json.contact.email }}',
			passwordSource: 'generate',
			onLoginIdInUse: 'skip',
		},
	});
	expect(jsonOf(ran.output).map(({ skipped }) => skipped ?? false)).toEqual([false, true]);
	expect(agency.membersOf('acme')).toHaveLength(3);
});

describe('Several clients with the same name in a run', () => {
	test('are created, and a hint reports them', async () => {
		const { agency, credential } = open();
		const items = [deal(0), { ...deal(1), company: 'company 0' }, deal(2)];
		const ran = await runDeals({ credential }, { items });
		expect(clientsOf(agency)).toHaveLength(3);
		expect(hintsOf(ran).join()).toMatch(
			/2 items have the client name .Company 0. \(items 0, 1\)\./,
		);
	});

	test('cause no hint if the later one is the same deal', async () => {
		const { credential } = open();
		const ran = await runDeals(
			{ credential },
			{ items: [deal(0), deal(0)], fields: { onLoginIdInUse: 'skip' } },
		);
		expect(hintsOf(ran).join()).not.toMatch(/client name/);
	});
});
