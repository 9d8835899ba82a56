// Gets what the expressions of a node's parameters give for each item: from the item itself where that is certain to be
// the same (simple.ts), several in one evaluation where they cannot disturb one another (together.ts), and otherwise
// from n8n, one by one. n8n is asked for the first value of each expression in any case: a shortcut is taken only if n8n
// took the expression and, for one that is read from the item, agreed with it.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type Pieces, piecesOf } from './pieces';
import { type Look, UNKNOWN, simple } from './simple';
import { type Value, asOne, fitsAmongOthers, mayChange, takenApart } from './together';

/** Gives the value for an item, counted from 0; throws what n8n throws. */
type Reader = (itemIndex: number) => unknown;

/** After so many evaluations in vain more than there were of use, each expression is evaluated alone. */
const PATIENCE = 10;

export class Expressions {
	/** Those that are evaluated together, in the order in which they were first asked for. */
	private readonly together: Pieces[] = [];

	/** The last evaluation of these. */
	private item = -1;
	private values: readonly Value[] = [];

	private inVain = 0;

	/** Whether no expression changes what another one reads. */
	private isQuiet = true;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: readonly INodeExecutionData[],
	) {}

	/**
	 * @param path of the parameter, as n8n is asked for it
	 * @param expression as workflows save it, with its equals sign
	 */
	reader(path: string, expression: string): Reader {
		const alone: Reader = (item) => this.context.getNodeParameter(path, item, null);
		if (mayChange(expression)) this.isQuiet = false;
		const pieces = piecesOf(expression);
		const look = pieces && simple(pieces);
		if (look !== undefined) return this.fromItem(look, alone);
		if (pieces === undefined || !fitsAmongOthers(pieces)) return alone;
		let place: number | undefined;
		return (item) => {
			if (place !== undefined) return this.fromTogether(place, item, alone);
			const value = alone(item);
			place = this.together.push(pieces) - 1;
			return value;
		};
	}

	private fromItem(look: Look, alone: Reader): Reader {
		let isProven = false;
		return (item) => {
			const json = this.items[item]?.json;
			const found = json === undefined ? UNKNOWN : look(json);
			if (found === UNKNOWN) return alone(item);
			if (isProven) return found;
			const value = alone(item);
			isProven = Object.is(value, found);
			return value;
		};
	}

	private fromTogether(place: number, item: number, alone: Reader): unknown {
		const value = this.valuesFor(item)[place];
		return value?.known === true ? value.value : alone(item);
	}

	private valuesFor(item: number): readonly Value[] {
		if (item === this.item) return this.values;
		this.item = item;
		// One expression by itself is as cheap alone.
		const isOfUse = this.isQuiet && this.together.length > 1 && this.inVain <= PATIENCE;
		this.values = isOfUse ? this.evaluate(item) : [];
		return this.values;
	}

	private evaluate(item: number): readonly Value[] {
		const values = takenApart(this.together, this.tried(item));
		this.inVain = Math.max(0, this.inVain + (values === undefined ? 1 : -1));
		return values ?? [];
	}

	private tried(item: number): unknown {
		try {
			return this.context.evaluateExpression(asOne(this.together), item);
		} catch {
			// Which of them it was, and what n8n says of it, is found out by asking for each of them alone.
			return undefined;
		}
	}
}
