/**
 * Resource locators of every shape that ChatDash's resources need, declared here: without a list, without a lookup mode,
 * looked up by a call, page by page, with several parents, and fields for several records.
 */
import type { IDataObject } from 'n8n-workflow';

import { CandidateIndex } from '../../nodes/ChatDash/fields/candidates';
import { updateField } from '../../nodes/ChatDash/fields/collection';
import { readChoices, readDropDown } from '../../nodes/ChatDash/fields/dropDown';
import type { Field } from '../../nodes/ChatDash/fields/field';
import { describeChoice, locator } from '../../nodes/ChatDash/fields/locator';
import type { CandidateList, LocatorConfig } from '../../nodes/ChatDash/fields/locatorConfig';
import { needsCredential } from '../../nodes/ChatDash/fields/locatorCredential';
import { parseIdentifier, parseText } from '../../nodes/ChatDash/fields/parseText';
import { resolveId, resolveParents } from '../../nodes/ChatDash/fields/resolveLocator';
import { severalIds } from '../../nodes/ChatDash/fields/severalIds';
import { requiredId, requiredText } from '../../nodes/ChatDash/fields/text';
import { listSearchMethods, loadOptionsMethods } from '../../nodes/ChatDash/listSearch';
import { fieldsOf } from '../../nodes/ChatDash/operation/resource';
import { defineRead, defineWrite } from '../../nodes/ChatDash/operation/define';
import { RESOURCES } from '../../nodes/ChatDash/resources';
import { AGENT } from '../../nodes/ChatDash/resources/agent/record';
import type { Api } from '../../nodes/transport/api';
import { asRecords, asString } from '../../nodes/transport/json';
import { fetchPage } from '../../nodes/transport/pages';
import { path } from '../../nodes/transport/request';
import { type Result, err, ok } from '../../nodes/transport/result';
import { lookUp } from '../fake-api';
import { MADE_UP } from '../made-up';
import { CONTEXT } from '../parse-context';
import { wordsOf } from './words';

const LEAD: LocatorConfig<never> = {
	parameter: 'leadId',
	noun: 'lead',
	label: 'Lead',
	idExample: '66f1c0a2b7e4d9035a8c1f23',
};

const CONVERSATION: LocatorConfig<'agentId'> = {
	parameter: 'conversationId',
	noun: 'conversation',
	label: 'Conversation',
	idExample: '66f1c0a2b7e4d9035a8c1f24',
	parents: [AGENT],
	list: {
		searchListMethod: 'searchConversations',
		keepsOrder: true,
		load: async (api, { agentId }) =>
			new CandidateIndex(
				asRecords(await api.get(path`/agents/${agentId}/conversations`)).map(({ _id, name }) => ({
					id: asString(_id),
					key: asString(name),
					label: asString(name),
					detail: '',
				})),
			),
	},
	lookupMode: {
		mode: 'platformId',
		label: 'Platform ID',
		example: 'call_1a2b3c',
		parse: parseIdentifier,
		normalize: (text) => text,
		resolve: async (api, { agentId }, value) => {
			const found = await api.get(path`/agents/${agentId}/conversations/${value}`, {
				expects: 'record',
				query: { isPlatformId: 'true' },
			});
			const [{ _id } = {}] = asRecords([found]);
			return typeof _id === 'string' ? _id : undefined;
		},
	},
};

const TAG: LocatorConfig<'agentId'> = {
	parameter: 'tagId',
	noun: 'tag',
	label: 'Tag',
	idExample: '66f1c0a2b7e4d9035a8c1f25',
	parents: [AGENT],
	list: {
		searchListMethod: 'searchTags',
		load: async (api, { agentId }) =>
			new CandidateIndex(
				asRecords(await api.get(path`/agents/${agentId}/leads/tags`)).map(({ _id, label }) => ({
					id: asString(_id),
					key: asString(label),
					label: asString(label),
					detail: '',
				})),
			),
	},
	lookupMode: {
		mode: 'label',
		label: 'Label',
		example: 'Hot lead',
		parse: parseText,
		/** Made up for the test: two spellings of one text in some service. */
		normalize: (text) => text.replaceAll('&', 'and'),
	},
};

