// Random items and random expressions that read them, to show that the node's shortcuts return the same values as n8n's
// evaluator.
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

/** Names of CRM fields, names that JavaScript reserves, and names that n8n doesn't allow to read. */
const NAMES = [
	...['a', 'b', 'name', 'company', 'email', 'First Name', 'Betrag (EUR)', 'größe', '$x', '_y', '0'],
	...['length', 'trim', 'toString', 'valueOf', 'hasOwnProperty', 'constructor', 'prototype'],
	...[
		'__proto__',
		'__n8nType',
		'__isError',
		'binding',
		'caller',
		'arguments',
		'mainModule',
		'json',
	],
];
const name = fc.constantFrom(...NAMES);

const plain = fc.oneof(
	fc.string({ maxLength: 8 }),
	fc.constantFrom('', ' Acme ', 'Nathan', '{{ $json.a }}', '=1', '[object Object]', '12', '-0'),
	fc.integer(),
	fc.constantFrom(0, -0, 0.5, 1e21),
	fc.boolean(),
	fc.constant(null),
);

/** JSON values, as in items. */
const value = fc.letrec<{ value: unknown; record: Record<string, unknown> }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		{ arbitrary: plain, weight: 4 },
		{ arbitrary: tie('record'), weight: 2 },
		{ arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 1 },
	),
	record: fc
		.array(fc.tuple(name, tie('value')), { maxLength: 6 })
		.map((entries) => Object.fromEntries(entries)),
}));

/** Most fields have the names that most expressions read. */
export const items: fc.Arbitrary<IDataObject[]> = fc.array(
	value.record.map((record): IDataObject => JSON.parse(JSON.stringify(record))),
	{ minLength: 1, maxLength: 4 },
);

/** Items whose fields exist and are mostly texts. Most of what users write works with them. */
export const deals: fc.Arbitrary<IDataObject[]> = fc.array(
	fc
		.record(
			Object.fromEntries(
				['a', 'b', 'name', 'company', 'email'].map((field) => [
					field,
					fc.oneof(
						{ arbitrary: fc.string({ maxLength: 8 }), weight: 4 },
						{
							arbitrary: fc.constantFrom(' Acme ', 'Nathan', 'ÄÖ ß', 'N@Example.com', ''),
							weight: 4,
						},
						{ arbitrary: plain, weight: 1 },
						{ arbitrary: value.record, weight: 1 },
					),
				]),
			),
			{ requiredKeys: ['a', 'name', 'email'] },
		)
		.map((record): IDataObject => JSON.parse(JSON.stringify(record))),
	{ minLength: 1, maxLength: 4 },
);

const step = fc.oneof(
	name.filter((text) => /^[\p{L}_$][\p{L}\w$]*$/u.test(text)).map((text) => `.${text}`),
	name.map((text) => `["${text}"]`),
	name.map((text) => `['${text}']`),
	fc.constantFrom('[0]', '?.a', '?.["b"]', '.a.b', '.length', '["a\\"b"]', '[ "a" ]', '["a"+"b"]'),
);

const path = fc
	.array(step, { minLength: 1, maxLength: 3 })
	.map((steps) => `$json${steps.join('')}`);

/** A field of the item, mostly as n8n writes it when a user drags the field. */
export const mapped: fc.Arbitrary<string> = fc
	.tuple(path, fc.constantFrom(' ', '', '  ', '\n'), fc.constantFrom('', '', '', ' ', 'x'))
	.map(([code, space, around]) => `=${around}{{${space}${code}${space}}}${around}`);

/** Code that could break out of brackets, affect another expression, or have another value among others. */
const NASTY = [
	...[
		'$json.a) + (1',
		'1), (2',
		'$json.a, $json.b',
		'...$json.a',
		'$json.a // b',
		'$json.a /* b */',
	],
	...[
		'$json.a; 1',
		'$json.a = "x"',
		'$json.a ||= "x"',
		'$json.a++',
		'delete $json.a',
		'$json.a == 1',
	],
	...[
		'[3, 1, 2].sort()[0]',
		'$json.a.sort()',
		'$json.a.reverse()',
		'$json.a.push(1)',
		'$json.a.trim',
	],
	...[
		'$now.year > 2000',
		'$today.toISO() > ""',
		'new Date(0)',
		'undefined',
		'null',
		'NaN',
		'-0',
		'1n',
	],
	...[
		'() => 1',
		'x => x',
		'function () {}',
		'this',
		'`${1}`',
		'"(" + $json.a',
		'/[)]/.test($json.a)',
	],
	...[
		'$json.a.toTitleCase()',
		'$json.name.isEmpty()',
		'$if(1, 2, 3)',
		'[1, 2].last()',
		'$json',
		'[]',
	],
	...['$json.a.constructor', '$json["constructor"]', '$json.a.replace("a", "b").trim()', '"a\\"b"'],
	...[
		'$itemIndex',
		'$runIndex',
		'$input.item.json.a',
		"$('Deals').item.json.a",
		'$json.a?.trim()',
		'',
	],
	...[
		'$json.a.trim().slice(0, 2)',
		'$json.a in $json',
		'typeof $json.a',
		'!$json.a',
		'<!-- a',
		'#',
	],
];

