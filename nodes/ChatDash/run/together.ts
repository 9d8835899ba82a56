// Evaluates several of an item's expressions at once. Each evaluation crosses into n8n's isolate and back, and that is what
// it costs, not what is computed there; `{{ [ (one), (other) ] }}` crosses once. It must give what each of them gives
// alone, so only expressions that can neither disturb one another nor the brackets are put together, and only plain
// values are taken from the result. That they are the same is shown by test/engine/expressions.test.ts.

import { type Pieces, type Plain, codesOf, isPlain, joined } from './pieces';

/** What changes something that another expression may read, or might: n8n's older evaluator works on the item itself. */
const CHANGES =
	/(?<![=!<>])=(?![=>])|(?:[*/%&|^?+-]|<<|>>)=(?![=>])|\+\+|--|\bdelete\b|[\])]\s*(?:\?\.\s*)?\(|\b(?:sort|reverse|push|pop|shift|unshift|splice|fill|copyWithin|assign|add|clear|set\w*)\s*(?:\?\.\s*)?\(/;

/** What could end the brackets early, hide what comes after it, or do anything: statements, comments, functions. */
const NOT_AMONG_OTHERS =
	/[;`\\\r\n#@]|\/\/|\/\*|<!--|-->|=>|\b(?:new|function|class|async|await|yield|import|this|arguments)\b/;

/** Whatever is called, by the name before the bracket. A name without one is a bracket for grouping. */
const CALL = /([\w$)\]'"])\s*(?:\?\.\s*)?\(/g;
const NAME_BEFORE_CALL = /(?:^|[^\w$])([\w$]+)\s*(?:\?\.\s*)?\($/;

/** JavaScript's own functions that only look: they change nothing, and n8n has none of the same name. */
const LOOKING = new Set(
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
export const mayChange = (expression: string): boolean => CHANGES.test(expression.slice(1));

/** Whether an expression may be evaluated among others; whether it changes anything is another question. */
export const fitsAmongOthers = (pieces: Pieces): boolean => codesOf(pieces).every(onlyLooks);

function onlyLooks(code: string): boolean {
	if (NOT_AMONG_OTHERS.test(code)) return false;
	return [...code.matchAll(CALL)].every(({ index, 0: match }) => {
		const [, name] = NAME_BEFORE_CALL.exec(code.slice(0, index + match.length)) ?? [];
		return name !== undefined && LOOKING.has(name);
	});
}

/** One expression, without an equals sign, that gives a list of what all codes give. */
export const asOne = (all: readonly Pieces[]): string =>
	`{{ [${all
		.flatMap(codesOf)
		.map((code) => `(${code})`)
		.join(', ')}] }}`;

/** A value of an expression; `known: false` where it has to be asked for alone. */
export type Value = { readonly known: true; readonly value: Plain } | { readonly known: false };

/**
 * Takes the values apart again.
 *
 * @param list what n8n gave for `asOne(all)`
 * @returns the value of each expression, in their order; `undefined` if something in the list went wrong: n8n then gives
 *   nothing for the whole of it, or throws
 */
export function takenApart(all: readonly Pieces[], list: unknown): Value[] | undefined {
	const count = all.reduce((sum, pieces) => sum + codesOf(pieces).length, 0);
	if (!Array.isArray(list) || list.length !== count) return undefined;
	const given: unknown[] = [...list];
	return all.map((pieces) => valueOf(pieces, given.splice(0, codesOf(pieces).length)));
}

function valueOf(pieces: Pieces, given: readonly unknown[]): Value {
	return given.every(isPlain) ? { known: true, value: joined(pieces, given) } : { known: false };
}