const ACCOUNT = {
	parameter: 'accountId',
	noun: 'account',
	text: requiredText({ displayName: 'Account ID' }),
};

const couponPages = (): CandidateList<'accountId'> => ({
	searchListMethod: 'searchCoupons',
	page: async (api, { accountId }, cursor) => {
		const { records, next } = await fetchPage(
			{ get: async (url, options) => await api.get(url, options) },
			path`/stripe/connect/accounts/${accountId}/coupons`,
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
});

const COUPON: LocatorConfig<'accountId'> = {
	parameter: 'couponId',
	noun: 'coupon',
	label: 'Coupon',
	idExample: 'SUMMER25',
	parents: [ACCOUNT],
	list: couponPages(),
};

const PROMOTION_CODE: LocatorConfig<'accountId' | 'couponId'> = {
	parameter: 'promotionCodeId',
	noun: 'promotion code',
	label: 'Promotion Code',
	idExample: 'promo_1a2b3c',
	parents: [ACCOUNT, COUPON],
};

const modesOf = ({ property }: Field<unknown>) => (property.modes ?? []).map(({ name }) => name);

describe('A locator', () => {
	test.each<[string, LocatorConfig, string[], string]>([
		['a list and a lookup', AGENT, ['list', 'id', 'name'], 'list'],
		['a lookup by a call', CONVERSATION, ['list', 'id', 'platformId'], 'list'],
		['no lookup', COUPON, ['list', 'id'], 'list'],
		['no list and no lookup', LEAD, ['id'], 'id'],
	])('with %s offers its modes', (_what, config, modes, first) => {
		const field = locator(config);
		expect(modesOf(field)).toEqual(modes);
		expect(field.property.default).toEqual({ mode: first, value: '' });
		for (const { name, placeholder } of field.property.modes ?? []) {
			if (name !== 'list') expect(placeholder).toMatch(/^e\.g\. ./);
		}
	});

	test.each<[LocatorConfig, string, string]>([
		[
			AGENT,
			"Choose the agent from the list, or enter the agent's ID or name",
			"Choose an agent from the list, or enter the agent's ID or name.",
		],
		[
			CONVERSATION,
			"Choose the conversation from the list, or enter the conversation's ID or platform ID",
			"Choose a conversation from the list, or enter the conversation's ID or platform ID.",
		],
		[
			COUPON,
			"Choose the coupon from the list, or enter the coupon's ID",
			"Choose a coupon from the list, or enter the coupon's ID.",
		],
		[LEAD, "Enter the lead's ID", "Enter the lead's ID."],
	])('explains how to choose (%#)', (config, description, advice) => {
		const { property, parse } = locator(config);
		expect(property.description).toBe(description);
		expect(wordsOf(parse({ mode: 'list', value: '' }, CONTEXT))).toMatchObject({
			message: `'${config.label}' is empty`,
			advice,
		});
	});

	test('takes an unknown mode for an ID', () => {
		expect(locator(LEAD).parse({ mode: 'name', value: 'x1' }, CONTEXT)).toEqual(
			ok({ mode: 'id', value: 'x1' }),
		);
	});

	test('parses a text as its lookup mode says', () => {
		expect(locator(TAG).parse({ mode: 'label', value: ' hot\nlead ' }, CONTEXT)).toEqual(
			ok({ mode: 'label', value: 'hot lead' }),
		);
		expect(locator(CONVERSATION).parse({ mode: 'platformId', value: 'a\nb' }, CONTEXT).ok).toBe(
			false,
		);
	});

	test('reloads its list when any of its parents changes', () => {
		expect(locator(PROMOTION_CODE).property.typeOptions).toEqual({
			loadOptionsDependsOn: ['accountId', 'couponId.value'],
		});
	});

	test('names the choice in its lookup mode with quotation marks', () => {
		expect(describeChoice(CONVERSATION, { mode: 'platformId', value: 'call 1' })).toBe(
			'conversation “call 1”',
		);
		expect(describeChoice(CONVERSATION, { mode: 'id', value: 'c1' })).toBe('conversation c1');
	});
});

describe('A lookup', () => {
	test('by a call of its own reads no list', async () => {
		const { result, reads } = await lookUp(
			async (api) =>
				await resolveId(CONVERSATION, { mode: 'platformId', value: 'call/1' }, api, {
					agentId: 'a1',
				}),
			() => ({ _id: 'c1' }),
		);
		expect(result).toBe('c1');
		expect(reads.map((read) => read.path)).toEqual([
			'/agents/a1/conversations/call%2F1?isPlatformId=true',
		]);
	});

	test('by a call that finds nothing has a message', async () => {
		const { message, advice } = await lookUp(
			async (api) =>
				await resolveId(CONVERSATION, { mode: 'platformId', value: 'call_1' }, api, {
					agentId: 'a1',
				}),
			() => ({}),
		);
		expect(message).toBe('No conversation of this agent found with the platform ID “call_1”');
		expect(advice).toBe(
			"Check 'Conversation'. Choose a conversation from the list, or enter the conversation's ID or platform ID.",
		);
	});

	test('takes texts for the same that its config takes for the same', async () => {
		const tags = [
			{ _id: 't1', label: 'hot & new' },
			{ _id: 't2', label: 'Hot and New' },
		];
		const find = async (value: string) =>
			await lookUp(
				async (api) => await resolveId(TAG, { mode: 'label', value }, api, { agentId: 'a1' }),
				() => tags,
			);
		expect((await find('hot and new')).result).toBe('t1');
		expect((await find('Hot & New')).result).toBe('t2');
		expect(await find('HOT AND NEW')).toMatchObject({ result: 't2' });
		const twice = await lookUp(
			async (api) => await resolveId(TAG, { mode: 'label', value: 'hot' }, api, { agentId: 'a1' }),
			() => [
				{ _id: 't1', label: 'hot' },
				{ _id: 't2', label: 'hot' },
			],
		);
		expect(twice).toMatchObject({
			message: '2 tags of this agent have the label “hot”',
			advice: "Set 'Tag' to By ID and enter one of these IDs: t1, t2.",
		});
		const none = await lookUp(
			async (api) => await resolveId(TAG, { mode: 'label', value: 'hot' }, api, { agentId: 'a1' }),
			() => [],
		);
		expect(none).toMatchObject({
			message: 'No tag of this agent found with the label “hot”',
			advice: 'This agent has no tags yet.',
		});
	});
});

describe('The parents of a locator', () => {
	const parentsOf = async (
		config: LocatorConfig,
		parameters: IDataObject,
		respond: () => unknown = () => [],
	) =>
		await lookUp(
			async (api) => await resolveParents(config, (name) => parameters[name], api, CONTEXT),
			respond,
		);

	test('are resolved in order, texts as they are', async () => {
		const { result } = await parentsOf(PROMOTION_CODE, {
			accountId: ' acct_1 ',
			couponId: { mode: 'list', value: 'SUMMER25' },
		});
		expect(result).toEqual({ accountId: 'acct_1', couponId: 'SUMMER25' });
	});

	test('are looked up if they were chosen by name', async () => {
		const { result } = await parentsOf(
			CONVERSATION,
			{ agentId: { mode: 'name', value: 'Front Desk' } },
			() => [{ _id: 'a1', name: 'Front Desk' }],
		);
		expect(result).toEqual({ agentId: 'a1' });
	});

	test.each<[string, LocatorConfig, IDataObject, string, string]>([
		[
			'a text',
			COUPON,
			{ accountId: ' ' },
			'Enter the account first',
			"The list shows the coupons of this account. If 'Account ID' uses an expression, execute the previous nodes first, or set 'Coupon' to By ID.",
		],
		[
			'a record',
			PROMOTION_CODE,
			{ accountId: 'acct_1' },
			'Choose a coupon first',
			"The list shows the promotion codes of the selected coupon. If 'Coupon' uses an expression, execute the previous nodes first, or set 'Promotion Code' to By ID.",
		],
		[
			'a record whose noun begins with a vowel',
			CONVERSATION,
			{},
			'Choose an agent first',
			"The list shows the conversations of the selected agent. If 'Agent' uses an expression, execute the previous nodes first, or set 'Conversation' to By Platform ID.",
		],
	])('are asked for if %s is missing', async (_what, config, parameters, message, advice) => {
		expect(await parentsOf(config, parameters)).toMatchObject({ message, advice, reads: [] });
	});

	describe('that have a default', () => {
		const couponOf = (account: Result<string>): LocatorConfig => ({
			...COUPON,
			parents: [{ ...ACCOUNT, ifEmpty: () => account }],
		});

		test.each<[string, IDataObject, string]>([
			['is used if they’re empty', { accountId: ' ' }, 'acct_default'],
			['is used if there’s no such parameter', {}, 'acct_default'],
			['isn’t used if they’re given', { accountId: 'acct_1' }, 'acct_1'],
		])('%s', async (_what, parameters, accountId) => {
			const { result } = await parentsOf(couponOf(ok('acct_default')), parameters);
			expect(result).toEqual({ accountId });
		});

		test('are asked for if they’re invalid', async () => {
			const parameters = { accountId: ['acct_1', 'acct_2'] };
			expect(await parentsOf(couponOf(ok('acct_default')), parameters)).toMatchObject({
				message: 'Enter the account first',
			});
		});

		test('say why there’s none', async () => {
			const reason = err('No account', 'Enter one.');
			expect(await parentsOf(couponOf(reason), {})).toMatchObject({
				message: 'No account',
				advice: 'Enter one.',
			});
		});
	});
});

describe('Without the credential that lists the records', () => {
	test('a locator offers another mode, and a field for several an expression', () => {
		const { message } = needsCredential(AGENT);
		expect(message).toBe("ChatDash only lists agents with your agency's API key");
		expect(needsCredential(AGENT).advice).toBe(
			"Select a ChatDash credential in the node, or select 'By ID' and enter the agent's ID.",
		);
		expect(needsCredential({ ...AGENT, credential: 'client' }, true)).toMatchObject({
			message: "ChatDash only lists agents with the client's API key",
			advice:
				"Select a ChatDash client credential in the node, or enter the agents' IDs in an expression, separated by commas.",
		});
	});
});

const updateCode = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a promotion code',
	description: 'Change a promotion code',
	pastTense: 'updated',
	operationId: 'updatePromotionCode',
	retry: 'idempotent',
	target: 'promotionCodeId',
	fields: {
		accountId: ACCOUNT.text,
		couponId: locator(COUPON),
		promotionCodeId: locator(PROMOTION_CODE),
	},
	request: () => ({ request: { method: 'PUT', path: '/x', body: {}, expects: 'message' } }),
});

