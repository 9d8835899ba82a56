// The node evaluates simple expressions itself, or several in one n8n evaluation, because each evaluation is expensive.
// The values must be the same as n8n's own for each expression, errors included. These tests check that with random
// items and expressions.
import fc from 'fast-check';
import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	jsonParse,
} from 'n8n-workflow';

import { Expressions } from '../../nodes/ChatDash/expressions/evaluator';
import { computed, deals, items, mapped, tame, written } from '../expressions/arbitrary';
import { runNode } from './harness';

declare const TIMES_LONGER: number;

const RUNS = { numRuns: 150 * TIMES_LONGER };
const LONG = 120_000 * TIMES_LONGER;

/** The result of an expression, in a form that can be compared. */
type Given = { readonly value: unknown } | { readonly throws: string };

const given = (read: () => unknown): Given => {
	try {
		return { value: read() };
	} catch (thrown) {
		return { throws: thrown instanceof Error ? thrown.message : String(thrown) };
	}
};

interface Compared {
	readonly alone: Given[];
	readonly shortcut: Given[];
	/** How often the shortcuts called n8n. */
	readonly asked: number;
}

/**
 * Gets the values of all expressions for all items, item by item, as the node does; once from n8n and once with the
 * shortcuts.
 */
async function compare(deals: IDataObject[], expressions: readonly string[]): Promise<Compared> {
	let asked = 0;
	const alone = await everyValue(deals, expressions, (node) => (name, item) => {
		return node.getNodeParameter(name, item, null);
	});
	const shortcut = await everyValue(deals, expressions, (node, inputs, names) => {
		const counting: IExecuteFunctions = Object.create(node, {
			getNodeParameter: {
				value: (name: string, item: number) => {
					asked++;
					return node.getNodeParameter(name, item, null);
				},
			},
			evaluateExpression: {
				value: (expression: string, item: number) => {
					asked++;
					return node.evaluateExpression(expression, item);
				},
			},
		});
		const all = new Expressions(counting, inputs);
		const readers = names.map((name, index) => all.reader(name, expressions[index] ?? ''));
		return (name, item) => readers[names.indexOf(name)]?.(item);
	});
	return { alone, shortcut, asked };
}

type Reader = (name: string, item: number) => unknown;

/**
 * Runs a node that reads all expressions for all items. It gets its own copy of the items, because n8n's older
 * evaluator can change them.
 */
async function everyValue(
	deals: IDataObject[],
	expressions: readonly string[],
	readerFor: (
		node: IExecuteFunctions,
		inputs: readonly INodeExecutionData[],
		names: readonly string[],
	) => Reader,
): Promise<Given[]> {
	const names = expressions.map((_, index) => `e${index}`);
	let values: Given[] = [];
	const nodeType: INodeType = {
		description: { ...PLAIN, properties: names.map(textNamed) },
		async execute(this: IExecuteFunctions) {
			const inputs = this.getInputData();
			const read = readerFor(this, inputs, names);
			values = inputs.flatMap((_, item) => names.map((name) => given(() => read(name, item))));
			return await Promise.resolve([inputs]);
		},
	};
	const { error } = await runNode({
		items: jsonParse<IDataObject[]>(JSON.stringify(deals)),
		parameters: Object.fromEntries(names.map((name, index) => [name, expressions[index] ?? ''])),
		nodeType,
	});
	if (error !== undefined) throw new Error(error.message);
	return values;
}

/** n8n drops parameters that are missing from a node's description. */
const textNamed = (name: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
});

const PLAIN: INodeType['description'] = {
	name: 'plain',
	displayName: 'Plain',
	description: 'Compares',
	group: [],
	version: 1,
	defaults: {},
	inputs: ['main'],
	outputs: ['main'],
	properties: [],
};

const dealsOf = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, number) => ({
		company: ` Company ${number} `,
		contact: { first: 'Nathan', last: `No ${number}` },
		email: `N${number}@example.com`,
	}));

test(
	'a value read from the item equals n8n’s value',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(items, deals),
				fc.array(fc.oneof(mapped, written), { minLength: 1, maxLength: 12 }),
				async (json, all) => {
					const { alone, shortcut } = await compare(json, all);
					expect(shortcut).toEqual(alone);
				},
			),
			RUNS,
		);
	},
	LONG,
);

test(
	'an expression evaluated together with others equals its value alone',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(items, deals),
				fc.oneof(
					fc.array(fc.oneof(computed, mapped), { minLength: 1, maxLength: 6 }),
					fc.array(fc.oneof(tame, mapped), { minLength: 2, maxLength: 6 }),
				),
				async (json, all) => {
					const { alone, shortcut } = await compare(json, all);
					expect(shortcut).toEqual(alone);
				},
			),
			RUNS,
		);
	},
	LONG,
);

test('a mapped field needs one n8n call per run', async () => {
	const { asked } = await compare(dealsOf(50), [
		'={{ $json.company }}',
		'={{ $json.contact.first }}',
		'={{ $json["email"] }}',
		"={{$json['email']}}",
		'={{ $json.phone }}',
	]);
	expect(asked).toBe(5);
});

const GIVEN = ['Company 1', 'Nathan No 1', 'Nathan No 1', 'none', 'n1@example.com'].map(
	(value) => ({
		value,
	}),
);

test('fields with common simple computations need one n8n call per run', async () => {
	const { asked, shortcut } = await compare(dealsOf(50), [
		'={{ $json.company.trim() }}',
		'={{ $json.contact.first }} {{ $json.contact.last }}',
		"={{ $json.contact.first + ' ' + $json.contact.last }}",
		"={{ $json.phone || 'none' }}",
		'={{ $json.email.toLowerCase() }}',
	]);
	expect(asked).toBe(5);
	expect(shortcut.slice(5, 10)).toEqual(GIVEN);
});

test('fields with more complex computations need one n8n call per item', async () => {
	const { asked, shortcut } = await compare(dealsOf(50), [
		'={{ String($json.company).trim() }}',
		'={{ $json.contact.first.slice(0) }} {{ $json.contact.last }}',
		"={{ [$json.contact.first, $json.contact.last].join(' ') }}",
		"={{ $json.phone ? $json.phone : 'none' }}",
		"={{ $json.email.replace('N', 'n').toLowerCase() }}",
	]);
	expect(asked).toBe(5 + 49);
	expect(shortcut.slice(5, 10)).toEqual(GIVEN);
});

test('an item with a failing expression is read one expression at a time, and so is an expression that always fails', async () => {
	const json = dealsOf(30).map((deal, index) => (index === 3 ? { ...deal, company: 5 } : deal));
	const cuts = ['={{ $json.company.slice(1) }}', '={{ $json.email.slice(1) }}'];
	expect((await compare(json, cuts)).asked).toBe(2 + 29 + 2);

	const never = ['={{ $json.phone.slice(1) }}', '={{ $json.email.slice(1) }}'];
	const { asked } = await compare(dealsOf(50), never);
	expect(asked).toBeLessThan(2 * 50 + 12);
});

test('expressions are evaluated in order if one of them changes the item', async () => {
	const json = dealsOf(3).map((deal) => ({ ...deal, tags: ['won', 'lost'] }));
	const { alone, shortcut } = await compare(json, [
		'={{ String($json.company) }}',
		'={{ $json.tags.sort()[0] }}',
		'={{ String($json.tags[0]) }}',
	]);
	expect(shortcut).toEqual(alone);
});
