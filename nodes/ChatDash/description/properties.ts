// How the node's parameters come out of the tables of resources, operations and fields. What several operations ask for
// alike is one parameter: the editor evaluates all expressions of a node anew for every parameter that is shown on a
// condition, and a panel with one of its own for each operation took a sixth longer to open.
import {
	type IDisplayOptions,
	type INodeProperties,
	type INodePropertyOptions,
	UnexpectedError,
} from 'n8n-workflow';

import type { Field, CollectionName } from '../fields/field';
import type { Operation } from '../operation/operation';
import type { Resource } from '../operation/resource';

/** How the collections are called, in the order in which they stand; the words are n8n's. */
const COLLECTIONS: ReadonlyArray<
	Pick<INodeProperties, 'displayName' | 'placeholder'> & { name: CollectionName }
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
type Scope = ReadonlyMap<string, ReadonlySet<string>>;

/** A parameter and where it is asked for. */
interface Parameter {
	/** With its conditions apart from resource and operation; without what is inside of it. */
	readonly property: INodeProperties;
	/** All of that as a text, for telling whether two are alike. */
	readonly signature: string;
	readonly scope: Scope;
	/** What may be added, for a collection. */
	readonly children?: readonly Parameter[];
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
	const all: Scope = new Map(
		resources.map(({ value, operations }) => [value, new Set(operations.map((one) => one.value))]),
	);
	const asked = resources.map((resource) =>
		resource.operations.map((operation) => parametersOf(resource, operation, options)),
	);
	// First within each resource: what two resources ask for alike may be one parameter only as a whole.
	const parameters = mergeIdentical(
		asked.flatMap((lists) => mergeIdentical(lists.flat(), all)),
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
		...topologicalOrder(parameters, asked.flat()).map((parameter) =>
			withDisplayOptions(parameter, all),
		),
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
	const scope: Scope = new Map([[resource.value, new Set([operation.value])]]);
	const asked = (property: INodeProperties): Parameter => ({
		property,
		signature: JSON.stringify(property),
		scope,
	});
	const autoMapped = operation.autoMapped ?? [];
	const whenMappedManually = (names: readonly string[]) =>
		names.length > 0 && names.every((name) => autoMapped.includes(name))
			? { dataMode: ['defineBelow'] }
			: {};

	const all = Object.entries({ ...operation.fields, ...options });
	const topLevel = all
		.filter(([, field]) => field.collection === undefined)
		.flatMap(([name, field]) => propertiesFor(name, field, whenMappedManually([name])));

	const collections = COLLECTIONS.flatMap((collection): Parameter[] => {
		const members = all.filter(([, field]) => field.collection === collection.name);
		if (members.length === 0) return [];
		const children = members.flatMap(([name, field]) => propertiesFor(name, field, {}, '/'));
		const property: INodeProperties = {
			...collection,
			type: 'collection',
			...displayOptions({ show: whenMappedManually(members.map(([name]) => name)) }),
			default: {},
		};
		return [{ ...asked(property), children: children.map(asked) }];
	});

	const first = autoMapped.length > 0 ? [dataMode(autoMapped)] : [];
	return [...[...first, ...topLevel].map(asked), ...collections];
}

/** What is there more than once becomes one. */
function mergeIdentical(parameters: readonly Parameter[], all: Scope): Parameter[] {
	const result: Parameter[] = [];
	for (const parameter of parameters) {
		const at = result.findIndex(
			(other) =>
				other.signature === parameter.signature &&
				isExpressible(union(other.scope, parameter.scope), all),
		);
		const found = result[at];
		if (found === undefined) result.push(parameter);
		else result[at] = merge(found, parameter, all);
	}
	return result;
}

const merge = (one: Parameter, other: Parameter, all: Scope): Parameter => ({
	...one,
	scope: union(one.scope, other.scope),
	...(one.children &&
		other.children && { children: mergeIdentical([...one.children, ...other.children], all) }),
});

/**
 * Puts parameters in an order that is right for every operation.
 *
 * @param asked what each operation asks for, in its order
 * @throws if two operations ask for the same in another order
 */
function topologicalOrder(
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
	one.signature === whole.signature && isSuperset(whole.scope, one.scope);

/** Whether all operations of one are among the other's. */
const isSuperset = (whole: Scope, part: Scope): boolean =>
	[...part].every(([resource, operations]) =>
		[...operations].every((operation) => whole.get(resource)?.has(operation)),
	);

function union(one: Scope, other: Scope): Scope {
	const sum = new Map(one);
	for (const [resource, operations] of other) {
		sum.set(resource, new Set([...(sum.get(resource) ?? []), ...operations]));
	}
	return sum;
}

/** n8n's conditions are some resources and some operations: every operation of that name in any of the resources. */
function isExpressible(scope: Scope, all: Scope): boolean {
	const named = operationsIn(scope);
	return [...scope].every(([resource, operations]) =>
		[...(all.get(resource) ?? [])].every((one) => !named.has(one) || operations.has(one)),
	);
}

const operationsIn = (scope: Scope) =>
	new Set([...scope.values()].flatMap((operations) => [...operations]));

/**
 * A parameter as n8n takes it, on the condition that it is asked for.
 *
 * @param among where else it could stand: all of the node, or where the collection stands that it is in
 * @param root before the names of resource and operation; inside of a collection `/` leads out of it
 */
function withDisplayOptions(
	{ property, scope, children }: Parameter,
	among: Scope,
	root = '',
): INodeProperties {
	const isEverywhere = isSuperset(scope, among);
	const { displayOptions: { show, hide } = {}, ...rest } = property;
	return {
		...rest,
		...displayOptions({
			show: {
				...(!isEverywhere && {
					[`${root}resource`]: [...scope.keys()],
					[`${root}operation`]: [...operationsIn(scope)],
				}),
				...show,
			},
			...(hide && { hide }),
		}),
		...(children && {
			options: children
				.map((one) => withDisplayOptions(one, scope, '/'))
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
	field: Field<unknown>,
	show: Conditions,
	root = '',
): INodeProperties[] {
	const { showFor = {}, hintsBy } = field;
	const dependsOn = Object.entries(showFor).map(([on, values]) => [root + on, [...values]]);
	const showAll: Conditions = { ...show, ...Object.fromEntries(dependsOn) };
	const property = { ...field.property, name, ...displayOptions({ show: showAll }) };
	if (hintsBy === undefined) return [property];

	const on = root + hintsBy.field;
	const { [on]: used = [], ...others } = showAll;
	// Where an expression gives the other field's value, n8n takes every condition to show something as met. So what is
	// explained for one value is hidden for all others, and the common explanation is left for an expression.
	const unexplained: Conditions[string] = [
		...used.filter((value) => !Object.hasOwn(hintsBy.hints, String(value))),
		{ _cnd: { startsWith: '=' } },
	];
	return [
		{ ...property, ...displayOptions({ show: { ...others, [on]: unexplained } }) },
		...Object.entries(hintsBy.hints).map(
			([value, explanation]): INodeProperties => ({
				...property,
				...explanation,
				...displayOptions({ show: others, hide: { [on]: [{ _cnd: { not: value } }] } }),
			}),
		),
	];
}

const displayOptions = ({ show = {}, hide = {} }: IDisplayOptions) => {
	const displayOptions = {
		...(Object.keys(show).length > 0 && { show }),
		...(Object.keys(hide).length > 0 && { hide }),
	};
	return Object.keys(displayOptions).length === 0 ? {} : { displayOptions };
};