test('A record is told apart by all its parents', () => {
	const of = (accountId: string, couponId: string) =>
		updateCode.lockKey({
			accountId,
			couponId: { mode: 'id', value: couponId },
			promotionCodeId: { mode: 'id', value: 'promo_1' },
		});
	expect(of('acct_1', 'A')).toBe(of('acct_1', 'A'));
	expect(new Set([of('acct_1', 'A'), of('acct_1', 'B'), of('acct_2', 'A')]).size).toBe(3);
});

describe('The advice on a rejection', () => {
	const agents = severalIds(AGENT, { displayName: 'Agent Names or IDs', required: true });
	const update = defineWrite({
		name: 'Update',
		value: 'update',
		action: 'Update a conversation',
		description: 'Change a conversation',
		pastTense: 'updated',
		operationId: 'updateConversation',
		retry: 'idempotent',
		target: 'conversationId',
		fields: {
			agentId: locator(AGENT),
			conversationId: locator(CONVERSATION),
			couponId: updateField(locator(COUPON)),
			agentIds: updateField(agents),
		},
		request: () => ({ request: { method: 'PUT', path: '/x', body: {}, expects: 'message' } }),
	});
	const byId = (value: string) => ({ mode: 'id', value });
	const adviceFor = (
		values: Partial<Parameters<typeof update.advice>[0]>,
		status = 404,
	): string | undefined =>
		update.advice(
			{
				agentId: byId('a1'),
				conversationId: byId('c1'),
				couponId: undefined,
				agentIds: undefined,
				...values,
			},
			{ message: 'Not found', unredactedMessage: 'Not found', status },
		);

	test('names the fields, and the modes that take a name', () => {
		expect(adviceFor({})).toBe(
			"Check 'Agent' and 'Conversation'. One of them may no longer exist in ChatDash. Use 'Get Many' to see what's there. To enter a name, set 'Agent' to By Name. To enter a platform ID, set 'Conversation' to By Platform ID.",
		);
		expect(adviceFor({ agentId: { mode: 'name', value: 'Front Desk' } })).not.toMatch(/By Name/);
		expect(adviceFor({ couponId: byId('X'), agentIds: ['a1', 'a2'] })).toMatch(
			/^Check 'Agent', 'Conversation', 'Coupon', and 'Agent Names or IDs'\. /,
		);
	});

	test('says that an ID with a space looks like a name, whatever the status', () => {
		expect(adviceFor({ agentId: byId('Front Desk') }, 400)).toBe(
			"'Agent' expects an ID, but “Front Desk” looks like a name. To enter a name, set 'Agent' to By Name.",
		);
		expect(adviceFor({ couponId: byId('Summer Sale') })).toBe(
			"'Coupon' expects an ID, but “Summer Sale” looks like a name. Choose a coupon from the list, or enter the coupon's ID.",
		);
		expect(adviceFor({ agentIds: ['a1', 'Front Desk'] })).toBe(
			"'Agent Names or IDs' expects IDs, but “Front Desk” looks like a name. Choose agents from the list, or enter their IDs, separated by commas.",
		);
	});

	test('names texts that contain the ID of a record', () => {
		const fields = { accountId: requiredId({ displayName: 'Account ID' }, 'account') };
		const read = defineRead({
			...MADE_UP,
			fields,
			records: async () => await Promise.resolve([]),
		});
		const advice = (accountId: string, status = 404) =>
			read.advice({ accountId }, { message: '', unredactedMessage: '', status });
		expect(advice('acct_1')).toBe(
			"Check 'Account ID'. An account with this ID may no longer exist in ChatDash.",
		);
		expect(advice('Acme Dental', 400)).toBe(
			"'Account ID' expects an ID, but “Acme Dental” looks like a name. Enter the account's ID.",
		);
		expect(fields.accountId.parse(' .. ', CONTEXT)).toEqual({
			ok: false,
			message: "'Account ID' isn't a valid ID: “..”",
			advice: "Enter the account's ID.",
		});
		expect(fields.accountId.parse('', CONTEXT)).toMatchObject({
			message: "'Account ID' is empty",
		});
	});

	test('stays out of other rejections', () => {
		expect(adviceFor({}, 400)).toBeUndefined();
		expect(adviceFor({ agentId: { mode: 'name', value: 'Front Desk' } }, 400)).toBeUndefined();
	});
});

