// How the value of a field is got for each item. An expression costs n8n about half a millisecond, so a value that is
// the same for all items is read once a run, and what an expression gives is got as cheaply as it can be.
import type { IExecuteFunctions } from 'n8n-workflow';

import { type Result, err, ok } from '../../transport/result';
import type { Field } from '../fields/field';
import type { Expressions } from '../expressions/evaluator';

/** Where a field's value comes from, ready to be asked for each item. */
export interface Source<Value = unknown> {
	/** Whether an expression gives it, which may point at nothing. */
	readonly isExpression: boolean;
	/** The checked value for an item, counted from 0. */
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
): Source<Value> {
	const path = field.collection === undefined ? name : `${field.collection}.${name}`;
	// `null` stands for an option that was not added: n8n throws for a missing parameter without a fallback.
	const raw: unknown = context.getNodeParameter(path, 0, null, { rawExpressions: true });
	if (raw === null && field.whenNotAdded !== undefined) {
		const absent = ok(field.whenNotAdded.value);
		return { isExpression: false, parse: () => absent };
	}
	const valueFor = valuesOf(path, raw, expressions);
	if (valueFor === undefined) {
		const same = field.parse(raw ?? undefined);
		return { isExpression: false, parse: () => same };
	}
	return {
		isExpression: true,
		parse: (itemIndex) => {
			try {
				return field.parse(valueFor(itemIndex) ?? undefined);
			} catch (error) {
				return err(
					`'${field.property.displayName}' has an expression that n8n cannot evaluate`,
					`n8n says: ${error instanceof Error ? error.message : 'nothing more'}.`,
				);
			}
		},
	};
}

/**
 * What an expression in a parameter gives for each item. In a parameter that chooses a record, it is the value inside of
 * it that may be one; n8n gives that by a path of its own.
 *
 * @returns `undefined` if there is none, and the parameter is the same for all items
 */
function valuesOf(
	path: string,
	raw: unknown,
	expressions: Expressions,
): ((itemIndex: number) => unknown) | undefined {
	if (isExpression(raw)) return expressions.reader(path, raw);
	if (typeof raw !== 'object' || raw === null || !('value' in raw) || !isExpression(raw.value)) {
		return undefined;
	}
	const inside = expressions.reader(`${path}.value`, raw.value);
	return (itemIndex) => ({ ...raw, value: inside(itemIndex) });
}

/** n8n marks an expression with an equals sign at its beginning; an equals sign that a user types is stored as one, too. */
const isExpression = (raw: unknown): raw is string =>
	typeof raw === 'string' && raw.startsWith('=');
