// Requests that none of the published operations needs yet: queries, pages, reads by POST, lists in a body and a
// response, and DELETE. Each is declared as an operation here, and carried out by the engine in virtual time.
import type { IDataObject } from 'n8n-workflow';

import { defineRead, defineWrite } from '../../nodes/ChatDash/operation/define';
import { updateField } from '../../nodes/ChatDash/fields/collection';
import { integerField } from '../../nodes/ChatDash/fields/number';
import { optionalId } from '../../nodes/ChatDash/fields/text';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import type { Api } from '../../nodes/transport/api';
import type { HttpResult, HttpSend } from '../../nodes/transport/http';
import { err } from '../../nodes/transport/result';
import type { ApiRequest } from '../../nodes/transport/request';
import { MADE_UP } from '../made-up';
import { execute } from './execution';
import { VirtualClock } from './virtual-clock';

const DESCRIPTION = { ...MADE_UP, fields: {} };

const json = (status: number, body: unknown): HttpResult => ({
	kind: 'response',
	status,
	text: JSON.stringify(body),
});
const LOST: HttpResult = { kind: 'networkError', code: 'ECONNRESET' };

/** Carries an operation out for one item. */
async function carryOut(
	operation: Operation,
	respond: (request: ApiRequest) => HttpResult,
	...items: ReadonlyArray<Readonly<Record<string, unknown>>>
) {
	const clock = new VirtualClock(1);
	const requests: ApiRequest[] = [];
	const http: HttpSend = async (request) => {
		requests.push(request);
		await clock.sleep(10);
		return respond(request);
	};
	const ready = (items.length === 0 ? [{}] : items).map((values) => ({
		operation,
		values,
		secrets: [],
	}));
	const { outcomes } = await clock.run(execute(http, clock, ready, { maxRetries: 2 }));
	return { outcome: outcomes[0], outcomes, requests };
}

const reading = (records: (api: Api) => Promise<readonly IDataObject[]>) =>
	defineRead({ ...DESCRIPTION, records: async (_values, api) => await records(api) });

describe('A query', () => {
	test('is sent without the parameters that are undefined', async () => {
		const query = { isActive: true, from: undefined, page: 2 };
		const { requests } = await carryOut(
			reading(async (api) => [{ list: String(await api.get('/things', { query })) }]),
			() => json(200, []),
		);
		expect(requests).toMatchObject([{ path: '/things', query }]);
	});
});

describe('A list with pages', () => {
	const THINGS = Array.from({ length: 250 }, (_, number) => ({ id: `t${number}` }));

	/** Serves pages as Stripe does. */
	function page({ query = {} }: ApiRequest): HttpResult {
		const start = THINGS.findIndex(({ id }) => id === query['starting_after']) + 1;
		const data = THINGS.slice(start, start + Number(query['limit']));
		const hasMore = start + data.length < THINGS.length;
		return json(200, { data, has_more: hasMore, next_cursor: hasMore ? data.at(-1)?.id : null });
	}

	const pagesOf = (limit: number) =>
		reading(async (api) => await api.getPages('/things', { list: 'data', limit }));

	test.each([
		[Infinity, [100, 100, 100]],
		[250, [100, 100, 50]],
		[120, [100, 20]],
		[100, [100]],
		[3, [3]],
	])('is fetched up to the limit of %d', async (limit, sizes) => {
		const { outcome, requests } = await carryOut(pagesOf(limit), page);
		expect(outcome).toMatchObject({ kind: 'done', outputs: THINGS.slice(0, limit) });
		expect(requests.map(({ query }) => query?.['limit'])).toEqual(sizes);
	});

	test('keeps the other parameters on every page', async () => {
		const query = { status: 'active' };
		const { requests } = await carryOut(
			reading(async (api) => await api.getPages('/things', { list: 'data', limit: 150, query })),
			page,
		);
		expect(requests.map((request) => request.query?.['status'])).toEqual(['active', 'active']);
	});

	test('that items share is fetched once, page by page', async () => {
		const { outcomes, requests } = await carryOut(
			reading(async (api) => await api.getSharedPages('/things', { list: 'data' })),
			page,
			{},
			{},
		);
		expect(outcomes).toMatchObject([THINGS, THINGS].map((outputs) => ({ kind: 'done', outputs })));
		expect(requests.map(({ query }) => query?.['starting_after'])).toEqual([
			undefined,
			't99',
			't199',
		]);
	});

	test.each<[string, object, number]>([
		['an empty page that says there is more', { data: [], has_more: true, next_cursor: 'x' }, 1],
		['a cursor that comes twice', { data: [{ id: 'a' }], has_more: true, next_cursor: 'a' }, 2],
		['more without a cursor', { data: [{ id: 'a' }], has_more: true }, 1],
	])('ends at %s', async (_what, body, count) => {
		const { outcome, requests } = await carryOut(pagesOf(Infinity), () => json(200, body));
		expect(outcome?.kind).toBe('done');
		expect(requests).toHaveLength(count);
	});

	test('isn’t taken for an empty one if the response has no list', async () => {
		const { outcome } = await carryOut(pagesOf(Infinity), () => json(200, { has_more: false }));
		expect(outcome?.kind).toBe('readFailed');
	});
});

test('A read by POST is sent again after an ambiguous response, like any read', async () => {
	let sent = 0;
	const body = { metrics: ['messages'] };
	const { outcome, requests } = await carryOut(
		reading(async (api) => [{ result: String(await api.post('/analytics/query', body)) }]),
		() => (sent++ === 0 ? LOST : json(200, {})),
	);
	expect(outcome?.kind).toBe('done');
	expect(requests).toMatchObject([
		{ method: 'POST', body },
		{ method: 'POST', body },
	]);
});

