// A resource, and how the node's parameters come out of the tables of resources, operations and fields.
import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Field, Group } from './field';
import type { Operation } from './operation';

/** A kind of record in ChatDash with what can be done to it. */
export interface Resource {
	readonly name: string;
	readonly value: string;
	/** Alphabetical by name, as n8n wants lists to be. */
	readonly operations: readonly Operation[];
	/**
	 * Value of the operation that a new node begins with. It must never change: n8n leaves values that equal the default
	 * out of saved workflows, and another default would make them do something else.
	 */
	readonly defaultOperation: string;
}

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
const dataMode = (fieldNames: readonly string[]): Omit<INodeProperties, 'displayOptions'> => ({
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

/**
 * The node's parameters: resource and operation first, then the fields of each operation, shown for it alone.
 *
 * @param defaultResource value of the resource that a new node begins with; like an operation's, it must never change
 * @param options those of every operation, which tell the engine how to run; keyed by name
 */
export function propertiesOf(
	resources: readonly Resource[],
	defaultResource: string,
	options: Readonly<Record<string, Field<unknown>>>,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: defaultResource,
		},
		...resources.flatMap((resource) => [
			operationChooser(resource),
			...resource.operations.flatMap((operation) => fieldsOf(resource, operation, options)),
		]),
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

function fieldsOf(
	resource: Resource,
	operation: Operation,
	options: Readonly<Record<string, Field<unknown>>>,
): INodeProperties[] {
	const shownHere = { resource: [resource.value], operation: [operation.value] };
	const autoMapped = operation.autoMapped ?? [];
	const ifMappedHere = (names: readonly string[]) =>
		names.length > 0 && names.every((name) => autoMapped.includes(name))
			? { dataMode: ['defineBelow'] }
			: {};

	const all = Object.entries({ ...operation.fields, ...options });
	const topLevel = all
		.filter(([, field]) => field.group === undefined)
		.flatMap(([name, field]) =>
			propertiesFor(name, field, { ...shownHere, ...ifMappedHere([name]) }),
		);

	const collections = COLLECTIONS.flatMap((collection): INodeProperties[] => {
		const members = all.filter(([, field]) => field.group === collection.name);
		if (members.length === 0) return [];
		const show = { ...shownHere, ...ifMappedHere(members.map(([name]) => name)) };
		return [
			{
				...collection,
				type: 'collection',
				displayOptions: { show },
				options: members
					.flatMap(([name, field]) => propertiesFor(name, field, {}, '/'))
					.sort((one, other) => one.displayName.localeCompare(other.displayName)),
				default: {},
			},
		];
	});

	return [
		...(autoMapped.length > 0
			? [{ ...dataMode(autoMapped), displayOptions: { show: shownHere } }]
			: []),
		...topLevel,
		...collections,
	];
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
