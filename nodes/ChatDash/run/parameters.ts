// Decides where a field's value comes from. An expression costs n8n about half a millisecond, so a value that is the same for
// all items is read once per run, and expressions are evaluated as cheaply as possible.
import type { IExecuteFunctions } from 'n8n-workflow';

import { type Result, err, ok } from '../../transport/result';
import { type Expressions, isExpression } from '../expressions/evaluator';
import type { Field, ParseContext } from '../fields/field';
import { stringsIn } from '../fields/json';
import { isStoredLocator } from '../fields/locator';

/** Where a field's value comes from. */
export interface Source<Value = unknown> {
	/** Whether an expression returns it, which may point at nothing. */
	readonly isExpression: boolean;
	/** With auto-map: whether an item, counted from 0, has a value for the field. */
	readonly hasColumn?: (itemIndex: number) => boolean;
	/** The parsed value of an item, counted from 0. */
	parse(itemIndex: number): Result<Value>;
}

/**
 * A field's value from its parameter in the node.
 *
 * @param name of the parameter, as workflows save it
 */
export function fromParameter<Value>(
	context: IExecuteFunctions,
	name: string,
	field: Field<Value>,
	expressions: Expressions,
	parseContext: ParseContext,
): Source<Value> {
	const path = field.collection === undefined ? name : `${field.collection}.${name}`;
	// n8n throws for a missing parameter without a fallback; `null` means here that an option was not added.
	const raw: unknown = context.getNodeParameter(path, 0, null, { rawExpressions: true });
	if (raw === null && field.whenNotAdded !== undefined) {
		const value = ok(field.whenNotAdded.value);
		return { isExpression: false, parse: () => value };
	}
	const rawFor = rawValues(context, path, raw, expressions);
	if (rawFor === undefined) {
		const value = field.parse(raw ?? undefined, parseContext);
		return { isExpression: false, parse: () => value };
	}
	return {
		isExpression: true,
		parse: (itemIndex) => {
			try {
				return field.parse(rawFor(itemIndex) ?? undefined, parseContext);
			} catch (error) {
				return err(
					`The expression in '${field.property.displayName}' couldn't be evaluated`,
					`${saidBy(error)}Fix the expression, then execute the node again.`,
				);
			}
		},
	};
}

const saidBy = (error: unknown) =>
	error instanceof Error ? `n8n's message: ${error.message.replace(/\.$/, '')}. ` : '';

/**
 * How a parameter with an expression is read for each item.
 *
 * @returns `undefined` if it has none, so that its value is the same for all items
 */
function rawValues(
	context: IExecuteFunctions,
	path: string,
	raw: unknown,
	expressions: Expressions,
): ((itemIndex: number) => unknown) | undefined {
	if (isExpression(raw)) return expressions.reader(path, raw);
	if (!stringsIn(raw).some(isExpression)) return undefined;
	if (isStoredLocator(raw) && isExpression(raw.value)) {
		// Of a resource locator only the value changes, and n8n returns that by a path of its own.
		const value = expressions.reader(`${path}.value`, raw.value);
		return (itemIndex) => ({ ...raw, value: value(itemIndex) });
	}
	// An expression deep in a collection: n8n evaluates the whole parameter.
	return (itemIndex) => context.getNodeParameter(path, itemIndex, null);
}
