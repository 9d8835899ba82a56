// The node's parameters in n8n, made from the tables of resources, operations and fields.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { CollectionName, Fields } from '../fields/field';
import type { Operation } from '../operation/operation';
import type { Resource } from '../operation/resource';
import { dataMode } from './dataMode';
import { displayOptions, propertiesFor, withDisplayOptions } from './displayOptions';
import {
	type OperationParameters,
	type Parameter,
	type Scope,
	explainConflict,
	mergeIdentical,
	topologicalOrder,
} from './merge';

/** The collections in the order in which n8n shows them. The names are n8n's. */
const COLLECTIONS: ReadonlyArray<
	Pick<INodeProperties, 'displayName' | 'placeholder'> & { name: CollectionName }
> = [
	{ name: 'updateFields', displayName: 'Update Fields', placeholder: 'Add Field' },
	{ name: 'additionalFields', displayName: 'Additional Fields', placeholder: 'Add Field' },
	{ name: 'filters', displayName: 'Filters', placeholder: 'Add Filter' },
	{ name: 'options', displayName: 'Options', placeholder: 'Add option' },
];

/**
 * Makes the node's parameters: first resource and operation, then the fields of all operations, each operation's in the
 * order in which it declares them.
 *
 * @param defaultResource the resource of a new node; like an operation's value, it must never change
 * @param options the fields that every operation has, because they set how the engine runs
 */
export function propertiesOf(
	resources: readonly Resource[],
	defaultResource: string,
	options: Fields,
): INodeProperties[] {
	const { all, operations, merged } = mergedParameters(resources, options);
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
		...topologicalOrder(merged, operations).map((parameter) => withDisplayOptions(parameter, all)),
	];
}

/**
 * Finds operations that list the same fields in different orders. A unit test calls this for all resources.
 *
 * @returns a sentence that names the operations; `undefined` if their orders agree
 */
export function findOrderConflict(
	resources: readonly Resource[],
	options: Fields,
): string | undefined {
	const { merged, operations } = mergedParameters(resources, options);
	return explainConflict(merged, operations);
}

function mergedParameters(resources: readonly Resource[], options: Fields) {
	const all: Scope = new Map(
		resources.map(({ value, operations }) => [value, new Set(operations.map((one) => one.value))]),
	);
	const byResource = resources.map((resource) =>
		resource.operations.map(
			(operation): OperationParameters => ({
				operation: `${resource.value}.${operation.value}`,
				parameters: parametersOf(resource, operation, options),
			}),
		),
	);
	// Merge within each resource first, because parameters of two resources can often only be merged as a whole.
	const mergedByResource = byResource.map((operations) =>
		mergeIdentical(
			operations.flatMap(({ parameters }) => parameters),
			all,
		),
	);
	return {
		all,
		operations: byResource.flat(),
		merged: mergeIdentical(mergedByResource.flat(), all),
	};
}

function operationChooser({ value, operations, defaultOperation }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(
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

/** The parameters of one operation, in the order in which n8n shows them. */
function parametersOf(resource: Resource, operation: Operation, options: Fields): Parameter[] {
	const scope: Scope = new Map([[resource.value, new Set([operation.value])]]);
	const toParameter = (property: INodeProperties): Parameter => ({
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
		return [{ ...toParameter(property), children: children.map(toParameter) }];
	});

	const modeFirst = autoMapped.length > 0 ? dataMode(resource, operation.fields, autoMapped) : [];
	return [...[...modeFirst, ...topLevel].map(toParameter), ...collections];
}
