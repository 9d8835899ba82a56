import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { testChatDashApi, testChatDashClientApi } from '../transport/credentialTest';
import { listSearchMethods, loadOptionsMethods } from './listSearch';
import { NODE_CREDENTIALS, PROPERTIES } from './description/made';
import { RESOURCES, operationOf } from './resources';
import { fieldsOf } from './operation/resource';
import { run } from './run/run';

export class ChatDash implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ChatDash',
		name: 'chatDash',
		icon: { light: 'file:chatDash.svg', dark: 'file:chatDash.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Manage clients, members, and AI agents in ChatDash, the client dashboard for agencies',
		defaults: { name: 'ChatDash' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: NODE_CREDENTIALS,
		properties: PROPERTIES,
	};

	methods = {
		credentialTest: { testChatDashApi, testChatDashClientApi },
		listSearch: listSearchMethods(fieldsOf(RESOURCES)),
		loadOptions: loadOptionsMethods(fieldsOf(RESOURCES)),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		return [await run(this, operationOf(resource, operation))];
	}
}
