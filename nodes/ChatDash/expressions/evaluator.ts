// Gets what the expressions of a node's parameters give for each item: from the item itself where that is certain to be
// the same (simple.ts), several in one evaluation where they cannot disturb one another (together.ts), and otherwise
// from n8n, one by one. n8n is asked for the first value of each expression in any case: a shortcut is taken only if n8n
// took the expression and, for one that is read from the item, agreed with it.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type Template, parseTemplate } from './template';
import { type Getter, UNKNOWN, compile } from './compile';
import { type Value, toBatch, canBatch, mayMutate, splitBatch } from './batch';

/** Gives the value for an item, counted from 0; throws what n8n throws. */
type Reader = (itemIndex: number) => unknown;

/** After so many evaluations in vain more than there were of use, each expression is evaluated alone. */
const MAX_FAILED_BATCHES = 10;

export class Expressions {
	/** Those that are evaluated together, in the order in which they were first asked for. */
	private readonly batch: Template[] = [];

	/** The last evaluation of these. */
	private item = -1;
	private values: readonly Value[] = [];

	private failedBatches = 0;

	/** Whether no expression changes what another one reads. */
	private isPure = true;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: readonly INodeExecutionData[],
	) {}

	/**
	 * @param path of the parameter, as n8n is asked for it
	 * @param expression as workflows save it, with its equals sign
	 */
	reader(path: string, expression: string): Reader {
		const evaluateAlone: Reader = (item) => this.context.getNodeParameter(path, item, null);
		if (mayMutate(expression)) this.isPure = false;
		const template = parseTemplate(expression);
		const getter = template && compile(template);
		if (getter !== undefined) return this.fromItem(getter, evaluateAlone);
		if (template === undefined || !canBatch(template)) return evaluateAlone;
		let place: number | undefined;
		return (item) => {
			if (place !== undefined) return this.fromBatch(place, item, evaluateAlone);
			const value = evaluateAlone(item);
			place = this.batch.push(template) - 1;
			return value;
		};
	}

	private fromItem(getter: Getter, evaluateAlone: Reader): Reader {
		let matchesN8n = false;
		return (item) => {
			const json = this.items[item]?.json;
			const found = json === undefined ? UNKNOWN : getter(json);
			if (found === UNKNOWN) return evaluateAlone(item);
			if (matchesN8n) return found;
			const value = evaluateAlone(item);
			matchesN8n = Object.is(value, found);
			return value;
		};
	}

	private fromBatch(place: number, item: number, evaluateAlone: Reader): unknown {
		const value = this.valuesFor(item)[place];
		return value?.isKnown === true ? value.value : evaluateAlone(item);
	}

	private valuesFor(item: number): readonly Value[] {
		if (item === this.item) return this.values;
		this.item = item;
		// One expression by itself is as cheap alone.
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
			// Which of them it was, and what n8n says of it, is found out by asking for each of them alone.
			return undefined;
		}
	}
}
