/**
 * How the fields of several operations become the node's parameters. Identical fields share one parameter, and no
 * operation shows another one's.
 */
import { type INodeProperties, NodeHelpers } from 'n8n-workflow';

import type { Fields } from '../../nodes/ChatDash/fields/field';
import { booleanField } from '../../nodes/ChatDash/fields/options';
import { requiredText } from '../../nodes/ChatDash/fields/text';
import { findOrderConflict, propertiesOf } from '../../nodes/ChatDash/description/properties';
import type { Resource } from '../../nodes/ChatDash/operation/resource';
import { RESOURCES } from '../../nodes/ChatDash/resources';
import { RUN_OPTIONS } from '../../nodes/ChatDash/run/options';
import { resourceOf } from '../made-up';

const text = (displayName: string, description = '') =>
	requiredText({ displayName, placeholder: 'e.g. x', description });

const option = (displayName: string) =>
	booleanField({ displayName, description: '' }, { collection: 'options' });

/** A resource with operations that only differ in their fields. */
const resource = (value: string, operations: Record<string, Fields>) =>
	resourceOf(
		value,
		Object.fromEntries(Object.entries(operations).map(([name, fields]) => [name, { fields }])),
	);

const node = (resources: Resource[]) => {
	const properties = propertiesOf(resources, resources[0]?.value ?? '', {});
	const shown = (list: INodeProperties[], values: Record<string, string>, root?: typeof values) =>
		list.filter((property) =>
			NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, null, root),
		);
	return {
		named: (name: string) => properties.filter((property) => property.name === name),
		/** The names of what n8n shows for an operation, in its order. An option begins with its collection's name. */
		showFor: (resource: string, operation: string) => {
			const values = { resource, operation };
			return shown(properties, values).flatMap(({ name, type, options = [] }) => {
				if (type !== 'collection') return [name];
				const inside = options.flatMap((one) => ('type' in one ? [one] : []));
				return shown(inside, {}, values).map((one) => `${name}.${one.name}`);
			});
		},
	};
};

const CHOOSERS = ['resource', 'operation'];

test('a field that all operations of two resources share becomes one parameter without a condition', () => {
	const [name, loud] = [text('Name'), option('Loud')];
	const { named, showFor } = node([
		resource('cat', { feed: { name, loud }, wash: { name, loud } }),
		resource('dog', { feed: { name, loud }, walk: { name, loud } }),
	]);
	expect(named('name')).toMatchObject([{ name: 'name' }]);
	expect(named('name')[0]).not.toHaveProperty('displayOptions');
	expect(named('options')).toMatchObject([{ options: [{ name: 'loud' }] }]);
	expect(showFor('dog', 'walk')).toEqual([...CHOOSERS, 'name', 'options.loud']);
});

test('a field whose condition n8n can’t express becomes a parameter for each resource', () => {
	const name = text('Name');
	const { named, showFor } = node([
		resource('cat', { feed: {}, wash: { name } }),
		resource('dog', { feed: { name }, wash: { name } }),
	]);
	expect(named('name')).toHaveLength(2);
	expect(showFor('cat', 'feed')).toEqual(CHOOSERS);
	for (const [of, operation] of [
		['cat', 'wash'],
		['dog', 'feed'],
		['dog', 'wash'],
	] as const) {
		expect(showFor(of, operation)).toEqual([...CHOOSERS, 'name']);
	}
});

test('fields that differ in one word become separate parameters', () => {
	const { named } = node([
		resource('cat', { feed: { name: text('Name', 'Of the cat') } }),
		resource('dog', { feed: { name: text('Name', 'Of the dog') } }),
	]);
	expect(named('name').map(({ description }) => description)).toEqual(['Of the cat', 'Of the dog']);
});

test('a collection becomes one parameter and offers each operation its own options', () => {
	const { named, showFor } = node([
		resource('cat', { feed: { loud: option('Loud') }, wash: { warm: option('Warm') } }),
		resource('dog', {
			feed: { loud: option('Loud'), far: option('Far') },
			walk: { far: option('Far') },
		}),
	]);
	expect(named('options')).toHaveLength(1);
	expect(showFor('cat', 'feed')).toEqual([...CHOOSERS, 'options.loud']);
	expect(showFor('cat', 'wash')).toEqual([...CHOOSERS, 'options.warm']);
	expect(showFor('dog', 'feed')).toEqual([...CHOOSERS, 'options.far', 'options.loud']);
	expect(showFor('dog', 'walk')).toEqual([...CHOOSERS, 'options.far']);
});

test('each operation keeps the order of its fields', () => {
	const [name, food, place] = [text('Name'), text('Food'), text('Place')];
	const { named, showFor } = node([
		resource('cat', { feed: { name, food }, wash: { name, place } }),
		resource('dog', { feed: { place, food }, walk: { name, place } }),
	]);
	for (const one of ['name', 'food', 'place'])
		expect([one, named(one).length]).not.toEqual([one, 0]);
	expect(showFor('cat', 'feed')).toEqual([...CHOOSERS, 'name', 'food']);
	expect(showFor('cat', 'wash')).toEqual([...CHOOSERS, 'name', 'place']);
	expect(showFor('dog', 'feed')).toEqual([...CHOOSERS, 'place', 'food']);
	expect(showFor('dog', 'walk')).toEqual([...CHOOSERS, 'name', 'place']);
});

describe('Operations that list the same fields in different orders', () => {
	const [name, food, place] = [text('Name'), text('Food'), text('Place')];
	const conflictIn = (...resources: Resource[]) => findOrderConflict(resources, {});

	test('still load, in the order of the first operation', () => {
		const { named, showFor } = node([
			resource('cat', { feed: { name, food, place }, wash: { place, food, name } }),
		]);
		for (const one of ['name', 'food', 'place']) expect(named(one)).toHaveLength(1);
		for (const operation of ['feed', 'wash']) {
			expect(showFor('cat', operation)).toEqual([...CHOOSERS, 'name', 'food', 'place']);
		}
	});

	test('do not change the order of the other fields', () => {
		const { showFor } = node([
			resource('cat', { feed: { name, food }, walk: { food, name }, wash: { place, name } }),
		]);
		expect(showFor('cat', 'wash')).toEqual([...CHOOSERS, 'place', 'name']);
	});

	test('are both named in the conflict', () => {
		const conflict = conflictIn(
			resource('cat', { feed: { name, food }, walk: { place } }),
			resource('dog', { run: { place }, wash: { place, food, name } }),
		);
		expect(conflict).toContain("cat.feed has 'name' before 'food'");
		expect(conflict).toContain("dog.wash has 'food' before 'name'");
		expect(conflict).not.toMatch(/walk|run|place/);
	});

	test('are all named if no two of them conflict on their own', () => {
		const conflict = conflictIn(
			resource('cat', {
				feed: { name, food },
				walk: { food, place },
				wash: { place, name },
			}),
		);
		expect(conflict).toContain("cat.feed has 'name' before 'food'");
		expect(conflict).toContain("cat.walk has 'food' before 'place'");
		expect(conflict).toContain("cat.wash has 'place' before 'name'");
	});

	test('are not reported if one order suits all', () => {
		const different = text('Name', 'Another one');
		expect(
			conflictIn(
				resource('cat', { feed: { name, food }, wash: { name, place } }),
				resource('dog', { feed: { food, name: different }, walk: { place, food } }),
			),
		).toBeUndefined();
	});

	test("don't exist among the node's operations", () => {
		expect(findOrderConflict(RESOURCES, RUN_OPTIONS)).toBeUndefined();
	});
});
