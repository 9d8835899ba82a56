/**
 * The lists that the editor offers instead of typing an ID: what they show, what the search finds, and what is shown if
 * they can't be read.
 */
import { NodeApiError, type INodeType } from 'n8n-workflow';

import { locator } from '../../nodes/ChatDash/fields/locator';
import type { LocatorConfig } from '../../nodes/ChatDash/fields/locatorConfig';
import { severalIds } from '../../nodes/ChatDash/fields/severalIds';
import { requiredText } from '../../nodes/ChatDash/fields/text';
import { listSearchMethods, loadOptionsMethods } from '../../nodes/ChatDash/listSearch';
import { fieldsOf } from '../../nodes/ChatDash/operation/resource';
import { defineRead } from '../../nodes/ChatDash/operation/define';
import { AGENT } from '../../nodes/ChatDash/resources/agent/record';
import { asString } from '../../nodes/transport/json';
import { fetchPage } from '../../nodes/transport/pages';
import { path } from '../../nodes/transport/request';
import { closeHosts, host, opened, useSandbox, type Opened } from './fixtures';
import { loadChoices, openList } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

const CLIENTS = [
	{ _id: 'c-zebra', name: 'zebra Zoo', members: [] },
	{
		_id: 'c-acme',
		name: 'Acme Dental',
		members: [
			{ _id: 'm-olga', name: 'Olga Smith', loginId: 'olga@acme.example' },
			{ _id: 'm-nathan', name: 'Nathan Smith', loginId: 'nathan@acme.example' },
		],
	},
	{ _id: 'c-berlin', name: 'Acme Dental', language: 'de', members: [] },
	{
		_id: 'c-oslo',
		name: 'Øst-Optik',
		members: [{ _id: 'm-ola', name: 'Ola', loginId: 'ola@oest.example' }],
	},
];

const AGENTS = [
	{ _id: 'a-1', name: 'Front Desk', platform: 'voiceflow' as const, clientId: 'c-acme' },
	{ _id: 'a-2', name: 'Front Desk', platform: 'voiceflow' as const },
	{ _id: 'a-3', name: 'Booking', platform: 'elevenlabs' as const, apiKey: 'key-of-the-agent' },
];

type List = 'searchAgents' | 'searchClients' | 'searchMembers';
const by = (mode: string, value: string) => ({ clientId: { __rl: true, mode, value } });

async function lines(
	list: List,
	{ credential }: Pick<Opened, 'credential'>,
	{ parameters = {}, typed }: { parameters?: ReturnType<typeof by> | object; typed?: string } = {},
) {
	const { results } = await openList(list, { parameters: { ...parameters }, credential }, typed);
	return results.map(({ name, value }) => [name, value]);
}

/** What the editor shows instead of a list. */
async function reasonFor(list: List, { credential }: Pick<Opened, 'credential'>, parameters = {}) {
	const thrown: unknown = await openList(list, { parameters, credential }).catch(
		(error: unknown) => error,
	);
	// For any other error, n8n sends the editor no description.
	if (!(thrown instanceof NodeApiError)) throw thrown;
	const { message, description, httpCode } = thrown;
	return { message, description, httpCode };
}

const agency = () => openAgency({ clients: CLIENTS, agents: AGENTS });

describe('A list shows', () => {
	test('clients alphabetically, whatever their case; two with the same name with what distinguishes them', async () => {
		expect(await lines('searchClients', agency())).toEqual([
			['Acme Dental (de, ID c-berlin)', 'c-berlin'],
			['Acme Dental (en, ID c-acme)', 'c-acme'],
			['Øst-Optik', 'c-oslo'],
			['zebra Zoo', 'c-zebra'],
		]);
	});

	test('agents with their platform; two with the same name and platform with their clients', async () => {
		expect(await lines('searchAgents', agency())).toEqual([
			['Booking (ElevenLabs, not assigned)', 'a-3'],
			['Front Desk (Voiceflow, Acme Dental)', 'a-1'],
			['Front Desk (Voiceflow, not assigned)', 'a-2'],
		]);
	});

	test.each([
		['by its ID, or from the list', by('list', 'c-acme')],
		['by an expression that returned only the ID', { clientId: 'c-acme' }],
	])('members of the client chosen %s', async (_how, parameters) => {
		expect(await lines('searchMembers', agency(), { parameters })).toEqual([
			['Nathan Smith (nathan@acme.example)', 'm-nathan'],
			['Olga Smith (olga@acme.example)', 'm-olga'],
		]);
	});

	test('members of a client chosen by name', async () => {
		expect(
			await lines('searchMembers', agency(), { parameters: by('name', ' Øst-Optik ') }),
		).toEqual([['Ola (ola@oest.example)', 'm-ola']]);
	});

	test('nothing if there are no records', async () => {
		expect(await lines('searchAgents', openAgency())).toEqual([]);
		expect(await lines('searchMembers', agency(), { parameters: by('id', 'c-berlin') })).toEqual(
			[],
		);
	});
});

