// The node with Client → Create as its only operation. Compared with the whole node, it shows whether unused operations
// make an item more expensive. Not part of the package.
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { client } from '../../../nodes/ChatDash/resources/client';
import { create } from '../../../nodes/ChatDash/resources/client/create';
import { propertiesOf } from '../../../nodes/ChatDash/description/properties';
import { run } from '../../../nodes/ChatDash/run/run';
import { RUN_OPTIONS } from '../../../nodes/ChatDash/run/options';

export class ChatDashCreateOnly implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ChatDash (Create Only)',
		name: 'chatDashCreateOnly',
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Create clients in ChatDash, to be measured',
		defaults: { name: 'ChatDash (Create Only)' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'chatDashApi', required: true }],
		properties: propertiesOf([{ ...client, operations: [create] }], client.value, RUN_OPTIONS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await run(this, create)];
	}
}
