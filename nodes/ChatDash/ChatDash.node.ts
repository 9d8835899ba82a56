import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { testChatDashApi, testChatDashClientApi } from '../transport/credentialTest';
import { listSearchMethods, loadOptionsMethods } from './listSearch';
import { DEFAULT_RESOURCE, RESOURCES, operationOf } from './resources';
import { credentialsOf } from './description/credentials';
import { propertiesOf } from './description/properties';
import { fieldsOf } from './operation/resource';
import { run } from './run/run';
import { RUN_OPTIONS } from './run/options';

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
		credentials: credentialsOf(RESOURCES),
		properties: propertiesOf(RESOURCES, DEFAULT_RESOURCE, RUN_OPTIONS),
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