describe('The search', () => {
	test.each([
		['a part of a name, in any case', 'ACME', ['c-berlin', 'c-acme']],
		['several words in any order', ' dental  de ', ['c-berlin', 'c-acme']],
		['a pasted ID', 'C-ZEBRA', ['c-zebra']],
		['letters beyond English', 'øST', ['c-oslo']],
		['all records for spaces only', '  ', ['c-berlin', 'c-acme', 'c-oslo', 'c-zebra']],
		['nothing for words that no entry contains', 'acme zoo', []],
	])('finds %s', async (_what, typed, ids) => {
		const found = await lines('searchClients', agency(), { typed });
		expect(found.map(([, id]) => id)).toEqual(ids);
	});

	test('finds a member by a part of the login', async () => {
		const found = await lines('searchMembers', agency(), {
			parameters: by('id', 'c-acme'),
			typed: 'olga@',
		});
		expect(found).toEqual([['Olga Smith (olga@acme.example)', 'm-olga']]);
	});
});

describe('A list that can’t be read shows instead', () => {
	test('ChatDash’s message about a key, and where to get another key', async () => {
		const { credential } = agency();
		const wrong = { credential: { ...credential, apiKey: 'CD.of-no-one' } };
		expect(await reasonFor('searchClients', wrong)).toEqual({
			message: 'Invalid API key',
			description: expect.stringMatching(/^Copy the API key again /),
			httpCode: '401',
		});
	});

	test('what is wrong with the credential itself', async () => {
		const reason = await reasonFor('searchClients', {
			credential: { apiKey: ' ', baseUrl: 'https://api.example/v1' },
		});
		expect(reason.message).toBe("'API Key' is empty");
		expect(reason.description).toMatch(/^\S+ .*\.$/);
	});

	test('that nothing responds, and what to check', async () => {
		const down = await host(() => ({}));
		await down.close();
		expect(await reasonFor('searchAgents', opened(down))).toMatchObject({
			message: 'No response from this address',
			description: expect.stringMatching(/^Check 'Base URL' /),
		});
	});

	test("no markup if another host's page came back", async () => {
		const page = await host(() => ({ body: '<html><body><h1>Welcome</h1></body></html>' }));
		const reason = await reasonFor('searchAgents', opened(page));
		expect(reason.message).not.toMatch(/[<>]/);
		expect(reason.description).toMatch(/'Base URL'/);
		expect(page.got.length).toBe(2);
	});

	test.each([[{}], [by('list', '')], [by('id', ' ')]])(
		'that a client has to be chosen, without a request to ChatDash: %j',
		async (parameters) => {
			const { agency: asked, credential } = agency();
			const reason = await reasonFor('searchMembers', { credential }, parameters);
			expect(reason.message).toBe('Choose a client first');
			expect(reason.description).toMatch(
				/execute the previous nodes first, or set 'Member' to By Login ID\.$/,
			);
			expect(asked.calls).toEqual([]);
		},
	);

	test('which clients have the given name', async () => {
		const reason = await reasonFor('searchMembers', agency(), by('name', 'Acme Dental'));
		expect(reason.message).toBe('2 clients are named “Acme Dental”');
		expect(reason.description).toMatch(/c-acme \(en\), c-berlin \(de\)/);
	});

	test('that ChatDash doesn’t have the client', async () => {
		expect(await reasonFor('searchMembers', agency(), by('id', 'c-gone'))).toEqual({
			message: 'Client not found',
			description: expect.stringMatching(
				/^Check 'Client'\. A client with this ID may no longer exist in ChatDash\. .* To enter a name, set 'Client' to By Name\.$/,
			),
			httpCode: '404',
		});
	});

	test('the dashes of a name, which the editor would otherwise drop', async () => {
		const { message } = await reasonFor('searchMembers', agency(), by('name', 'Øst-Optik 2'));
		expect(message).toBe('No client found with the name “Øst\u2011Optik 2”');
	});
});