const code = fc.letrec<{ code: string }>((tie) => ({
	code: fc.oneof(
		{ maxDepth: 2, depthSize: 'small' },
		{ arbitrary: path, weight: 3 },
		{
			arbitrary: fc.constantFrom(
				'$json.a',
				'$json.name',
				'$json.company',
				'"x"',
				"' '",
				'7',
				'true',
			),
			weight: 3,
		},
		{ arbitrary: fc.constantFrom(...NASTY), weight: 2 },
		{
			arbitrary: fc
				.tuple(
					tie('code'),
					fc.constantFrom(' + ', ' || ', ' && ', ' ?? ', ' === ', ' > '),
					tie('code'),
				)
				.map((parts) => parts.join('')),
			weight: 2,
		},
		{
			arbitrary: fc
				.tuple(
					tie('code'),
					fc.constantFrom(
						'.trim()',
						'.toLowerCase()',
						'.split(" ")',
						'.includes("a")',
						'.toString()',
					),
				)
				.map(([inner, call]) => `(${inner})${call}`),
			weight: 2,
		},
	),
})).code;

const text = fc.constantFrom('', '', '', ' ', 'Dr. ', '@example.com', '\n', '"', '$', '}', '\\');

/** An expression that computes, perhaps with text around it. */
export const computed: fc.Arbitrary<string> = fc
	.tuple(text, fc.array(fc.tuple(code, text), { minLength: 1, maxLength: 2 }))
	.map(
		([first, rest]) =>
			`=${first}${rest.map(([inner, after]) => `{{ ${inner} }}${after}`).join('')}`,
	);

/** Code as users write it: fields, fallbacks and small changes of texts, which never fails. */
const tameCode = fc
	.tuple(
		fc
			.constantFrom('a', 'b', 'name', 'company', 'email')
			.map((field) => `String($json.${field} ?? "")`),
		fc.constantFrom('', '.trim()', '.toLowerCase()', '.slice(0, 3)', '.split(" ")[0]', '.length'),
		fc.constantFrom('', '', ' || "x"', ' + "!"', ' === "Acme"', ' + $itemIndex'),
	)
	.map((parts) => parts.join(''));

export const tame: fc.Arbitrary<string> = fc
	.tuple(
		text.filter((around) => !/[\\}]/.test(around)),
		tameCode,
		fc.constantFrom('', '', ' Ltd'),
	)
	.map(([before, inner, behind]) => `=${before}{{ ${inner} }}${behind}`);

/** A field as n8n writes it when a user drags it. */
export const dragged: fc.Arbitrary<string> = fc
	.constantFrom('.a', '.b', '.name', '.company', '.email', '["First Name"]', '.company.name')
	.map((field) => `={{ $json${field} }}`);

/** Code that the node evaluates itself, and code that is almost like it, from JavaScript's grammar. */
const simpleCode = fc.letrec<{ code: string; chain: string }>((tie) => ({
	code: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		{ arbitrary: tie('chain'), weight: 3 },
		{
			arbitrary: fc
				.tuple(
					tie('code'),
					fc.constantFrom(' + ', '+', ' || ', ' || ', '||', ' ?? ', ' && '),
					tie('code'),
				)
				.map((parts) => parts.join('')),
			weight: 2,
		},
	),
	chain: fc
		.tuple(
			fc.oneof(
				{ maxDepth: 2, depthSize: 'small' },
				{
					arbitrary: fc
						.constantFrom('.a', '.b', '.name', '.company', '?.email', '["a"]', "?.['b']")
						.map((field) => `$json${field}`),
					weight: 6,
				},
				{ arbitrary: fc.constantFrom('"x"', "' '", '""', '0', '7', '1.5', '$json'), weight: 1 },
				{ arbitrary: tie('code').map((inner) => `(${inner})`), weight: 1 },
			),
			fc.array(
				fc.oneof(
					{
						arbitrary: fc.constantFrom('.trim()', '.toLowerCase()', '.toUpperCase()', '?.trim()'),
						weight: 4,
					},
					{ arbitrary: fc.constantFrom('.a', '?.name', ' .b', '.length'), weight: 1 },
				),
				{ maxLength: 2, size: 'xsmall' },
			),
		)
		.map(([start, steps]) => start + steps.join('')),
})).code;

export const written: fc.Arbitrary<string> = fc
	.tuple(
		fc.constantFrom('', '', '', 'Dr. ', ' '),
		simpleCode,
		fc.oneof(
			{ arbitrary: fc.constant(null), weight: 3 },
			{ arbitrary: fc.tuple(fc.constantFrom(' ', '', '@'), simpleCode), weight: 1 },
		),
	)
	.map(
		([before, first, second]) =>
			`=${before}{{ ${first} }}${second === null ? '' : `${second[0]}{{${second[1]}}}`}`,
	);

const KINDS = { mapped, dragged, written, computed, tame };

/** The same random items each time. */
export const sampleItems = (runs: number, seed: number): IDataObject[] =>
	fc.sample(items, { numRuns: runs, seed }).flat();

/** The same random items with the usual fields each time. */
export const sampleDeals = (runs: number, seed: number): IDataObject[] =>
	fc.sample(deals, { numRuns: runs, seed }).flat();

/** The same random expressions each time, in groups of the given size. */
export const sampleExpressions = (
	kind: keyof typeof KINDS,
	groups: number,
	size: number,
	seed: number,
): string[][] =>
	fc.sample(fc.array(KINDS[kind], { minLength: size, maxLength: size }), {
		numRuns: groups,
		seed,
	});
