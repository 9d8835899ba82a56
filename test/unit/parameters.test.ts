/** Where the value of a parameter comes from, in particular if it contains an expression somewhere inside. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Expressions } from '../../nodes/ChatDash/expressions/evaluator';
import type { Field } from '../../nodes/ChatDash/fields/field';
import { fromParameter } from '../../nodes/ChatDash/run/parameters';
import { ok } from '../../nodes/transport/result';
import { CONTEXT } from '../parse-context';

/** A field that accepts any value and returns it unchanged. */
const field: Field<unknown> = {
	property: { displayName: 'Messages', type: 'fixedCollection', default: {} },
	parse: (raw) => ok(raw),
};

/**
 * A node whose parameter `messages` is stored like this. Here, an expression returns the item's field that it names.
 * The engine's tests cover how n8n evaluates expressions.
 */
function contextWith(stored: unknown, items: readonly IDataObject[]): IExecuteFunctions {
	const evaluate = (value: unknown, item: IDataObject): unknown => {
		if (typeof value === 'string') {
			const [, name] = /^=\{\{ \$json\.(\w+) \}\}$/.exec(value) ?? [];
			return name === undefined ? value : item[name];
		}
		if (Array.isArray(value)) return value.map((each) => evaluate(each, item));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([key, each]) => [key, evaluate(each, item)]),
		);
	};
	const getNodeParameter = (_path: string, index: number, _fallback: unknown, options?: object) =>
		options !== undefined && 'rawExpressions' in options
			? stored
			: evaluate(stored, items[index] ?? {});
	return Object.create(null, { getNodeParameter: { value: getNodeParameter } });
}

const ITEMS = [{ text: 'Hello Ada' }, { text: 'Hello Bea' }];

function valuesOf(stored: unknown) {
	const context = contextWith(stored, ITEMS);
	const inputs = ITEMS.map((json) => ({ json }));
	const expressions = new Expressions(context, inputs);
	const source = fromParameter(context, 'messages', field, expressions, CONTEXT);
	return {
		isExpression: source.isExpression,
		values: ITEMS.map((_, index) => source.parse(index)),
	};
}

test.each<[string, (text: string) => unknown]>([
	['a row of a fixed collection', (text) => ({ message: [{ role: 'user', text }] })],
	['the second of several rows', (text) => ({ message: [{ text: 'Hi' }, { text }] })],
	['a list', (text) => ['Hi', text]],
])('an expression in %s is evaluated for each item, and never sent as text', (_where, stored) => {
	expect(valuesOf(stored('={{ $json.text }}'))).toEqual({
		isExpression: true,
		values: [ok(stored('Hello Ada')), ok(stored('Hello Bea'))],
	});
});

test('a collection without an expression is read once', () => {
	const stored = { message: [{ role: 'user', text: 'Hi' }] };
	expect(valuesOf(stored)).toEqual({ isExpression: false, values: [ok(stored), ok(stored)] });
});
