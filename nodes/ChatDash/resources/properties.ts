// How the node's parameters come out of the tables of resources, operations and fields. What several operations ask for
// alike is one parameter: the editor evaluates all expressions of a node anew for every parameter that is shown on a
// condition, and a panel with one of its own for each operation took a sixth longer to open.
import {
	type IDisplayOptions,
	type INodeProperties,
	type INodePropertyOptions,
	UnexpectedError,
} from 'n8n-workflow';

import type { Field, Group } from './field';
import type { Operation } from './operation';
import type { Resource } from './resource';

/** How the collections are called, in the order in which they stand; the words are n8n's. */
const COLLECTIONS: ReadonlyArray<
	Pick<INodeProperties, 'displayName' | 'placeholder'> & { name: Group }
> = [
	{ name: 'updateFields', displayName: 'Update Fields', placeholder: 'Add Field' },
	{ name: 'additionalFields', displayName: 'Additional Fields', placeholder: 'Add Field' },
	{ name: 'filters', displayName: 'Filters', placeholder: 'Add Filter' },
	{ name: 'options', displayName: 'Options', placeholder: 'Add option' },
];

/** The parameter that says whether fields are mapped one by one or taken from the item as they are. */
const dataMode = (fieldNames: readonly string[]): INodeProperties => ({
	displayName: 'Data Mode',
	name: 'dataMode',
	type: 'options',
	options: [
		{
			name: 'Auto-Map Input Data to Fields',
			value: 'autoMapInputData',
			description: `Use when the incoming items have fields named ${fieldNames.join(', ')}`,
		},
		{
			name: 'Map Each Field Manually',
			value: 'defineBelow',
			description: 'Set the value of each field',
		},
	],
	default: 'defineBelow',
	description:
		'Whether to take the fields from the incoming items by their names, or to set each of them here',
});

/** Operations, by their resource. */
type Where = ReadonlyMap<string, ReadonlySet<string>>;

/** A parameter and where it is asked for. */
interface Parameter {
	/** With its conditions apart from resource and operation; without what is inside of it. */
	readonly property: INodeProperties;
	/** All of that as a text, for telling whether two are alike. */
	readonly text: string;
	readonly where: Where;
	/** What may be added, for a collection. */
	readonly inside?: readonly Parameter[];
}

/**
 * The node's parameters: resource and operation first, then the fields of each operation, in the order in which it
 * declares them.
 *
 * @param defaultResource value of the resource that a new node begins with; like an operation's, it must never change
 * @param options those of every operation, which tell the engine how to run; keyed by name
 */
export function propertiesOf(
	resources: readonly Resource[],
	defaultResource: string,
	options: Readonly<Record<string, Field<unknown>>>,
): INodeProperties[] {
	const all: Where = new Map(
		resources.map(({ value, operations }) => [value, new Set(operations.map((one) => one.value))]),
	);
	const asked = resources.map((resource) =>
		resource.operations.map((operation) => parametersOf(resource, operation, options)),
	);
	// First within each resource: what two resources ask for alike may be one parameter only as a whole.
	const parameters = united(
		asked.flatMap((lists) => united(lists.flat(), all)),
		all,
	);
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: defaultResource,
		},
		...resources.map(operationChooser),
		...ordered(parameters, asked.flat()).map((parameter) => shownWhere(parameter, all)),
	];
}

function operationChooser(resource: Resource): INodeProperties {
	const { defaultOperation } = resource;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options: resource.operations.map(
			({ name, value, action, description }): INodePropertyOptions => ({
				name,
				value,
				action,
				description,
			}),
		),
		default: defaultOperation,
	};
}

/** What one operation asks for, in the order of the screen. */
function parametersOf(
	resource: Resource,
	operation: Operation,
	options: Readonly<Record<string, Field<unknown>>>,
): Parameter[] {
	const where: Where = new Map([[resource.value, new Set([operation.value])]]);
	const asked = (property: INodeProperties): Parameter => ({
		property,
		text: JSON.stringify(property),
		where,
	});
	const autoMapped = operation.autoMapped ?? [];
	const ifMappedHere = (names: readonly string[]) =>
		names.length > 0 && names.every((name) => autoMapped.includes(name))
			? { dataMode: ['defineBelow'] }
			: {};

	const all = Object.entries({ ...operation.fields, ...options });
	const topLevel = all
		.filter(([, field]) => field.group === undefined)
		.flatMap(([name, field]) => propertiesFor(name, field, ifMappedHere([name])));

	const collections = COLLECTIONS.flatMap((collection): Parameter[] => {
		const members = all.filter(([, field]) => field.group === collection.name);
		if (members.length === 0) return [];
		const inside = members.flatMap(([name, field]) => propertiesFor(name, field, {}, '/'));
		const property: INodeProperties = {
			...collection,
			type: 'collection',
			...displayed({ show: ifMappedHere(members.map(([name]) => name)) }),
			default: {},
		};
		return [{ ...asked(property), inside: inside.map(asked) }];
	});

	const first = autoMapped.length > 0 ? [dataMode(autoMapped)] : [];
	return [...[...first, ...topLevel].map(asked), ...collections];
}

