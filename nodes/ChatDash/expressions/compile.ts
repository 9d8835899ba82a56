// Reads simple expressions from the item itself: `{{ $json.company.name }}`, `{{ $json.email.trim() || 'none' }}`,
// `{{ $json.first }} {{ $json.last }}`. To n8n each of them costs about half a millisecond, for it is evaluated in an
// isolate of its own, and they are what nearly every field of every node is mapped with: for two thousand clients with
// five fields that is five seconds in which nothing else moves. What is as plain as these means the same here;
// everything else, and every value that is not plain, is left to n8n. That both give the same is shown over random items
// and expressions: by test/engine/expressions.test.ts, and in n8n's isolate by test/e2e/expressions.test.mts.
import type { IDataObject } from 'n8n-workflow';

import {
	type Template,
	type Primitive,
	expressionsOf,
	isSingleExpression,
	isPrimitive,
	render,
} from './template';

/** Stands for a value that only n8n can give. */
export const UNKNOWN = Symbol('only n8n can tell');

type CompiledValue = Primitive | null | undefined | typeof UNKNOWN;

/** What an expression gives for an item. */
export type Getter = (json: IDataObject) => CompiledValue;

/**
 * How to read an expression from an item.
 *
 * @returns `undefined` if only n8n can
 */
export function compile(template: Template): Getter | undefined {
	const getters: Getter[] = [];
	for (const code of expressionsOf(template)) {
		const getter = compileExpression(code);
		if (getter === undefined) return undefined;
		getters.push(getter);
	}
	if (isSingleExpression(template)) return getters[0];
	return (json) => {
		const values = getters.map((getter) => getter(json));
		return values.every(isPrimitive) ? render(template, values) : UNKNOWN;
	};
}

/** n8n lets nobody read these, and throws or gives nothing instead. */
const BLOCKED_PROPERTIES =
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

type Token = string | { readonly literal: Primitive } | Step;

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
function tokenize(code: string): Token[] | undefined {
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

function compileExpression(code: string): Getter | undefined {
	const tokens = tokenize(code);
	// What does not ask the item is the same for all, and JavaScript may take a text alone for a directive.
	return tokens?.includes('$json') === true ? new Parser(tokens).whole() : undefined;
}

/**
 * JavaScript's grammar, as far as it is needed. Each part takes its tokens and gives `undefined` where it cannot.
 *
 *     choice = sum, then `|| sum` any number of times, or `?? sum` any number of times
 *     sum    = chain, then `+ chain` any number of times
 *     chain  = `$json`, a literal or a choice in brackets, then any number of steps
 */
class Parser {
	private at = 0;

	constructor(private readonly tokens: readonly Token[]) {}

	whole(): Getter | undefined {
		const getter = this.choice();
		return this.at === this.tokens.length ? getter : undefined;
	}

	private choice(): Getter | undefined {
		let getter = this.sum();
		// JavaScript does not take both of them side by side.
		const sign = ['||', '??'].find((one) => this.takes(one));
		if (sign === undefined) return getter;
		do getter = combineGetters(getter, this.sum(), sign === '||' ? firstTrue : firstThere);
		while (this.takes(sign));
		return getter;
	}

	private sum(): Getter | undefined {
		let getter = this.chain();
		while (this.takes('+')) getter = combineGetters(getter, this.chain(), concatenate);
		return getter;
	}

	private chain(): Getter | undefined {
		const start = this.start();
		const steps: Step[] = [];
		for (let next = this.tokens[this.at]; isStep(next); next = this.tokens[this.at]) {
			steps.push(next);
			this.at++;
		}
		return start && ((json) => evaluateSteps(start(json), steps));
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

type Combine = (value: CompiledValue, other: () => CompiledValue) => CompiledValue;

const combineGetters = (
	left: Getter | undefined,
	right: Getter | undefined,
	combine: Combine,
): Getter | undefined => left && right && ((json) => combine(left(json), () => right(json)));

const firstTrue: Combine = (value, other) => value || other();

const firstThere: Combine = (value, other) => value ?? other();

/** Only texts are put together: what else `+` does is n8n's. */
const concatenate: Combine = (value, other) => {
	const behind = other();
	const isText = typeof value === 'string' || typeof behind === 'string';
	return isText && isPrimitive(value) && isPrimitive(behind) ? `${value}${behind}` : UNKNOWN;
};

/** Follows steps through records, by their own fields. Only a plain value at the end is known, or nothing. */
function evaluateSteps(start: unknown, steps: readonly Step[]): CompiledValue {
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
	return at === undefined || at === null || isPrimitive(at) ? at : UNKNOWN;
}

/** Lists and dates are none: what n8n makes of their fields is n8n's to say. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
