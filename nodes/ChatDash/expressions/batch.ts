// Evaluates several of an item's expressions at once. Each evaluation crosses into n8n's isolate and back, and that is what
// it costs, not what is computed there; `{{ [ (one), (other) ] }}` crosses once. It must give what each of them gives
// alone, so only expressions that can neither disturb one another nor the brackets are put together, and only plain
// values are taken from the result. That they are the same is shown by test/engine/expressions.test.ts.

import { type Template, type Primitive, expressionsOf, isPrimitive, render } from './template';

/** What changes something that another expression may read, or might: n8n's older evaluator works on the item itself. */
const MUTATIONS =
	/(?<![=!<>])=(?![=>])|(?:[*/%&|^?+-]|<<|>>)=(?![=>])|\+\+|--|\bdelete\b|[\])]\s*(?:\?\.\s*)?\(|\b(?:sort|reverse|push|pop|shift|unshift|splice|fill|copyWithin|assign|add|clear|set\w*)\s*(?:\?\.\s*)?\(/;

/** What could end the brackets early, hide what comes after it, or do anything: statements, comments, functions. */
const NOT_BATCHABLE =
	/[;`\\\r\n#@]|\/\/|\/\*|<!--|-->|=>|\b(?:new|function|class|async|await|yield|import|this|arguments)\b/;

/** Whatever is called, by the name before the bracket. A name without one is a bracket for grouping. */
const CALL = /([\w$)\]'"])\s*(?:\?\.\s*)?\(/g;
const NAME_BEFORE_CALL = /(?:^|[^\w$])([\w$]+)\s*(?:\?\.\s*)?\($/;

/** JavaScript's own functions that only look: they change nothing, and n8n has none of the same name. */
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

/** Whether an expression may change what others read; then none of a run may be evaluated out of turn. */
export const mayMutate = (expression: string): boolean => MUTATIONS.test(expression.slice(1));

/** Whether an expression may be evaluated among others; whether it changes anything is another question. */
export const canBatch = (template: Template): boolean => expressionsOf(template).every(isPure);

function isPure(code: string): boolean {
	if (NOT_BATCHABLE.test(code)) return false;
	return [...code.matchAll(CALL)].every(({ index, 0: match }) => {
		const [, name] = NAME_BEFORE_CALL.exec(code.slice(0, index + match.length)) ?? [];
		return name !== undefined && PURE_FUNCTIONS.has(name);
	});
}

/** One expression, without an equals sign, that gives a list of what all codes give. */
export const toBatch = (all: readonly Template[]): string =>
	`{{ [${all
		.flatMap(expressionsOf)
		.map((code) => `(${code})`)
		.join(', ')}] }}`;

/** A value of an expression; `known: false` where it has to be asked for alone. */
export type Value =
	| { readonly isKnown: true; readonly value: Primitive }
	| { readonly isKnown: false };

/**
 * Takes the values apart again.
 *
 * @param list what n8n gave for `asOne(all)`
 * @returns the value of each expression, in their order; `undefined` if something in the list went wrong: n8n then gives
 *   nothing for the whole of it, or throws
 */
export function splitBatch(all: readonly Template[], list: unknown): Value[] | undefined {
	const count = all.reduce((sum, template) => sum + expressionsOf(template).length, 0);
	if (!Array.isArray(list) || list.length !== count) return undefined;
	const given: unknown[] = [...list];
	return all.map((template) => valueOf(template, given.splice(0, expressionsOf(template).length)));
}

function valueOf(template: Template, given: readonly unknown[]): Value {
	return given.every(isPrimitive)
		? { isKnown: true, value: render(template, given) }
		: { isKnown: false };
}
