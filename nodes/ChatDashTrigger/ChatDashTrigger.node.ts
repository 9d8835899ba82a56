import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { CREDENTIALS } from '../transport/credentials';
import { loadOptionsMethods } from '../ChatDash/listSearch';
import { inWords } from './failures';
import { PANEL, PROPERTIES } from './properties';
import { receive } from './receive';
import { isRegistered, register, unregister } from './registration';
import { FIELDS } from './settings';

export class ChatDashTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ChatDash Trigger',
		name: 'chatDashTrigger',
		icon: { light: 'file:../ChatDash/chatDash.svg', dark: 'file:../ChatDash/chatDash.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when a call of an AI agent in ChatDash starts, ends, or is missed',
		defaults: { name: 'ChatDash Trigger' },
		...PANEL,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			// Without these labels, n8n calls both just "Credential".
			{
				name: CREDENTIALS.client.name,
				required: true,
				displayName: 'Credential for ChatDash Client API',
			},
			{
				name: CREDENTIALS.agency.name,
				displayName: 'Credential for ChatDash API (Only for the List of Agents)',
			},
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: PROPERTIES,
	};

	methods = { loadOptions: loadOptionsMethods([FIELDS]) };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await inWords(this.getNode(), async () => await isRegistered(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await inWords(this.getNode(), async () => await register(this));
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await unregister(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
