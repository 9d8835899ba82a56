// The first step: every item becomes a task, or is at fault, before anything is sent.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Result, Err } from '../../transport/result';
import type { Field } from '../fields/field';
import type { Operation, Task, WriteTask } from '../operation/operation';
import type { RequestContext } from '../../transport/requester';
import { AutoMap } from './autoMap';
import { Claims } from './claims';
import { Expressions } from '../expressions/evaluator';
import type { Outcome } from './outcome';
import { type Source, fromParameter } from './parameters';
import { SharedValues } from './sharedValues';

/** An item that can be sent. */
export interface Ready {
	readonly kind: 'ready';
	readonly task: Task;
	/** What it's sent with. */
	readonly line: RequestContext;
	/** Values of the item that may not be shown again. */
	readonly secrets: readonly string[];
	/** Whether an earlier item of the run asks for the same thing. */
	readonly isRepeat: boolean;
}

/** An item that changes something. */
export interface WriteItem extends Ready {
	readonly task: WriteTask;
}

/** An item after the first step. */
export type Prepared = Ready | Invalid;

type Invalid = Extract<Outcome, { kind: 'invalid' }>;

/** All items, in input order, and what deserves a look although nothing is at fault. */
export interface Preparation {
	readonly items: Prepared[];
	readonly hints: readonly string[];
}

/** A field with its name and the place its value comes from. */
export interface BoundField {
	readonly name: string;
	readonly field: Field<unknown>;
	readonly source: Source;
}

/**
 * Reads and checks the fields of every item.
 *
 * Two items that claim the same thing can't both be sent: the later one is invalid. An item that is invalid for another
 * reason claims nothing.
 *
 * @param lineOf what an item is sent with, or why it can't be sent
 */
export function prepare(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
	lineOf: (item: number) => Result<RequestContext>,
): Preparation {
	const bound = bindFields(context, operation, items);
	const claimsOf = new Map<RequestContext, Claims>();
	const empty = new Map<BoundField, number>();
	const sharedOf = new Map<RequestContext, SharedValues>();

	const prepared = items.map((_item, itemIndex): Prepared => {
		const read = readItem(bound, itemIndex);
		for (const one of bound) {
			// A value at fault is not among the values; it is not empty either.
			const isEmpty = one.name in read.values && read.values[one.name] === undefined;
			if (one.field.hintIfAlwaysEmpty === true && isEmpty) {
				empty.set(one, (empty.get(one) ?? 0) + 1);
			}
		}
		const line = lineOf(itemIndex);
		const faults = [...(line.ok ? [] : [line]), ...read.errors];
		if (!line.ok || faults.length > 0) return invalid(faults);
		const checked = operation.task(read.values);
		if (!checked.ok) return invalid([checked]);
		const task = checked.value;
		const claim = task.does === 'write' ? task.claim() : undefined;
		const claimed =
			claim && perLine(claimsOf, line.value, () => new Claims()).take(claim, itemIndex);
		if (claimed?.kind === 'conflict') return invalid([claimed.message]);
		const isRepeat = claimed?.kind === 'repeat';
		if (!isRepeat) {
			perLine(sharedOf, line.value, () => new SharedValues()).count(bound, read.values, itemIndex);
		}
		return { kind: 'ready', task, line: line.value, secrets: read.secrets, isRepeat };
	});

	const hints = [...empty]
		.filter(([{ source }, count]) => source.isExpression && count === items.length)
		.map(
			([{ field }, count]) =>
				`'${field.property.displayName}' was empty for ${count === 1 ? 'the only item' : `${count} of ${count} items`}. Check whether it points at a field that your items have.`,
		);
	const sharedHints = [...sharedOf.values()].flatMap((shared) => shared.hints());
	return { items: prepared, hints: [...hints, ...sharedHints] };
}

/** What the items of one account share; made when the first of them needs it. */
function perLine<Value>(
	values: Map<RequestContext, Value>,
	line: RequestContext,
	make: () => Value,
): Value {
	const known = values.get(line) ?? make();
	values.set(line, known);
	return known;
}

function bindFields(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
): BoundField[] {
	const { autoMapped = [] } = operation;
	const autoMaps =
		autoMapped.length > 0 && context.getNodeParameter('dataMode', 0) === 'autoMapInputData';
	const autoMap = new AutoMap(items, autoMaps ? autoMapped : []);
	const expressions = new Expressions(context, items);
	return Object.entries(operation.fields).map(([name, field]) => ({
		name,
		field,
		source: autoMap.covers(name)
			? autoMap.source(name, field)
			: fromParameter(context, name, field, expressions),
	}));
}

interface ReadItem {
	readonly values: Readonly<Record<string, unknown>>;
	readonly secrets: readonly string[];
	readonly errors: readonly Err[];
}

function readItem(bound: readonly BoundField[], itemIndex: number): ReadItem {
	const values: Record<string, unknown> = {};
	const secrets: string[] = [];
	const faults: Err[] = [];

	for (const { name, field, source } of bound) {
		if (isVisible(field, values)) {
			const checked = source.read(itemIndex);
			if (!checked.ok) {
				faults.push(checked);
				continue;
			}
			values[name] = checked.value;
		} else {
			values[name] = field.whenHidden?.();
		}
		secrets.push(...(field.secrets?.(values[name]) ?? []));
	}
	return { values, secrets, errors: faults };
}

/** The fields that another one depends on stand before it, as the user sees them. */
const isVisible = ({ showFor = {} }: Field<unknown>, values: Readonly<Record<string, unknown>>) =>
	Object.entries(showFor).every(([name, shown]) => shown.some((value) => value === values[name]));

/** An item that cannot be sent. All its faults are named, each of them and each piece of advice once. */
export function invalid(faults: readonly Err[]): Invalid {
	return {
		kind: 'invalid',
		message: [...new Set(faults.map(({ message }) => message))].join('; '),
		advice: [
			...new Set(faults.map(({ advice }) => advice)),
			...new Set(faults.flatMap(({ note }) => note ?? [])),
		].join(' '),
	};
}
