// The first step: every item is parsed and checked before anything is sent. It's then ready, or invalid.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Err, Result } from '../../transport/result';
import { Expressions } from '../expressions/evaluator';
import { type Field, type ParseContext, isVisible } from '../fields/field';
import type { ItemValues, Operation } from '../operation/operation';
import { AutoMap } from './autoMap';
import { Claims } from './claims';
import type { AccountContext, ContextFor } from './contexts';
import { inputHints } from './inputHints';
import type { Invalid } from './outcome';
import { type Source, fromParameter } from './parameters';
import { SharedValues } from './sharedValues';

/** An item that can be sent. */
export interface Ready {
	readonly kind: 'ready';
	/** What its fields contain, by name. */
	readonly values: ItemValues;
	/** What it's sent with. */
	readonly context: AccountContext;
	/** Values of the item that may not be shown again. */
	readonly secrets: readonly string[];
	/** Whether an earlier item of the run asks for the same thing. */
	readonly isRepeat: boolean;
}

/** An item after the first step. */
export type Prepared = Ready | Invalid;

/** All items, in input order, and what deserves a look although nothing is invalid. */
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
 * Parses and checks the fields of every item.
 *
 * Two items that claim the same thing can't both be sent: the later one is invalid. An item that is invalid for another
 * reason claims nothing.
 *
 * @param contextFor why no item can be sent, if so
 */
export function prepare(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
	contextFor: Result<ContextFor>,
	parseContext: ParseContext,
): Preparation {
	if (!contextFor.ok) return { items: items.map(() => invalid([contextFor])), hints: [] };
	const bound = bindFields(context, operation, items, parseContext);
	const parsed = items.map((_item, index) => parseItem(bound, index));
	const claims = new PerContext(() => new Claims());
	const shared = new PerContext(() => new SharedValues());

	const prepared = parsed.map(({ values, secrets, errors }, index): Prepared => {
		const accountContext = contextFor.value(index);
		if (!accountContext.ok) return invalid([accountContext, ...errors]);
		if (errors.length > 0) return invalid(errors);
		const reason = operation.check(values);
		if (reason !== undefined) return invalid([reason]);

		const claim = operation.kind === 'write' ? operation.claim?.(values) : undefined;
		const claimed = claim && claims.for(accountContext.value).take(claim, index);
		if (claimed?.kind === 'conflict') return invalid([claimed.error]);
		const isRepeat = claimed?.kind === 'repeat';
		if (!isRepeat) shared.for(accountContext.value).count(bound, values, index);
		return { kind: 'ready', values, context: accountContext.value, secrets, isRepeat };
	});

	const sharedHints = shared.all.flatMap((values) => values.hints());
	return { items: prepared, hints: [...inputHints(bound, parsed), ...sharedHints] };
}

/** One value for each account, made when the first of its items needs it. */
class PerContext<Value> {
	private readonly values = new Map<AccountContext, Value>();

	constructor(private readonly create: () => Value) {}

	get all(): readonly Value[] {
		return [...this.values.values()];
	}

	for(context: AccountContext): Value {
		const value = this.values.get(context) ?? this.create();
		this.values.set(context, value);
		return value;
	}
}

function bindFields(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
	parseContext: ParseContext,
): BoundField[] {
	const { autoMapped = [] } = operation;
	const autoMaps =
		autoMapped.length > 0 && context.getNodeParameter('dataMode', 0) === 'autoMapInputData';
	const autoMap = new AutoMap(items, autoMaps ? autoMapped : [], parseContext);
	const expressions = new Expressions(context, items);
	return Object.entries(operation.fields).map(([name, field]) => ({
		name,
		field,
		source: autoMap.covers(name)
			? autoMap.source(name, field)
			: fromParameter(context, name, field, expressions, parseContext),
	}));
}

/** What was parsed of an item. */
export interface ParsedItem {
	/** Without those that are invalid. */
	readonly values: ItemValues;
	readonly secrets: readonly string[];
	readonly errors: readonly Err[];
}

function parseItem(bound: readonly BoundField[], index: number): ParsedItem {
	const values: Record<string, unknown> = {};
	const secrets: string[] = [];
	const errors: Err[] = [];
	for (const { name, field, source } of bound) {
		if (isVisible(field, values)) {
			const value = source.parse(index);
			if (!value.ok) {
				errors.push(value);
				continue;
			}
			values[name] = value.value;
		} else {
			values[name] = field.whenHidden?.();
		}
		secrets.push(...(field.secrets?.(values[name]) ?? []));
	}
	return { values, secrets, errors };
}

/** With more errors than these, the message only hasManyErrors them. */
const MAX_ERRORS_IN_MESSAGE = 2;

/** An item that can't be sent. Each of its errors, and each piece of advice, is named once. */
export function invalid(errors: readonly Err[]): Invalid {
	const byMessage = new Map(errors.map((error) => [error.message, error]));
	const messages = [...byMessage.keys()];
	const notes = new Set(errors.flatMap(({ note }) => note ?? []));
	const hasManyErrors = messages.length > MAX_ERRORS_IN_MESSAGE;
	const advice = hasManyErrors
		? [...byMessage.values()].map((error) => `${error.message}. ${error.advice}`.trim())
		: [[...new Set([...byMessage.values()].map((error) => error.advice))].join(' ').trim()];
	return {
		kind: 'invalid',
		message: hasManyErrors
			? `${messages.length} fields of this item are empty or invalid`
			: messages.join('; '),
		advice,
		...(notes.size > 0 && { note: [...notes].join(' ') }),
	};
}
