/**
 * ChatDash returns the credentials of an agent's platform with each agent. The node only returns them if the user asks
 * for them, and no operation returns a password or a key that the user entered.
 */
import type { IDataObject } from 'n8n-workflow';

import { type ResponseChanges, outputsOf } from './outputs';
import { type Filled, MATCHING, OPERATIONS, filledIn } from './walk';

const KEY = 'sk-of-the-platform';
const PASSWORD = 'what-botpress-wants';
/** Credentials that the tests also add in undocumented places: next to a write's message, and inside a record. */
const CREDENTIALS = { apiKey: KEY, platformCredentials: { botId: PASSWORD, other: [PASSWORD] } };
const TEXTS = {
	...MATCHING,
	responses: { ...MATCHING.responses, apiKey: KEY, botId: PASSWORD, workspaceId: PASSWORD },
};

const withCredentials = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(withCredentials);
	if (typeof value !== 'object' || value === null) return value;
	const inner = Object.entries(value).map(([name, each]) => [name, withCredentials(each)]);
	return '_id' in value && 'platform' in value
		? { ...Object.fromEntries(inner), ...CREDENTIALS }
		: Object.fromEntries(inner);
};

/** No page documents this, but some APIs respond to a change with the whole record. */
const WITH_CREDENTIALS: ResponseChanges = {
	read: withCredentials,
	write: (body, described) =>
		described?.tag === 'Agents'
			? [
					{ ...body, ...CREDENTIALS },
					{ ...body, agent: { _id: '1', ...CREDENTIALS } },
					{ ...body, agents: [{ _id: '1', ...CREDENTIALS }] },
				]
			: [],
};

const asText = (outputs: readonly IDataObject[]) => JSON.stringify(outputs);

describe.each(OPERATIONS)('$title', ({ operation }) => {
	let ways: Array<{ filled: Filled; outputs: IDataObject[]; isRequested: boolean }>;

	beforeAll(async () => {
		ways = await Promise.all(
			filledIn(operation, TEXTS).map(async (filled) => ({
				filled,
				outputs: await outputsOf(filled, WITH_CREDENTIALS),
				isRequested: filled.values['includeCredentials'] === true,
			})),
		);
	});

	test('returns something', () => {
		expect(ways.flatMap(({ outputs }) => outputs).length).toBeGreaterThan(0);
	});

	test('returns the credentials of a platform only if the user asks for them', () => {
		const exposing = ways.filter(({ outputs }) =>
			[KEY, PASSWORD].some((secret) => asText(outputs).includes(secret)),
		);
		const unrequested = exposing.filter(({ isRequested }) => !isRequested);
		expect(unrequested.slice(0, 3).map(({ filled }) => filled.way)).toEqual([]);
		// With the option it does return them. Otherwise, this would also pass for an operation that returns nothing.
		expect(exposing.length > 0).toBe('includeCredentials' in operation.fields);
	});

	test('returns no password and no key that the user entered', () => {
		const leaking = ways.flatMap(({ filled: { values, raw, way }, outputs, isRequested }) =>
			isRequested
				? []
				: Object.entries(operation.fields)
						.filter(([name]) => name in raw && values['passwordSource'] !== 'generate')
						.flatMap(([name, field]) => field.secrets?.(values[name]) ?? [])
						.filter((secret) => secret !== '' && asText(outputs).includes(secret))
						.map(() => way),
		);
		expect(leaking).toEqual([]);
	});
});