describe('A drop-down', () => {
	const names = (lines: readonly { readonly name: string }[]) => lines.map(({ name }) => name);
	const open = async (config: LocatorConfig, records: readonly string[], filter = '') => {
		const list: CandidateList = {
			searchListMethod: 'search',
			...config.list,
			load: async () =>
				await Promise.resolve(
					new CandidateIndex(
						records.map((name, index) => ({ id: `#${index}`, key: name, label: name, detail: '' })),
					),
				),
		};
		const { result } = await lookUp(
			async (api) => await readDropDown(config, list, api, {}, filter, undefined),
			() => [],
		);
		return names(result?.results ?? []);
	};

	test('sorts numbers in names as numbers', async () => {
		expect(await open(LEAD, ['Branch 10', 'branch 2', 'Branch 1', '20', '3'])).toEqual([
			'3',
			'20',
			'Branch 1',
			'branch 2',
			'Branch 10',
		]);
	});

	test('keeps a useful order', async () => {
		expect(await open(CONVERSATION, ['newest', 'a', 'oldest'])).toEqual(['newest', 'a', 'oldest']);
	});

	test.each([
		['zoe', ['Zoë’s Café']],
		['ZOË', ['Zoë’s Café']],
		["zoe's", ['Zoë’s Café']],
		['strasse', ['Lange Straße 5']],
		['5 straße', ['Lange Straße 5']],
		['STRASSE lange', ['Lange Straße 5']],
		['strase', []],
		['\u00a0', ['Lange Straße 5', 'Zoë’s Café']],
	])('finds with “%s”: %j', async (filter, found) => {
		expect(await open(LEAD, ['Zoë’s Café', 'Lange Straße 5'], filter)).toEqual(found);
	});

	test('shows two lines that are the same with their IDs alone if there is nothing else', async () => {
		expect(await open(LEAD, ['Desk', 'Desk'])).toEqual(['Desk (ID #0)', 'Desk (ID #1)']);
	});
});

