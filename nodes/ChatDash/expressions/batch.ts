// Evaluates several expressions of an item at once, as one array: `{{ [ (one), (other) ] }}`. Most of an evaluation's
// time is the way into n8n's isolate and back, which an array takes once. Each value must be the same as if its
// expression was evaluated alone. So a batch contains only expressions that can't affect one another or break out of
// the array, and only primitive values of the result are used. test/engine/expressions.test.ts compares the values.
import { type Template, type Primitive, expressionsOf, isPrimitive, render } from './template';

/** Code that may change what another expression reads. n8n's older evaluator doesn't copy the item. */
const MUTATIONS =
	/(?<![=!<>])=(?![=>])|(?:[*/%&|^?+-]|<<|>>)=(?![=>])|\+\+|--|\bdelete\b|[\])]\s*(?:\?\.\s*)?\(|\b(?:sort|reverse|push|pop|shift|unshift|splice|fill|copyWithin|assign|add|clear|set\w*)\s*(?:\?\.\s*)?\(/;

/** Code that could close the array early or hide what follows it, and code with unknown effects. */
const NOT_BATCHABLE =
	/[;`\\\r\n#@]|\/\/|\/\*|<!--|-->|=>|\b(?:new|function|class|async|await|yield|import|this|arguments)\b/;

/** A call: a name, a bracket or a quotation mark, and then an opening bracket. Only a call of a name can be pure. */
const CALL = /([\w$)\]'"])\s*(?:\?\.\s*)?\(/g;
const NAME_BEFORE_CALL = /(?:^|[^\w$])([\w$]+)\s*(?:\?\.\s*)?\($/;

/** JavaScript functions that change nothing. n8n adds no functions of these names. */
const PURE_FUNCTIONS = new Set(
	[
		['$', 'String', 'Number', 'Boolean', 'parseInt', 'parseFloat'],
		[
			'trim',
			'trimStart',
			'trimEnd',
			'toLowerCase',
			'toUpperCase',
			'normalize',
			'padStart',
			'padEnd',
		],
		['slice', 'substring', 'substr', 'split', 'replace', 'replaceAll', 'concat', 'repeat', 'join'],
		['includes', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'at', 'charAt'],
		['toString', 'toFixed', 'toISO', 'toISODate', 'toFormat'],
	].flat(),
);

/** Whether an expression may change what other expressions read. If one does, the run doesn't batch any of them. */
export const mayMutate = (expression: string): boolean => MUTATIONS.test(expression.slice(1));

/** Whether an expression can be part of a batch. {@link mayMutate} has to be checked, too. */
export const canBatch = (template: Template): boolean => expressionsOf(template).every(isPure);

function isPure(code: string): boolean {
	if (NOT_BATCHABLE.test(code)) return false;
	return [...code.matchAll(CALL)].every(({ index, 0: match }) => {
		const [, name] = NAME_BEFORE_CALL.exec(code.slice(0, index + match.length)) ?? [];
		return name !== undefined && PURE_FUNCTIONS.has(name);
	});
}

/** Makes one expression, without an equals sign, that returns the values of all codes as an array. */
export const toBatch = (all: readonly Template[]): string =>
	`{{ [${all
		.flatMap(expressionsOf)
		.map((code) => `(${code})`)
		.join(', ')}] }}`;

/** An expression's value. If it isn't known, the expression has to be evaluated alone. */
export type Value =
	| { readonly isKnown: true; readonly value: Primitive }
	| { readonly isKnown: false };

/**
 * Splits the result of a batch into the values of its expressions.
 *
 * @param result what n8n returned for {@link toBatch}
 * @returns the values in order; `undefined` if an expression of the batch failed, because n8n then returns nothing for
 *   all
 */
export function splitBatch(all: readonly Template[], result: unknown): Value[] | undefined {
	const count = all.reduce((sum, template) => sum + expressionsOf(template).length, 0);
	if (!Array.isArray(result) || result.length !== count) return undefined;
	const rest: unknown[] = [...result];
	return all.map((template) => valueOf(template, rest.splice(0, expressionsOf(template).length)));
}

function valueOf(template: Template, values: readonly unknown[]): Value {
	return values.every(isPrimitive)
		? { isKnown: true, value: render(template, values) }
		: { isKnown: false };
}