describe('A list in the body and in the response of a write', () => {
	const writing = (response: unknown) =>
		carryOut(
			defineWrite({
				...DESCRIPTION,
				retry: 'unsafe',
				request: () => ({
					request: { method: 'POST', path: '/leads', body: [{ phone: '1' }], expects: 'list' },
					ids: { agentId: 'a1' },
				}),
			}),
			() => json(200, response),
		);

	test('is sent as a list, and each record becomes an output', async () => {
		const { outcome, requests } = await writing([{ id: 'l1' }, { id: 'l2' }]);
		expect(requests).toMatchObject([{ body: [{ phone: '1' }] }]);
		expect(outcome).toMatchObject({
			kind: 'done',
			outputs: [
				{ id: 'l1', agentId: 'a1' },
				{ id: 'l2', agentId: 'a1' },
			],
		});
	});

	test('loses nothing that is not a record', async () => {
		const { outcome } = await writing(['l1']);
		expect(outcome).toMatchObject({ outputs: [{ value: 'l1', agentId: 'a1' }] });
	});

	test('leaves an output even if the response is empty', async () => {
		const { outcome } = await writing([]);
		expect(outcome).toMatchObject({ outputs: [{ agentId: 'a1' }] });
	});
});

describe('A DELETE', () => {
	const deleting = (...responses: readonly HttpResult[]) => {
		let sent = 0;
		return carryOut(
			defineWrite({
				...DESCRIPTION,
				retry: 'idempotent',
				request: () => ({
					request: { method: 'DELETE', path: '/things/t1', expects: 'message' },
					ids: { thingId: 't1' },
				}),
				alreadyDone: {
					matches: ({ status }) => status === 404,
					output: () => ({ deleted: true }),
				},
			}),
			() => responses[sent++] ?? LOST,
		);
	};
	const NOT_FOUND = json(404, { error: 'Not found' });

	test('that meets 404 after an ambiguous response is done', async () => {
		const { outcome } = await deleting(LOST, NOT_FOUND);
		expect(outcome).toMatchObject({ kind: 'done', outputs: [{ deleted: true, thingId: 't1' }] });
	});

	test('that meets 404 at once is rejected', async () => {
		const { outcome } = await deleting(NOT_FOUND);
		expect(outcome).toMatchObject({ kind: 'rejected', status: 404 });
	});
});

describe('A write that only some items can verify', () => {
	const PAGES = { list: 'data', limit: Infinity };
	const codeOperation = (isDone: (api: Api) => Promise<boolean>) =>
		defineWrite({
			...DESCRIPTION,
			fields: { code: optionalId({ displayName: 'Code' }) },
			retry: { field: 'code', given: 'verify', notGiven: 'unsafe' },
			whereToCheck: 'Stripe',
			request: () => ({ request: { method: 'POST', path: '/codes', expects: 'record' } }),
			confirm: {
				isDone: async (_values, api) => await isDone(api),
				isConflict: ({ message }) => /already exists/.test(message),
				output: () => ({ confirmed: true }),
			},
		});
	const creating = (values: Readonly<Record<string, unknown>>) =>
		carryOut(
			codeOperation(async (api) => (await api.getPages('/codes', PAGES)).length === 0),
			({ method }) => (method === 'GET' ? json(200, { data: [] }) : LOST),
			values,
		);

	test('is sent again if the item has the value that it’s verified by', async () => {
		const { outcome, requests } = await creating({ code: 'SPRING' });
		expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
		expect(outcome).toMatchObject({ kind: 'done', source: 'lookup' });
	});

	test.each([
		['nothing is found', 'HERE', { kind: 'rejected', message: 'HERE already exists' }],
		['it’s found', undefined, { kind: 'done', source: 'lookup' }],
	])('is rejected for a conflict only if %s', async (_how, missing, expected) => {
		let sent = 0;
		const { outcome } = await carryOut(
			codeOperation(async (api) => (await api.getPages('/codes', PAGES)).length > 0),
			({ method }) => {
				if (method === 'GET') return json(200, { data: missing === undefined ? [{}] : [] });
				return sent++ === 0 ? LOST : json(400, { error: 'HERE already exists' });
			},
			{ code: 'HERE' },
		);
		expect(outcome).toMatchObject(expected);
	});

	test('is never sent again if the item lacks it, and says where to check', async () => {
		const { outcome, requests } = await creating({ code: undefined });
		expect(requests).toHaveLength(1);
		expect(outcome).toMatchObject({ kind: 'unknown', whereToCheck: 'Stripe' });
	});
});

test('A rule over several fields decides after each field is valid', () => {
	const coupon = defineWrite({
		...DESCRIPTION,
		retry: 'unsafe',
		fields: {
			amountOff: updateField(
				integerField({ displayName: 'Amount Off', default: 0 }, { minimum: 0 }),
			),
			percentOff: updateField(
				integerField({ displayName: 'Percent Off', default: 0 }, { minimum: 0 }),
			),
		},
		check: ({ amountOff, percentOff }) =>
			amountOff !== undefined && percentOff !== undefined
				? err("'Amount Off' and 'Percent Off' are both set", 'Remove one of them.')
				: undefined,
		request: () => ({ request: { method: 'POST', path: '/coupons', expects: 'message' } }),
	});
	expect(coupon.check({ amountOff: 5, percentOff: undefined })).toBeUndefined();
	expect(coupon.check({ amountOff: 5, percentOff: 5 })?.message).toMatch(/both set/);
	expect(coupon.check({ amountOff: undefined, percentOff: undefined })?.message).toBe(
		'No fields to update',
	);
});
