// Evaluates the expressions of a node's parameters for each item, as cheaply as possible: simple ones without n8n
// (compile.ts), several at once if they can't affect one another (batch.ts), and the rest one by one with n8n. n8n
// always evaluates the first value of an expression alone. If it fails, or if a compiled value differs, there's no
// shortcut.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type Template, parseTemplate } from './template';
import { type Getter, UNKNOWN, compile } from './compile';
import { type Value, toBatch, canBatch, mayMutate, splitBatch } from './batch';

/**
 * Returns the value for an item.
 *
 * @param itemIndex counted from 0
 * @throws what n8n throws
 */
type Reader = (itemIndex: number) => unknown;

/** If this many more batches fail than succeed, the run stops batching. */
const MAX_FAILED_BATCHES = 10;

export class Expressions {
	/** The expressions that are evaluated together, in the order of their first evaluation. */
	private readonly batch: Template[] = [];

	/** The item of the last batch, and its values. */
	private item = -1;
	private values: readonly Value[] = [];

	private failedBatches = 0;

	/** Whether no expression can change what another expression reads. */
	private isPure = true;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: readonly INodeExecutionData[],
	) {}

	/**
	 * @param path the parameter's path for `getNodeParameter`
	 * @param expression as workflows save it, with its equals sign
	 */
	reader(path: string, expression: string): Reader {
		const evaluateAlone: Reader = (item) => this.context.getNodeParameter(path, item, null);
		if (mayMutate(expression)) this.isPure = false;
		const template = parseTemplate(expression);
		const getter = template && compile(template);
		if (getter !== undefined) return this.fromItem(getter, evaluateAlone);
		if (template === undefined || !canBatch(template)) return evaluateAlone;
		let index: number | undefined;
		return (item) => {
			if (index !== undefined) return this.fromBatch(index, item, evaluateAlone);
			const value = evaluateAlone(item);
			index = this.batch.push(template) - 1;
			return value;
		};
	}

	private fromItem(getter: Getter, evaluateAlone: Reader): Reader {
		let matchesN8n = false;
		return (item) => {
			const json = this.items[item]?.json;
			const compiled = json === undefined ? UNKNOWN : getter(json);
			if (compiled === UNKNOWN) return evaluateAlone(item);
			if (matchesN8n) return compiled;
			const value = evaluateAlone(item);
			matchesN8n = Object.is(value, compiled);
			return value;
		};
	}

	private fromBatch(index: number, item: number, evaluateAlone: Reader): unknown {
		const batched = this.valuesFor(item)[index];
		return batched?.isKnown === true ? batched.value : evaluateAlone(item);
	}

	private valuesFor(item: number): readonly Value[] {
		if (item === this.item) return this.values;
		this.item = item;
		// A batch of one expression saves nothing.
		const isWorthwhile =
			this.isPure && this.batch.length > 1 && this.failedBatches <= MAX_FAILED_BATCHES;
		this.values = isWorthwhile ? this.evaluateBatch(item) : [];
		return this.values;
	}

	private evaluateBatch(item: number): readonly Value[] {
		const values = splitBatch(this.batch, this.tryEvaluate(item));
		this.failedBatches = Math.max(0, this.failedBatches + (values === undefined ? 1 : -1));
		return values ?? [];
	}

	private tryEvaluate(item: number): unknown {
		try {
			return this.context.evaluateExpression(toBatch(this.batch), item);
		} catch {
			// Each expression is then evaluated alone, which throws n8n's error for the right one.
			return undefined;
		}
	}
}

/** n8n marks an expression with an equals sign at its beginning. It stores one that a user types in the same way. */
export const isExpression = (raw: unknown): raw is string =>
	typeof raw === 'string' && raw.startsWith('=');
