/**
 * Stand-ins for the nodes of n8n that the examples use. n8n evaluates their parameters as it does for its own nodes. They
 * do only what the examples ask of them; test/e2e runs the examples with n8n's own nodes.
 */
import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	isAssignmentCollectionValue,
	jsonParse,
	type NodeParameterValue,
	UnexpectedError,
} from 'n8n-workflow';

import { plainDescription } from '../../sandbox/n8n/engine';

const VERSIONS = [1, 1.1, 1.2, 2, 2.1, 2.2, 2.3, 3.4, 4.5];

const property = (
	name: string,
	type: INodeProperties['type'],
	defaultValue: INodeProperties['default'],
	more: Partial<INodeProperties> = {},
): INodeProperties => ({ displayName: name, name, type, default: defaultValue, ...more });

/** A type with these parameters that makes the items of its one output from its input items. */
const nodeType = (
	properties: INodeProperties[],
	outputOf: (context: IExecuteFunctions, items: INodeExecutionData[]) => INodeExecutionData[],
): INodeType => ({
	description: { ...plainDescription, version: VERSIONS, properties },
	async execute(this: IExecuteFunctions) {
		return await Promise.resolve([outputOf(this, this.getInputData())]);
	},
});

/** *Edit Fields*, with fields or with JSON. */
const setType = nodeType(
	[
		property('mode', 'string', 'manual'),
		property('assignments', 'assignmentCollection', {}),
		property('jsonOutput', 'json', '{}'),
	],
	(context, items) =>
		items.map((_item, index) => ({ json: fieldsOf(context, index), pairedItem: { item: index } })),
);

function fieldsOf(context: IExecuteFunctions, index: number): IDataObject {
	if (context.getNodeParameter('mode', index) === 'raw') {
		return jsonParse<IDataObject>(String(context.getNodeParameter('jsonOutput', index)));
	}
	const value = context.getNodeParameter('assignments', index);
	if (!isAssignmentCollectionValue(value)) throw new UnexpectedError('There are no assignments');
	return Object.fromEntries(
		value.assignments.map(({ name, value: field, type }) => [name, converted(field, type)]),
	);
}

const converted = (value: NodeParameterValue, type: string | undefined) => {
	if (value === undefined || value === null) return null;
	return type === 'number' ? Number(value) : type === 'string' ? String(value) : value;
};

/** *Filter*: n8n itself decides whether an item meets its conditions. */
const filterType = nodeType(
	[
		property('conditions', 'filter', {}, { typeOptions: { filter: { version: 2 } } }),
		property('options', 'json', {}),
	],
	(context, items) =>
		items.flatMap(({ json }, index) =>
			context.getNodeParameter('conditions', index, false, { extractValue: true }) === true
				? [{ json, pairedItem: { item: index } }]
				: [],
		),
);

/** *Split Out* of one field with a list of objects. */
const splitOutType = nodeType([property('fieldToSplitOut', 'string', '')], (context, items) =>
	items.flatMap(({ json }, index) => {
		const list = json[String(context.getNodeParameter('fieldToSplitOut', index))];
		if (!isListOfObjects(list)) throw new UnexpectedError('There is no list to split');
		return list.map((each) => ({ json: each, pairedItem: { item: index } }));
	}),
);

const isListOfObjects = (value: unknown): value is IDataObject[] => Array.isArray(value);

/** A trigger. Its items are pinned, so it never runs. */
const triggerType: INodeType = {
	description: { ...plainDescription, version: VERSIONS, inputs: [] },
	async trigger() {
		return await Promise.resolve({});
	},
};

export const BASE_NODES: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-base.filter': filterType,
	'n8n-nodes-base.formTrigger': triggerType,
	'n8n-nodes-base.hubspotTrigger': triggerType,
	'n8n-nodes-base.manualTrigger': triggerType,
	'n8n-nodes-base.pipedriveTrigger': triggerType,
	'n8n-nodes-base.set': setType,
	'n8n-nodes-base.splitOut': splitOutType,
	'n8n-nodes-base.stripeTrigger': triggerType,
	'n8n-nodes-base.webhook': triggerType,
	'n8n-nodes-chatdash.chatDashTrigger': triggerType,
};

/**
 * A CRM's node that gets records by ID. What it doesn't find leaves through the error output, as with n8n's own nodes.
 *
 * @param idsBy the parameter that has the ID, by resource
 */
export const gettingType = (
	idsBy: Readonly<Record<string, string>>,
	find: (resource: string, id: string) => IDataObject | undefined,
): INodeType =>
	nodeType(
		[
			property('resource', 'string', ''),
			...Object.values(idsBy).map((name) =>
				property(name, 'resourceLocator', '', {
					modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
				}),
			),
		],
		(context, items) =>
			items.map((_item, index) => {
				const resource = String(context.getNodeParameter('resource', index));
				const id = context.getNodeParameter(idsBy[resource] ?? '', index, '', {
					extractValue: true,
				});
				const json = find(resource, String(id)) ?? {
					error: 'The resource you are requesting could not be found',
				};
				return { json, pairedItem: { item: index } };
			}),
	);

/** *Google Sheets* with two sheets: it reads one, and collects what is appended to the other. */
export const sheetsType = (rows: readonly IDataObject[], appended: IDataObject[]): INodeType =>
	nodeType([property('operation', 'string', '')], (context, items) => {
		if (context.getNodeParameter('operation', 0) === 'read') {
			return rows.map((json) => ({ json, pairedItem: { item: 0 } }));
		}
		appended.push(...items.map(({ json }) => json));
		return items;
	});

/** *HubSpot* with contacts that are found by phone number, and that calls are logged with. */
export const callLogType = (
	idsByPhone: ReadonlyMap<string, string>,
	logged: IDataObject[],
): INodeType =>
	nodeType(
		[
			property('operation', 'string', ''),
			property('metadata', 'json', {}),
			property('additionalFields', 'json', {}),
		],
		(context, items) =>
			items.flatMap((_item, index): INodeExecutionData[] => {
				const pairedItem = { item: index };
				if (context.getNodeParameter('operation', index) === 'search') {
					const id = idsByPhone.get(
						String(context.getNodeParameter('additionalFields.query', index)),
					);
					return id === undefined ? [] : [{ json: { id }, pairedItem }];
				}
				const contact = context.getNodeParameter('additionalFields.associations.contactIds', index);
				if (contact === 'gone') return [{ json: { error: 'The contact is gone' }, pairedItem }];
				logged.push({ contact, body: String(context.getNodeParameter('metadata.body', index)) });
				return [{ json: { id: 'logged' }, pairedItem }];
			}),
	);