/** What is there more than once becomes one. */
function united(parameters: readonly Parameter[], all: Where): Parameter[] {
	const result: Parameter[] = [];
	for (const parameter of parameters) {
		const at = result.findIndex(
			(other) =>
				other.text === parameter.text && canBeSaid(together(other.where, parameter.where), all),
		);
		const found = result[at];
		if (found === undefined) result.push(parameter);
		else result[at] = asOne(found, parameter, all);
	}
	return result;
}

const asOne = (one: Parameter, other: Parameter, all: Where): Parameter => ({
	...one,
	where: together(one.where, other.where),
	...(one.inside && other.inside && { inside: united([...one.inside, ...other.inside], all) }),
});

/**
 * Puts parameters in an order that is right for every operation.
 *
 * @param asked what each operation asks for, in its order
 * @throws if two operations ask for the same in another order
 */
function ordered(
	parameters: readonly Parameter[],
	asked: ReadonlyArray<readonly Parameter[]>,
): Parameter[] {
	const lists = asked.map((list) =>
		list.map((one) => parameters.find((whole) => isPartOf(one, whole)) ?? one),
	);
	const result: Parameter[] = [];
	let rest = [...parameters];
	while (rest.length > 0) {
		const next = rest.find((candidate) =>
			lists.every((list) =>
				list
					.slice(0, Math.max(0, list.indexOf(candidate)))
					.every((before) => result.includes(before)),
			),
		);
		if (next === undefined) {
			const names = rest.map(({ property }) => property.name).join(', ');
			throw new UnexpectedError(`Operations ask for the same fields in another order: ${names}`);
		}
		result.push(next);
		rest = rest.filter((one) => one !== next);
	}
	return result;
}

const isPartOf = (one: Parameter, whole: Parameter): boolean =>
	one.text === whole.text && covers(whole.where, one.where);

/** Whether all operations of one are among the other's. */
const covers = (whole: Where, part: Where): boolean =>
	[...part].every(([resource, operations]) =>
		[...operations].every((operation) => whole.get(resource)?.has(operation)),
	);

function together(one: Where, other: Where): Where {
	const sum = new Map(one);
	for (const [resource, operations] of other) {
		sum.set(resource, new Set([...(sum.get(resource) ?? []), ...operations]));
	}
	return sum;
}

/** n8n's conditions are some resources and some operations: every operation of that name in any of the resources. */
function canBeSaid(where: Where, all: Where): boolean {
	const named = operationsIn(where);
	return [...where].every(([resource, operations]) =>
		[...(all.get(resource) ?? [])].every((one) => !named.has(one) || operations.has(one)),
	);
}

const operationsIn = (where: Where) =>
	new Set([...where.values()].flatMap((operations) => [...operations]));

/**
 * A parameter as n8n takes it, on the condition that it is asked for.
 *
 * @param among where else it could stand: all of the node, or where the collection stands that it is in
 * @param root before the names of resource and operation; inside of a collection `/` leads out of it
 */
function shownWhere(
	{ property, where, inside }: Parameter,
	among: Where,
	root = '',
): INodeProperties {
	const isEverywhere = covers(where, among);
	const { displayOptions: { show, hide } = {}, ...rest } = property;
	return {
		...rest,
		...displayed({
			show: {
				...(!isEverywhere && {
					[`${root}resource`]: [...where.keys()],
					[`${root}operation`]: [...operationsIn(where)],
				}),
				...show,
			},
			...(hide && { hide }),
		}),
		...(inside && {
			options: inside
				.map((one) => shownWhere(one, where, '/'))
				.sort((one, other) => one.displayName.localeCompare(other.displayName)),
		}),
	};
}

type Conditions = NonNullable<IDisplayOptions['show']>;

/**
 * The parameters that a field is shown as: one, or one for each way it is explained.
 *
 * @param show when the operation shows it at all
 * @param root before the names of the fields that it depends on; inside of a collection `/` leads out of it
 */
function propertiesFor(
	name: string,
	{ shown, shownFor = {}, explainedBy }: Field<unknown>,
	show: Conditions,
	root = '',
): INodeProperties[] {
	const dependsOn = Object.entries(shownFor).map(([on, values]) => [root + on, [...values]]);
	const showAll: Conditions = { ...show, ...Object.fromEntries(dependsOn) };
	const property = { ...shown, name, ...displayed({ show: showAll }) };
	if (explainedBy === undefined) return [property];

	const on = root + explainedBy.field;
	const { [on]: used = [], ...others } = showAll;
	// Where an expression gives the other field's value, n8n takes every condition to show something as met. So what is
	// explained for one value is hidden for all others, and the common explanation is left for an expression.
	const unexplained: Conditions[string] = [
		...used.filter((value) => !Object.hasOwn(explainedBy.as, String(value))),
		{ _cnd: { startsWith: '=' } },
	];
	return [
		{ ...property, ...displayed({ show: { ...others, [on]: unexplained } }) },
		...Object.entries(explainedBy.as).map(
			([value, explanation]): INodeProperties => ({
				...property,
				...explanation,
				...displayed({ show: others, hide: { [on]: [{ _cnd: { not: value } }] } }),
			}),
		),
	];
}

const displayed = ({ show = {}, hide = {} }: IDisplayOptions) => {
	const displayOptions = {
		...(Object.keys(show).length > 0 && { show }),
		...(Object.keys(hide).length > 0 && { hide }),
	};
	return Object.keys(displayOptions).length === 0 ? {} : { displayOptions };
};