describe('Lists of other resources', () => {
	const COUPON: LocatorConfig<'accountId'> = {
		parameter: 'couponId',
		noun: 'coupon',
		label: 'Coupon',
		idExample: 'SUMMER25',
		parents: [
			{
				parameter: 'accountId',
				noun: 'account',
				text: requiredText({ displayName: 'Account ID' }),
			},
		],
		list: {
			searchListMethod: 'searchCoupons',
			page: async (api, { accountId }, cursor) => {
				const url = path`/accounts/${accountId}/coupons`;
				const { records, next } = await fetchPage(
					{ get: async (...request) => await api.get(...request) },
					url,
					{ list: 'data', limit: 100 },
					cursor,
				);
				const candidates = records.map(({ id, name }) => ({
					id: asString(id),
					key: asString(name),
					label: asString(name),
					detail: '',
				}));
				return { candidates, next };
			},
		},
	};
	const resources = [
		{
			name: 'Coupon',
			value: 'coupon',
			defaultOperation: 'get',
			operations: [
				defineRead({
					name: 'Get',
					value: 'get',
					action: 'Get a coupon',
					description: 'Retrieve a coupon',
					pastTense: 'retrieved',
					operationId: 'getCoupon',
					target: 'couponId',
					fields: {
						couponId: locator(COUPON),
						agentIds: severalIds(AGENT, { displayName: 'Agent Names or IDs' }),
						couponIds: severalIds(COUPON, { displayName: 'Coupon Names or IDs' }),
					},
					records: () => Promise.resolve([]),
				}),
			],
		},
	];
	const nodeType: INodeType = {
		description: {
			displayName: 'Coupons',
			name: 'coupons',
			credentials: [{ name: 'chatDashApi', required: true }],
			description: 'Coupons',
			group: [],
			version: 1,
			defaults: {},
			inputs: [],
			outputs: [],
			properties: [],
		},
		methods: {
			listSearch: listSearchMethods(fieldsOf(resources)),
			loadOptions: loadOptionsMethods(fieldsOf(resources)),
		},
	};
	const parameters = { accountId: 'acct_1' };

	/** Two pages of coupons. */
	const coupons = async () =>
		await host(({ path: url }) => ({
			body: url.includes('starting_after=SUMMER')
				? { data: [{ id: 'WINTER', name: 'Winter' }], has_more: false }
				: { data: [{ id: 'SUMMER', name: 'Été' }], has_more: true, next_cursor: 'SUMMER' },
		}));

	test('load page by page, and all pages for a search', async () => {
		const at = { ...opened(await coupons()), nodeType, parameters };
		expect(await openList('searchCoupons', at)).toEqual({
			results: [{ name: 'Été', value: 'SUMMER' }],
			paginationToken: 'SUMMER',
		});
		const winter = { results: [{ name: 'Winter', value: 'WINTER' }] };
		expect(await openList('searchCoupons', at, '', 'SUMMER')).toEqual(winter);
		expect(await openList('searchCoupons', at, 'winter')).toEqual(winter);
	});

	test('are the choices of a field with several IDs', async () => {
		const at = { ...opened(await coupons()), nodeType, parameters };
		expect(await loadChoices('searchCoupons', at)).toEqual([
			{ name: 'Été', value: 'SUMMER' },
			{ name: 'Winter', value: 'WINTER' },
		]);
		const agents = await loadChoices('searchAgents', { ...agency(), nodeType, parameters: {} });
		expect(agents.map(({ value }) => value)).toEqual(['a-3', 'a-1', 'a-2']);
	});

	test('ask for a text that they depend on', async () => {
		const at = { ...opened(await coupons()), nodeType, parameters: {} };
		await expect(openList('searchCoupons', at)).rejects.toThrow('Enter the account first');
	});

	test('say which text may be wrong', async () => {
		const missing = await host(() => ({ status: 404, body: { error: 'No such account' } }));
		const at = { ...opened(missing), nodeType, parameters };
		await expect(openList('searchCoupons', at)).rejects.toMatchObject({
			message: 'No such account',
			description: "Check 'Account ID'. An account with this ID may no longer exist in ChatDash.",
		});
	});
});
