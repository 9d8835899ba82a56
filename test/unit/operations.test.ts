/** The table of resources and operations: every operation in it is whole, whichever one is added next. */
import { RESOURCES, operationOf } from '../../nodes/ChatDash/resources';
import type { Operation } from '../../nodes/ChatDash/operation/operation';

const operations = RESOURCES.flatMap((resource) =>
	resource.operations.map((operation) => ({
		title: `${resource.name} → ${operation.name}`,
		resource,
		operation,
	})),
);

/** An operation's fields, each with its name. */
const fieldsOf = ({ fields }: Operation) => Object.entries(fields);

test('There are operations, each found by the values that a workflow saves', () => {
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
	'A workflow of a newer version is told that %s → %s is not known here',
	(resource, operation) => {
		expect(() => operationOf(resource, operation)).toThrow(/This version .* knows no operation/);
	},
);

test('Resources, and the operations of each, stand in alphabetical order', () => {
	const names = [RESOURCES, ...RESOURCES.map((resource) => resource.operations)].map((list) =>
		list.map(({ name }) => name),
	);
	for (const list of names) expect(list).toEqual([...list].sort());
});

describe.each(operations)('$title', ({ operation }) => {
	test('says what it does in sentence case', () => {
		expect(operation.action).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
		expect(operation.description).toMatch(/^[A-Z].*[^.]$/);
	});

	test("names the page of ChatDash's documentation", () => {
		expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
	});

	test('says in one word what has happened to an item, as in "it was not created"', () => {
		expect(operation.pastTense).toMatch(/^[a-z]+$/);
	});

	test('has fields that are named as workflows save them, each with a label of its own', () => {
		const labels = fieldsOf(operation).map(([, { property }]) => property.displayName);
		expect(labels.length).toBeGreaterThan(0);
		expect(new Set(labels).size).toBe(labels.length);
		for (const [name] of fieldsOf(operation)) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
	});

	test('reads every field whatever is in it, and never throws', () => {
		const anything = [undefined, null, '', 'x', 0, NaN, true, [], {}, [{}], new Date(NaN), () => 1];
		for (const [, { parse }] of fieldsOf(operation)) {
			for (const raw of anything) expect([true, false]).toContain(parse(raw).ok);
		}
	});

	test('names in the fault of a field what the user sees above that field', () => {
		const silent = fieldsOf(operation).filter(([, { parse, property }]) => {
			const value = parse([{ a: 'list' }]);
			return value.ok || !value.message.startsWith(`'${property.displayName}'`);
		});
		expect(silent.map(([name]) => name)).toEqual([]);
	});

	test('asks for a field only after the one that it depends on', () => {
		const names = fieldsOf(operation).map(([name]) => name);
		for (const [name, { showFor = {}, whenHidden }] of fieldsOf(operation)) {
			for (const [on, values] of Object.entries(showFor)) {
				expect(names.slice(0, names.indexOf(name))).toContain(on);
				expect(values.length).toBeGreaterThan(0);
				expect(whenHidden).toBeDefined();
			}
		}
	});

	test('maps only fields that it has', () => {
		for (const name of operation.autoMapped ?? []) expect(operation.fields).toHaveProperty(name);
	});
});
