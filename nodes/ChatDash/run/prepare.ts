// The first step: every item becomes a task, or is at fault, before anything is sent.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type Fault, faulty } from '../../transport/checked';
import type { Field } from '../resources/field';
import type { Operation, Task } from '../resources/operation';
import { Expressions } from './expressions';
import type { Outcome } from './outcome';
import { type Source, fromItem, fromParameter } from './parameters';

/** An item that can be sent. */
export interface Ready {
	readonly is: 'ready';
	readonly task: Task;
	/** Values of the item that may not be shown again. */
	readonly secrets: readonly string[];
}

/** An item after the first step. */
export type Prepared = Ready | AtFault;

type AtFault = Extract<Outcome, { is: 'atFault' }>;

/** All items, in input order, and what deserves a look although nothing is at fault. */
export interface Preparation {
	readonly items: Prepared[];
	readonly hints: readonly string[];
}

/** A field with its name and the place its value comes from. */
interface Asked {
	readonly name: string;
	readonly field: Field<unknown>;
	readonly source: Source;
}

/**
 * Reads and checks the fields of every item.
 *
 * Two items with the same unique value cannot both be sent: the later one is at fault. An item that is at fault for
 * another reason claims nothing.
 */
export function prepare(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
): Preparation {
	const asked = sourcesOf(context, operation, items);
	const claims = new Map<string, number>();
	const empty = new Map<Asked, number>();

	const prepared = items.map((_item, itemIndex): Prepared => {
		const read = readItem(asked, itemIndex);
		for (const one of asked) {
			// A value at fault is not among the values; it is not empty either.
			const isEmpty = one.name in read.values && read.values[one.name] === undefined;
			if (one.field.optional === true && isEmpty) {
				empty.set(one, (empty.get(one) ?? 0) + 1);
			}
		}
		const faults =
			read.faults.length > 0 ? read.faults : claim(asked, read.values, itemIndex, claims);
		if (faults.length > 0) return atFault(faults);
		const task = operation.task(read.values);
		return task.ok ? { is: 'ready', task: task.value, secrets: read.secrets } : atFault([task]);
	});

	const hints = [...empty]
		.filter(([{ source }, count]) => source.isExpression && count === items.length)
		.map(
			([{ field }, count]) =>
				`'${field.shown.displayName}' was empty for ${count === 1 ? 'the only item' : `${count} of ${count} items`}. Check whether it points at a field that your items have.`,
		);
	return { items: prepared, hints };
}

function sourcesOf(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
): Asked[] {
	const { autoMapped = [] } = operation;
	const autoMaps =
		autoMapped.length > 0 && context.getNodeParameter('dataMode', 0) === 'autoMapInputData';
	const expressions = new Expressions(context, items);
	return Object.entries(operation.fields).map(([name, field]) => ({
		name,
		field,
		source:
			autoMaps && autoMapped.includes(name)
				? fromItem(items, name, field, autoMapped)
				: fromParameter(context, name, field, expressions),
	}));
}

interface ReadItem {
	readonly values: Readonly<Record<string, unknown>>;
	readonly secrets: readonly string[];
	readonly faults: readonly Fault[];
}

function readItem(asked: readonly Asked[], itemIndex: number): ReadItem {
	const values: Record<string, unknown> = {};
	const secrets: string[] = [];
	const faults: Fault[] = [];

	for (const { name, field, source } of asked) {
		if (isAskedFor(field, values)) {
			const checked = source.read(itemIndex);
			if (!checked.ok) {
				faults.push(checked);
				continue;
			}
			values[name] = checked.value;
		} else {
			values[name] = field.otherwise?.();
		}
		secrets.push(...(field.secrets?.(values[name]) ?? []));
	}
	return { values, secrets, faults };
}

/** The fields that another one depends on stand before it, as the user sees them. */
const isAskedFor = ({ shownFor = {} }: Field<unknown>, values: Readonly<Record<string, unknown>>) =>
	Object.entries(shownFor).every(([name, shown]) => shown.some((value) => value === values[name]));

/** Claims the unique values of an item, all or none of them. */
function claim(
	asked: readonly Asked[],
	values: Readonly<Record<string, unknown>>,
	itemIndex: number,
	claims: Map<string, number>,
): Fault[] {
	const wanted = asked.flatMap(({ name, field }) =>
		field.unique === undefined
			? []
			: [{ label: field.shown.displayName, key: `${name} ${field.unique(values[name])}` }],
	);
	const taken = wanted.flatMap(({ label, key }) => {
		const by = claims.get(key);
		return by === undefined
			? []
			: [
					faulty(
						`'${label}' is the same as that of item ${by}`,
						`Only the first of these items is sent. If both are the same deal, remove one of them before this node; if they are two people, give each a '${label}' of its own.`,
					),
				];
	});
	if (taken.length === 0) wanted.forEach(({ key }) => claims.set(key, itemIndex));
	return taken;
}

/** An item that cannot be sent. All its faults are named, each piece of advice once. */
export function atFault(faults: readonly Fault[]): AtFault {
	return {
		is: 'atFault',
		says: faults.map(({ fault }) => fault).join('; '),
		advice: [
			...new Set(faults.map(({ advice }) => advice)),
			...new Set(faults.flatMap(({ note }) => note ?? [])),
		].join(' '),
	};
}
