// Splits the code of a simple expression into tokens. Code with anything else in it isn't simple.
import type { Primitive } from './template';

/** An operator, a bracket or `$json`; a literal; or a step to another value. */
export type Token = string | { readonly literal: Primitive } | Step;

/** A field of an object, or a method of a string. With `?.`, it returns `undefined` if there's no object or string. */
export type Step = { readonly isOptional: boolean } & (
	| { readonly field: string }
	| { readonly method: (text: string) => string }
);

export const isStep = (token: Token | undefined): token is Step =>
	typeof token === 'object' && 'isOptional' in token;

/**
 * `$json`, operators and brackets; literals; `.name` and `.method()`; `["any name"]`. Spaces can precede each token.
 */
const TOKEN = new RegExp(
	[
		String.raw`\s*(?:(?<sign>\$json(?![\w$])|\|\||\?\?|[+()])`,
		String.raw`"(?<double>[^"\\\r\n]*)"`,
		String.raw`'(?<single>[^'\\\r\n]*)'`,
		String.raw`(?<number>(?:0|[1-9]\d{0,14})(?:\.\d+)?)(?![\w.$])`,
		String.raw`(?<dot>\??\.)(?<name>[A-Za-z_$][\w$]*)(?<call>\(\))?`,
		String.raw`(?<optional>\?\.)?\[(?:"(?<inDouble>[^"\\\r\n]+)"|'(?<inSingle>[^'\\\r\n]+)')\])`,
	].join('|'),
	'y',
);

/** n8n blocks these properties. Reading one throws an error or returns nothing. */
const BLOCKED_PROPERTIES =
	/constructor|^(prototype|getPrototypeOf|setPrototypeOf|getOwnPropertyDescriptors?|definePropert(y|ies)|mainModule|binding|_linkedBinding|_load|prepareStackTrace|caller|callee|arguments|getBuiltinModule|dlopen|execve|loadEnvFile)$|^__/;

/** Methods of JavaScript's strings that take no arguments. n8n adds no methods of these names. */
const METHODS: ReadonlyMap<string, (text: string) => string> = new Map([
	['trim', (text: string) => text.trim()],
	['toLowerCase', (text: string) => text.toLowerCase()],
	['toUpperCase', (text: string) => text.toUpperCase()],
]);

/** @returns `undefined` if the code isn't simple */
export function tokenize(code: string): Token[] | undefined {
	const trimmed = code.trim();
	const tokens: Token[] = [];
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < trimmed.length) {
		const groups = TOKEN.exec(trimmed)?.groups;
		const token = groups && toToken(groups);
		if (token === undefined) return undefined;
		tokens.push(token);
	}
	return tokens;
}

function toToken(groups: Readonly<Record<string, string | undefined>>): Token | undefined {
	const { sign, number, name, call } = groups;
	if (sign !== undefined) return sign;
	if (number !== undefined) return { literal: Number(number) };
	const text = groups['double'] ?? groups['single'];
	if (text !== undefined) return { literal: text };
	const isOptional = groups['dot'] === '?.' || groups['optional'] !== undefined;
	if (call !== undefined) {
		const method = METHODS.get(name ?? '');
		return method && { isOptional, method };
	}
	const field = name ?? groups['inDouble'] ?? groups['inSingle'] ?? '';
	return BLOCKED_PROPERTIES.test(field) || field in Object.prototype
		? undefined
		: { isOptional, field };
}