describe('A drop-down of pages', () => {
	/** Pages of 100 coupons. `of` is the number of pages; the cursor is the page's number. */
	const openPage = async (
		{ of, filter = '', cursor }: { of: number; filter?: string; cursor?: string },
		nextOf = (page: number) => String(page + 1),
	) => {
		let page = Number(cursor ?? 0) - 1;
		const { list = couponPages() } = COUPON;
		const looked = await lookUp(
			async (api) => await readDropDown(COUPON, list, api, { accountId: 'acct_1' }, filter, cursor),
			() => {
				page += 1;
				return {
					data: Array.from({ length: 100 }, (_, index) => ({
						id: `id-${page}-${index}`,
						name: `Coupon ${page} ${index}`,
					})),
					has_more: page + 1 < of,
					next_cursor: nextOf(page),
				};
			},
		);
		return { ...looked, lines: names(looked.result?.results ?? []) };
	};
	const names = (lines: readonly { readonly name: string }[]) => lines.map(({ name }) => name);

	test('shows one page after another, in ChatDash’s order', async () => {
		const first = await openPage({ of: 2 });
		expect(first.lines).toHaveLength(100);
		expect(first.result?.paginationToken).toBe('1');
		const last = await openPage({ of: 2, cursor: '1' });
		expect(last.lines[0]).toBe('Coupon 1 0');
		expect(last.result).not.toHaveProperty('paginationToken');
	});

	test('ends at a cursor that comes again', async () => {
		const { result } = await openPage({ of: 5, cursor: '1' }, () => '1');
		expect(result).not.toHaveProperty('paginationToken');
	});

	test('searches through all pages', async () => {
		const { lines, reads } = await openPage({ of: 3, filter: '99 coupon 2' });
		expect(lines).toEqual(['Coupon 2 99']);
		expect(reads).toHaveLength(3);
	});

	test('says where the search ended if there are too many pages', async () => {
		const { result, reads } = await openPage({ of: 50, filter: '9 77' });
		expect(result?.results).toEqual([
			{ name: 'Coupon 9 77', value: 'id-9-77' },
			{
				name: 'Only the first 1,000 coupons were searched. For others, use By ID.',
				value: ' ',
			},
		]);
		expect(locator(COUPON).parse({ mode: 'list', value: ' ' }, CONTEXT).ok).toBe(false);
		expect(reads).toHaveLength(10);
	});

	test('says that nothing was found as far as it searched', async () => {
		expect(await openPage({ of: 50, filter: 'nothing' })).toMatchObject({
			message: 'Not found among the first 1,000 coupons',
			advice: "The search can't look further. Set 'Coupon' to By ID and enter the ID.",
		});
		expect(await openPage({ of: 10, filter: 'nothing' })).toMatchObject({ lines: [] });
	});

	test('gives a field with several IDs all pages at once, up to a limit', async () => {
		const { list = couponPages() } = COUPON;
		let page = 0;
		const choices = async (of: number) =>
			await lookUp(
				async (api: Api) => await readChoices(COUPON, list, api, { accountId: 'acct_1' }),
				() => {
					page += 1;
					return {
						data: [{ id: `i${page}`, name: 'X' }],
						has_more: page < of,
						next_cursor: `${page}`,
					};
				},
			);
		expect((await choices(3)).result).toHaveLength(3);
		page = 0;
		expect((await choices(99)).result?.at(-1)?.name).toBe(
			'Only the first 10 coupons are listed. For others, use an expression.',
		);
	});
});

