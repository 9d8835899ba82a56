/** How the parameters of several operations become the node's: what they have alike is one, and no operation sees another's. */
import { type INodeProperties, NodeHelpers } from 'n8n-workflow';

import { type Fields, requiredText, booleanField } from '../../nodes/ChatDash/fields/field';
import { defineRead } from '../../nodes/ChatDash/operation/define';
import { propertiesOf } from '../../nodes/ChatDash/description/properties';
import type { Resource } from '../../nodes/ChatDash/operation/resource';

const text = (displayName: string, description = '') =>
	requiredText({ displayName, placeholder: 'e.g. x', description });

const option = (displayName: string) =>
	booleanField({ displayName, description: '' }, { collection: 'options' });

const resource = (value: string, operations: Record<string, Fields>): Resource => ({
	name: value,
	value,
	defaultOperation: Object.keys(operations)[0] ?? '',
	operations: Object.entries(operations).map(([name, fields]) =>
		defineRead({
			name,
			value: name,
			action: name,
			description: name,
			pastTense: name,
			operationId: name,
			fields,
			label: () => name,
			records: async () => await Promise.resolve([]),
		}),
	),
});

const node = (resources: Resource[]) => {
	const properties = propertiesOf(resources, resources[0]?.value ?? '', {});
	const shown = (list: INodeProperties[], values: Record<string, string>, root?: typeof values) =>
		list.filter((property) =>
			NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, null, root),
		);
	return {
		named: (name: string) => properties.filter((property) => property.name === name),
		/** What n8n shows for an operation, in its order; what a collection offers behind its name. */
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

test('what all operations of two resources ask for alike is one parameter, and needs no condition', () => {
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

test('what n8n cannot say in one condition is a parameter for each resource', () => {
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

test('what differs in a word is not one', () => {
	const { named } = node([
		resource('cat', { feed: { name: text('Name', 'Of the cat') } }),
		resource('dog', { feed: { name: text('Name', 'Of the dog') } }),
	]);
	expect(named('name').map(({ description }) => description)).toEqual(['Of the cat', 'Of the dog']);
});

test('a collection is one, and offers to each operation what it declares', () => {
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

test('each operation keeps its order', () => {
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

test('the same fields in another order are refused', () => {
	const [name, food] = [text('Name'), text('Food')];
	expect(() => node([resource('cat', { feed: { name, food }, wash: { food, name } })])).toThrow(
		'another order: name, food',
	);
});
