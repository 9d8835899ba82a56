/**
 * What opens an agent's platform, which ChatDash gives along with each agent, is put out only where the user asks for
 * it; and no password or key that somebody gave comes out of any operation.
 */
import type { IDataObject } from 'n8n-workflow';

import { type Otherwise, outputsOf } from './outputs';
import { type Filled, FITTING, OPERATIONS, filledIn } from './walk';

const KEY = 'sk-of-the-platform';
const PASSWORD = 'what-botpress-wants';
/** As the description has them, and as nobody documents them: beside a write's words, and inside of a record. */
const OPENING = { apiKey: KEY, platformCredentials: { botId: PASSWORD, other: [PASSWORD] } };
const TEXTS = {
	...FITTING,
	answers: { ...FITTING.answers, apiKey: KEY, botId: PASSWORD, workspaceId: PASSWORD },
};

const withCredentials = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(withCredentials);
	if (typeof value !== 'object' || value === null) return value;
	const inner = Object.entries(value).map(([name, each]) => [name, withCredentials(each)]);
	return '_id' in value && 'platform' in value
		? { ...Object.fromEntries(inner), ...OPENING }
		: Object.fromEntries(inner);
};

/** No page has it so, but some APIs answer a change with the whole record. */
const TELLING_MORE: Otherwise = {
	read: withCredentials,
	changed: (body, described) =>
		described?.tag === 'Agents'
			? [
					{ ...body, ...OPENING },
					{ ...body, agent: { _id: '1', ...OPENING } },
					{ ...body, agents: [{ _id: '1', ...OPENING }] },
				]
			: [],
};

const asText = (outputs: readonly IDataObject[]) => JSON.stringify(outputs);

describe.each(OPERATIONS)('$title', ({ operation }) => {
	let ways: Array<{ filled: Filled; outputs: IDataObject[]; isAskedFor: boolean }>;

	beforeAll(async () => {
		ways = await Promise.all(
			filledIn(operation, TEXTS).map(async (filled) => ({
				filled,
				outputs: await outputsOf(filled, TELLING_MORE),
				isAskedFor: filled.values['includeCredentials'] === true,
			})),
		);
	});

	test('puts something out', () => {
		expect(ways.flatMap(({ outputs }) => outputs).length).toBeGreaterThan(0);
	});

	test('puts out what opens a platform only where the user asks for it', () => {
		const open = ways.filter(({ outputs }) =>
			[KEY, PASSWORD].some((secret) => asText(outputs).includes(secret)),
		);
		const unasked = open.filter(({ isAskedFor }) => !isAskedFor);
		expect(unasked.slice(0, 3).map(({ filled }) => filled.way)).toEqual([]);
		// And there it does: else this would be true of an operation that puts out nothing.
		expect(open.length > 0).toBe('includeCredentials' in operation.fields);
	});

	test('puts out no password and no key that it was given', () => {
		const told = ways.flatMap(({ filled: { values, raw, way }, outputs, isAskedFor }) =>
			isAskedFor
				? []
				: Object.entries(operation.fields)
						.filter(([name]) => name in raw && values['passwordSource'] !== 'generate')
						.flatMap(([name, field]) => field.secrets?.(values[name]) ?? [])
						.filter((secret) => secret !== '' && asText(outputs).includes(secret))
						.map(() => way),
		);
		expect(told).toEqual([]);
	});
});