describe('A field with several IDs', () => {
	const field = severalIds(AGENT, { displayName: 'Agent Names or IDs', required: true });

	test('is a list to choose from that follows the parents', () => {
		expect(field.property).toMatchObject({
			type: 'multiOptions',
			default: [],
			typeOptions: { loadOptionsMethod: 'searchAgents' },
			description: expect.stringMatching(/^Choose from the list, or specify IDs using an <a /),
		});
		expect(severalIds(TAG, { displayName: 'Tags' }).property.typeOptions).toEqual({
			loadOptionsMethod: 'searchTags',
			loadOptionsDependsOn: ['agentId.value'],
		});
	});

	test.each<[string, unknown, string[]]>([
		['an array', ['a1', ' a2 '], ['a1', 'a2']],
		['an array with duplicates, numbers and empty entries', ['a1', 7, 'a1', '', null], ['a1', '7']],
		['JSON text', ' ["a1", "a2"] ', ['a1', 'a2']],
		['text separated by commas', 'a1, a2,,a1 ', ['a1', 'a2']],
		['a single ID', 'a1', ['a1']],
		['a number', 42, ['42']],
		['the line that is no record', [' ', 'a1'], ['a1']],
	])('takes %s', (_what, raw, ids) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(ids));
	});

	test.each<[string, unknown, RegExp, RegExp]>([
		['nothing', undefined, /^'Agent Names or IDs' is empty$/, /^Choose agents from the list, or /],
		['an empty list', [], /is empty$/, /separated by commas\.$/],
		['broken JSON', '["a1"', /isn't valid JSON$/, /\["first ID", "second ID"\]/],
		[
			'a record',
			[{ _id: 'a1' }],
			/^'Agent Names or IDs' must be text, but it's a group of fields/,
			/./,
		],
		['dots', ['..'], /^'Agent Names or IDs' isn't a valid ID/, /Choose an agent/],
	])('rejects %s', (_what, raw, message, advice) => {
		const words = wordsOf(field.parse(raw, CONTEXT));
		expect(words.message).toMatch(message);
		expect(words.advice).toMatch(advice);
	});

	test('may be empty if it is not required', () => {
		expect(severalIds(AGENT, { displayName: 'Agents' }).parse('', CONTEXT)).toEqual(ok([]));
	});

	test('keeps its config in a collection', () => {
		expect(updateField(field).severalIds).toBe(AGENT);
	});
});

