// Reads simple expressions from the item itself: `{{ $json.company.name }}`, `{{ $json.email.trim() || 'none' }}`,
// `{{ $json.first }} {{ $json.last }}`. To n8n each of them costs about half a millisecond, for it is evaluated in an
// isolate of its own, and they are what nearly every field of every node is mapped with: for two thousand clients with
// five fields that is five seconds in which nothing else moves. What is as plain as these means the same here;
// everything else, and every value that is not plain, is left to n8n. That both give the same is shown over random items
// and expressions: by test/engine/expressions.test.ts, and in n8n's isolate by test/e2e/expressions.test.mts.
import type { IDataObject } from 'n8n-workflow';

import { type Pieces, type Plain, codesOf, isBare, isPlain, joined } from './pieces';

/** Stands for a value that only n8n can give. */
export const UNKNOWN = Symbol('only n8n can tell');

type Found = Plain | null | undefined | typeof UNKNOWN;

/** What an expression gives for an item. */
export type Look = (json: IDataObject) => Found;

/**
 * How to read an expression from an item.
 *
 * @returns `undefined` if only n8n can
 */
export function simple(pieces: Pieces): Look | undefined {
	const looks: Look[] = [];
	for (const code of codesOf(pieces)) {
		const look = lookOf(code);
		if (look === undefined) return undefined;
		looks.push(look);
	}
	if (isBare(pieces)) return looks[0];
	return (json) => {
		const values = looks.map((look) => look(json));
		return values.every(isPlain) ? joined(pieces, values) : UNKNOWN;
	};
}

/** n8n lets nobody read these, and throws or gives nothing instead. */
const GUARDED =
	/constructor|^(prototype|getPrototypeOf|setPrototypeOf|getOwnPropertyDescriptors?|definePropert(y|ies)|mainModule|binding|_linkedBinding|_load|prepareStackTrace|caller|callee|arguments|getBuiltinModule|dlopen|execve|loadEnvFile)$|^__/;

/** JavaScript's own methods of texts that need nothing; n8n has none of the same name. */
const METHODS: ReadonlyMap<string, (text: string) => string> = new Map([
	['trim', (text: string) => text.trim()],
	['toLowerCase', (text: string) => text.toLowerCase()],
	['toUpperCase', (text: string) => text.toUpperCase()],
]);

/** On the way to a value: a field of a record, or a method of a text. With `?.` nothing comes of nothing. */
type Step = { readonly isOptional: boolean } & (
	| { readonly field: string }
	| { readonly method: (text: string) => string }
);

type Token = string | { readonly literal: Plain } | Step;

/** `$json` and signs, literals, `.name` and `.method()`, `["any name"]`; blanks may stand before each. */
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

/** @returns `undefined` if there is anything else in the code */
function tokensOf(code: string): Token[] | undefined {
	const trimmed = code.trim();
	const tokens: Token[] = [];
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < trimmed.length) {
		const groups = TOKEN.exec(trimmed)?.groups;
		const token = groups && tokenFrom(groups);
		if (token === undefined) return undefined;
		tokens.push(token);
	}
	return tokens;
}

function tokenFrom(groups: Readonly<Record<string, string | undefined>>): Token | undefined {
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
	return GUARDED.test(field) || field in Object.prototype ? undefined : { isOptional, field };
}

function lookOf(code: string): Look | undefined {
	const tokens = tokensOf(code);
	// What does not ask the item is the same for all, and JavaScript may take a text alone for a directive.
	return tokens?.includes('$json') === true ? new Grammar(tokens).whole() : undefined;
}

/**
 * JavaScript's grammar, as far as it is needed. Each part takes its tokens and gives `undefined` where it cannot.
 *
 *     choice = sum, then `|| sum` any number of times, or `?? sum` any number of times
 *     sum    = chain, then `+ chain` any number of times
 *     chain  = `$json`, a literal or a choice in brackets, then any number of steps
 */
class Grammar {
	private at = 0;

	constructor(private readonly tokens: readonly Token[]) {}

	whole(): Look | undefined {
		const look = this.choice();
		return this.at === this.tokens.length ? look : undefined;
	}

	private choice(): Look | undefined {
		let look = this.sum();
		// JavaScript does not take both of them side by side.
		const sign = ['||', '??'].find((one) => this.takes(one));
		if (sign === undefined) return look;
		do look = combined(look, this.sum(), sign === '||' ? firstTrue : firstThere);
		while (this.takes(sign));
		return look;
	}

	private sum(): Look | undefined {
		let look = this.chain();
		while (this.takes('+')) look = combined(look, this.chain(), added);
		return look;
	}

	private chain(): Look | undefined {
		const start = this.start();
		const steps: Step[] = [];
		for (let next = this.tokens[this.at]; isStep(next); next = this.tokens[this.at]) {
			steps.push(next);
			this.at++;
		}
		return start && ((json) => walked(start(json), steps));
	}

	private start(): ((json: IDataObject) => unknown) | undefined {
		if (this.takes('$json')) return (json) => json;
		if (this.takes('(')) {
			const inside = this.choice();
			return this.takes(')') ? inside : undefined;
		}
		const token = this.tokens[this.at++];
		return typeof token === 'object' && 'literal' in token ? () => token.literal : undefined;
	}

	private takes(sign: string): boolean {
		if (this.tokens[this.at] !== sign) return false;
		this.at++;
		return true;
	}
}

const isStep = (token: Token | undefined): token is Step =>
	typeof token === 'object' && 'isOptional' in token;

type Combine = (value: Found, other: () => Found) => Found;

const combined = (
	left: Look | undefined,
	right: Look | undefined,
	combine: Combine,
): Look | undefined => left && right && ((json) => combine(left(json), () => right(json)));

const firstTrue: Combine = (value, other) => value || other();

const firstThere: Combine = (value, other) => value ?? other();

/** Only texts are put together: what else `+` does is n8n's. */
const added: Combine = (value, other) => {
	const behind = other();
	const isText = typeof value === 'string' || typeof behind === 'string';
	return isText && isPlain(value) && isPlain(behind) ? `${value}${behind}` : UNKNOWN;
};

/** Follows steps through records, by their own fields. Only a plain value at the end is known, or nothing. */
function walked(start: unknown, steps: readonly Step[]): Found {
	let at = start;
	for (const step of steps) {
		if (at === undefined || at === null) return step.isOptional ? undefined : UNKNOWN;
		if ('method' in step) {
			if (typeof at !== 'string') return UNKNOWN;
			at = step.method(at);
		} else {
			if (!isRecord(at)) return UNKNOWN;
			at = Object.hasOwn(at, step.field) ? at[step.field] : undefined;
		}
	}
	return at === undefined || at === null || isPlain(at) ? at : UNKNOWN;
}

/** Lists and dates are none: what n8n makes of their fields is n8n's to say. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
