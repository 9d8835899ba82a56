/** Every operation in the table of resources is complete. New operations are checked without a change here. */
import { RESOURCES, operationOf } from '../../nodes/ChatDash/resources';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { CONTEXT } from '../parse-context';

const operations = RESOURCES.flatMap((resource) =>
	resource.operations.map((operation) => ({
		title: `${resource.name} → ${operation.name}`,
		resource,
		operation,
	})),
);

/** An operation's fields with their names. */
const fieldsOf = ({ fields }: Operation) => Object.entries(fields);

test('Each operation is found by the values that a workflow saves', () => {
	expect(operations.map(({ title }) => title)).toContain('Client → Create');
	for (const { resource, operation } of operations) {
		expect(operationOf(resource.value, operation.value)).toBe(operation);
	}
});

test.each([
	['client', 'explode'],
	['spaceship', 'create'],
	['', ''],
	['constructor', 'toString'],
])(
	'A workflow of a newer version gets an error that explains that %s → %s is missing',
	(resource, operation) => {
		expect(() => operationOf(resource, operation)).toThrow(
			/This version .* doesn't have the operation/,
		);
	},
);

test('Resources, and the operations of each, are in alphabetical order', () => {
	const names = [RESOURCES, ...RESOURCES.map((resource) => resource.operations)].map((list) =>
		list.map(({ name }) => name),
	);
	for (const list of names) expect(list).toEqual([...list].sort());
});

describe.each(operations)('$title', ({ operation }) => {
	test('has an action and a description in sentence case', () => {
		expect(operation.action).toMatch(/^[A-Z][a-z]+( [a-z]+| [A-Z]+)+$/);
		expect(operation.description).toMatch(/^[A-Z].*[^.]$/);
	});

	test('has the ID of an operation in the API description', () => {
		expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
	});

	test('has a past tense of one word, as in "was created"', () => {
		expect(operation.pastTense).toMatch(/^[a-z]+$/);
	});

	test('has fields with camel-case names and unique labels', () => {
		const labels = fieldsOf(operation).map(([, { property }]) => property.displayName);
		expect(labels.length).toBeGreaterThan(0);
		expect(new Set(labels).size).toBe(labels.length);
		for (const [name] of fieldsOf(operation)) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
	});

	test('parses any value of a field and never throws', () => {
		const anything = [undefined, null, '', 'x', 0, NaN, true, [], {}, [{}], new Date(NaN), () => 1];
		for (const [, { parse }] of fieldsOf(operation)) {
			for (const raw of anything) expect([true, false]).toContain(parse(raw, CONTEXT).ok);
		}
	});

	test('begins the error of a field with the label that the user sees', () => {
		const unlabeled = fieldsOf(operation).filter(([, { parse, property }]) => {
			// Some fields accept one of these lists, but none accepts both.
			const messages = [[{ a: 'list' }], ['list']].flatMap((raw) => {
				const value = parse(raw, CONTEXT);
				return value.ok ? [] : [value.message];
			});
			const begins = messages.filter((text) => text.startsWith(`'${property.displayName}'`));
			return begins.length === 0 || begins.length < messages.length;
		});
		expect(unlabeled.map(([name]) => name)).toEqual([]);
	});

	test('has each field after the one that it depends on', () => {
		const names = fieldsOf(operation).map(([name]) => name);
		for (const [name, { showFor = {}, whenHidden }] of fieldsOf(operation)) {
			for (const [on, values] of Object.entries(showFor)) {
				expect(names.slice(0, names.indexOf(name))).toContain(on);
				expect(values.length).toBeGreaterThan(0);
				expect(whenHidden).toBeDefined();
			}
		}
	});

	test('decides about retries by a field that it has', () => {
		if (operation.kind === 'read' || typeof operation.retry === 'string') return;
		expect(operation.fields).toHaveProperty(operation.retry.field);
	});

	test('auto-maps only fields that it has', () => {
		for (const name of operation.autoMapped ?? []) expect(operation.fields).toHaveProperty(name);
	});
});
