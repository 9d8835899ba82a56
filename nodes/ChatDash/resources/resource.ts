// A resource, and how the node's parameters come out of the tables of resources, operations and fields.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Field } from './field';
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

/** How the two collections are called; the words are n8n's. */
const COLLECTIONS = {
	additionalFields: { displayName: 'Additional Fields', placeholder: 'Add Field' },
	options: { displayName: 'Options', placeholder: 'Add option' },
} as const;

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

	const all = { ...operation.fields, ...options };
	const topLevel = Object.entries(all)
		.filter(([, field]) => field.group === undefined)
		.map(([name, field]): INodeProperties => {
			const show = { ...shownHere, ...ifMappedHere([name]), ...copyOf(field.shownFor) };
			return { ...field.shown, name, displayOptions: { show } };
		});

	const collections = (['additionalFields', 'options'] as const).flatMap(
		(group): INodeProperties[] => {
			const members = Object.entries(all)
				.filter(([, field]) => field.group === group)
				.map(([name, field]): INodeProperties => ({ ...field.shown, name }))
				.sort((one, other) => one.displayName.localeCompare(other.displayName));
			if (members.length === 0) return [];
			const show = { ...shownHere, ...ifMappedHere(members.map(({ name }) => name)) };
			return [
				{
					...COLLECTIONS[group],
					name: group,
					type: 'collection',
					displayOptions: { show },
					options: members,
					default: {},
				},
			];
		},
	);

	return [
		...(autoMapped.length > 0
			? [{ ...dataMode(autoMapped), displayOptions: { show: shownHere } }]
			: []),
		...topLevel,
		...collections,
	];
}

const copyOf = (shownFor: Field<unknown>['shownFor']) =>
	Object.fromEntries(Object.entries(shownFor ?? {}).map(([name, values]) => [name, [...values]]));
