// Compiles simple expressions to functions that read the item directly: `{{ $json.company.name }}`, `{{
// $json.email.trim() || 'none' }}`, `{{ $json.first }} {{ $json.last }}`. n8n takes about half a millisecond for each
// evaluation, because it evaluates every expression in an isolate. Nearly all fields are mapped with simple
// expressions, so two thousand clients with five fields would block n8n for five seconds. Everything else is left to
// n8n: expressions that aren't simple, and values that aren't primitive. Tests compare both with random items and
// expressions: test/engine/expressions.test.ts, and in n8n's isolate test/e2e/expressions.test.mts.
import type { IDataObject } from 'n8n-workflow';

import {
	type Primitive,
	type Template,
	expressionsOf,
	isPrimitive,
	isSingleExpression,
	render,
} from './template';
import { type Step, type Token, isStep, tokenize } from './tokenize';

/** The result if only n8n can evaluate the expression for an item. */
export const UNKNOWN = Symbol('only n8n can tell');

type CompiledValue = Primitive | null | undefined | typeof UNKNOWN;

/** Returns an expression's value for an item. */
export type Getter = (json: IDataObject) => CompiledValue;

/**
 * Compiles an expression.
 *
 * @returns `undefined` if only n8n can evaluate it
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

function compileExpression(code: string): Getter | undefined {
	const tokens = tokenize(code);
	// Code without `$json` is the same for all items. It may also be a single string, which JavaScript may treat as a
	// directive.
	return tokens?.includes('$json') === true ? new Parser(tokens).parse() : undefined;
}

/**
 * A part of JavaScript's grammar. Each method consumes the tokens of its rule and returns `undefined` if they don't
 * match.
 *
 *     choice = sum, then `|| sum` any number of times, or `?? sum` any number of times
 *     sum    = chain, then `+ chain` any number of times
 *     chain  = `$json`, a literal or a choice in brackets, then any number of steps
 */
class Parser {
	private position = 0;

	constructor(private readonly tokens: readonly Token[]) {}

	parse(): Getter | undefined {
		const getter = this.choice();
		return this.position === this.tokens.length ? getter : undefined;
	}

	private choice(): Getter | undefined {
		let getter = this.sum();
		// JavaScript doesn't allow both operators in one choice.
		const operator = ['||', '??'].find((one) => this.accept(one));
		if (operator === undefined) return getter;
		const combine = operator === '||' ? firstTruthy : firstDefined;
		do getter = combineGetters(getter, this.sum(), combine);
		while (this.accept(operator));
		return getter;
	}

	private sum(): Getter | undefined {
		let getter = this.chain();
		while (this.accept('+')) getter = combineGetters(getter, this.chain(), concatenate);
		return getter;
	}

	private chain(): Getter | undefined {
		const start = this.start();
		const steps: Step[] = [];
		for (let next = this.tokens[this.position]; isStep(next); next = this.tokens[this.position]) {
			steps.push(next);
			this.position++;
		}
		return start && ((json) => evaluateSteps(start(json), steps));
	}

	private start(): ((json: IDataObject) => unknown) | undefined {
		if (this.accept('$json')) return (json) => json;
		if (this.accept('(')) {
			const inner = this.choice();
			return this.accept(')') ? inner : undefined;
		}
		const token = this.tokens[this.position++];
		return typeof token === 'object' && 'literal' in token ? () => token.literal : undefined;
	}

	/** Consumes the next token if it's this one. */
	private accept(token: string): boolean {
		if (this.tokens[this.position] !== token) return false;
		this.position++;
		return true;
	}
}

type Combine = (left: CompiledValue, right: () => CompiledValue) => CompiledValue;

const combineGetters = (
	left: Getter | undefined,
	right: Getter | undefined,
	combine: Combine,
): Getter | undefined => left && right && ((json) => combine(left(json), () => right(json)));

const firstTruthy: Combine = (left, right) => left || right();

const firstDefined: Combine = (left, right) => left ?? right();

/** Only joins texts. Everything else that `+` can do is left to n8n. */
const concatenate: Combine = (left, getRight) => {
	const right = getRight();
	const hasText = typeof left === 'string' || typeof right === 'string';
	return hasText && isPrimitive(left) && isPrimitive(right) ? `${left}${right}` : UNKNOWN;
};

/** Follows steps through own fields of objects. Only a primitive, null or undefined at the end is known. */
function evaluateSteps(start: unknown, steps: readonly Step[]): CompiledValue {
	let value = start;
	for (const step of steps) {
		if (value === undefined || value === null) return step.isOptional ? undefined : UNKNOWN;
		if ('method' in step) {
			if (typeof value !== 'string') return UNKNOWN;
			value = step.method(value);
		} else {
			if (!isPlainObject(value)) return UNKNOWN;
			value = Object.hasOwn(value, step.field) ? value[step.field] : undefined;
		}
	}
	return value === undefined || value === null || isPrimitive(value) ? value : UNKNOWN;
}

/** Excludes arrays, dates and other class instances. Reading their fields is left to n8n. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
