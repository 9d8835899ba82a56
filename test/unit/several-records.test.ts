/** Several records by their labels or IDs: what a field accepts, and how labels become IDs. */
import { additionalField, updateField } from '../../nodes/ChatDash/fields/collection';
import { optionalKeyValues } from '../../nodes/ChatDash/fields/keyValues';
import { resolveKeys, severalRecords } from '../../nodes/ChatDash/fields/severalRecords';
import { optionalId, optionalSecret } from '../../nodes/ChatDash/fields/text';
import { LEAD_TAG } from '../../nodes/ChatDash/resources/leadTag/record';
import { ok } from '../../nodes/transport/result';
import { lookUp } from '../fake-api';
import { CONTEXT } from '../parse-context';
import { wordsOf } from './words';

const field = severalRecords(LEAD_TAG, { displayName: 'Tags' });
const keys = (...texts: string[]) => texts.map((text) => ({ text }));
const USUAL_ID = '66f1c0a2b7e4d9035a8c1f24';

describe('A field for several records', () => {
	test.each<[string, unknown, string[]]>([
		['an array', ['Hot Lead', 't2'], ['Hot Lead', 't2']],
		['JSON text', '["Hot Lead", "t2"]', ['Hot Lead', 't2']],
		['one text', ' Hot Lead, t2 ', ['Hot Lead, t2']],
		['numbers and empty entries', ['', 7, null, '7'], ['7']],
	])('takes %s', (_what, raw, texts) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(keys(...texts)));
	});

	test.each([[[]], [''], [null], [undefined], ['[]'], [['', null]]])(
		'is empty if it is %j',
		(raw) => {
			expect(field.parse(raw, CONTEXT)).toEqual(ok(undefined));
			expect(additionalField(field).parse(raw, CONTEXT)).toEqual(ok(undefined));
			expect(wordsOf(updateField(field).parse(raw, CONTEXT)).message).toBe("'Tags' is empty");
			expect(updateField(field, []).parse(raw, CONTEXT)).toEqual(ok([]));
		},
	);

	test('rejects what isn’t text', () => {
		expect(wordsOf(field.parse([{ label: 'Hot' }], CONTEXT)).message).toBe(
			"'Tags' must be text, but it's a group of fields",
		);
	});

	test('offers a list that depends on the agent', () => {
		expect(field.property).toMatchObject({
			type: 'multiOptions',
			typeOptions: {
				loadOptionsMethod: 'searchLeadTags',
				loadOptionsDependsOn: ['agentId.value'],
			},
		});
	});
});

describe('Labels', () => {
	const LIST = [
		{ _id: 't1', label: 'Hot Lead' },
		{ _id: 't2', label: 'VIP, Gold' },
		{ _id: 't3', label: 'Twice' },
		{ _id: 't4', label: 'twice' },
		{ _id: 't5', label: 'Twice' },
		{ _id: 'Hot Lead', label: 'An ID like a label' },
	];
	const resolve = async (texts: string[], list: unknown = LIST) =>
		await lookUp(
			async (api) =>
				await resolveKeys({ config: LEAD_TAG, label: 'Tags' }, keys(...texts), api, {
					agentId: 'desk',
				}),
			() => list,
		);

	test.each<[string[], string[]]>([
		[['hot  lead'], ['t1']],
		[['t1, t2'], ['t1', 't2']],
		[
			['VIP, Gold', 't1'],
			['t2', 't1'],
		],
		[['hot lead,,t1,twice'], ['t1', 't4']],
		[['Hot Lead'], ['Hot Lead']],
		[
			[USUAL_ID, 't1'],
			[USUAL_ID, 't1'],
		],
	])('%j become the IDs %j, each once, with one shared list', async (texts, ids) => {
		const { result, reads } = await resolve(texts);
		expect(result).toEqual(ids);
		expect(reads).toEqual([{ path: '/agents/desk/leads/tags', expects: 'list', isShared: true }]);
	});

	test('aren’t looked up if all are IDs as ChatDash shows them, or the field is empty', async () => {
		const other = USUAL_ID.replace('4', '5');
		expect(await resolve([`${USUAL_ID},${other}`, other])).toEqual({
			result: [USUAL_ID, other],
			reads: [],
		});
		expect(await resolve([])).toEqual({ result: [], reads: [] });
	});

	test('that don’t exist are told with the nearest', async () => {
		expect(await resolve(['Hot Lead, Hot Leed'])).toMatchObject({
			message: 'No lead tag of this agent found with the label “Hot Leed”',
			advice: "Check the spelling in 'Tags'. Did you mean “Hot Lead”?",
		});
		expect(await resolve(['New'], [])).toMatchObject({
			advice: 'This agent has no lead tags yet.',
		});
	});

	test('that several tags have are told with their IDs', async () => {
		expect(await resolve(['Twice'])).toMatchObject({
			message: '2 lead tags of this agent have the label “Twice”',
			advice: "In 'Tags', use an expression with one of these IDs instead: t3, t5.",
		});
	});
});

describe('Pairs that may be left out', () => {
	const rows = { name: 'field', displayName: 'Field', example: 'e.g. City' };
	const pairs = optionalKeyValues(
		{ displayName: 'Custom Fields' },
		{ ...rows, value: optionalId({ displayName: 'Value' }) },
	);

	test.each([
		[{}],
		[{ field: [] }],
		[[]],
		[''],
		[undefined],
		[{ field: [{ name: 'City', value: '' }] }],
	])('are empty if they are %j', (raw) => {
		expect(pairs.parse(raw, CONTEXT)).toEqual(ok(undefined));
	});

	test('are an object if a row has a value, and rejected if they are no rows', () => {
		expect(pairs.parse({ field: [{ name: 'City', value: 'Bonn' }] }, CONTEXT)).toEqual(
			ok({ City: 'Bonn' }),
		);
		expect(wordsOf(pairs.parse('Bonn', CONTEXT)).message).toBe("'Custom Fields' isn't a list");
	});

	test('can contain secrets', () => {
		const value = optionalSecret({ displayName: 'Value' });
		const secret = optionalKeyValues({ displayName: 'Headers' }, { ...rows, value });
		expect(secret.secrets?.({ Authorization: 'sk-1' })).toEqual(['sk-1']);
		expect(secret.secrets?.(undefined)).toEqual([]);
	});
});