describe('The methods that fill the lists', () => {
	const resource = (fields: Record<string, Field<unknown>>) => ({
		name: 'Thing',
		value: 'thing',
		defaultOperation: 'update',
		operations: [{ ...updateCode, fields }],
	});

	test('are made for each locator with a list, and for each field with several IDs', () => {
		const resources = [
			resource({
				leadId: locator(LEAD),
				couponId: locator(COUPON),
				tagId: updateField(locator(TAG)),
				agentIds: updateField(severalIds(AGENT, { displayName: 'Agents' })),
			}),
		];
		expect(Object.keys(listSearchMethods(fieldsOf(resources)))).toEqual([
			'searchCoupons',
			'searchTags',
		]);
		expect(Object.keys(loadOptionsMethods(fieldsOf(resources)))).toEqual(['searchAgents']);
	});

	test('have one name for each config', () => {
		const byMethod = new Map<string, LocatorConfig>();
		const configs = RESOURCES.flatMap(({ operations }) => operations)
			.flatMap(({ fields }) => Object.values(fields))
			.flatMap(({ locator: one, severalIds: several }) => [one, several])
			.filter((config) => config !== undefined);
		for (const config of configs) {
			const method = config.list?.searchListMethod;
			if (method === undefined) continue;
			expect(byMethod.get(method) ?? config).toBe(config);
			byMethod.set(method, config);
		}
		expect([...byMethod.keys()].sort()).toEqual([
			'searchAgents',
			'searchBillingSubscriptions',
			'searchClients',
			'searchConversations',
			'searchCoupons',
			'searchLeadTags',
			'searchMembers',
			'searchProducts',
			'searchWebhookSubscriptions',
		]);
	});

	test('have something to look a name up in', () => {
		for (const { operations } of RESOURCES) {
			for (const { fields } of operations) {
				for (const { locator: config } of Object.values(fields)) {
					if (config?.lookupMode === undefined || config.lookupMode.resolve) continue;
					expect(config.list).toHaveProperty('load');
				}
			}
		}
	});
});
