// Client → Create as a declarative node: the same fields, with n8n's routing instead of code. Used only for comparison
// in the benchmark. Not part of the package.
import {
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { LANGUAGES } from '../../../nodes/ChatDash/resources/client/languages';

const toBody = (property: string): NonNullable<INodeProperties['routing']> => ({
	send: { type: 'body', property },
});

const ON_CREATE = { resource: ['client'], operation: ['create'] };

export class ChatDashDeclarative implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ChatDash (Declarative)',
		name: 'chatDashDeclarative',
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Create clients in ChatDash, to be measured',
		defaults: { name: 'ChatDash (Declarative)' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'chatDashApi', required: true }],
		requestDefaults: {
			baseURL: '={{ $credentials.baseUrl }}',
			headers: { Accept: 'application/json' },
		},
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Client', value: 'client' }],
				default: 'client',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['client'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a client',
						description: 'Create a new client with its first member',
						routing: { request: { method: 'POST', url: '/clients' } },
					},
				],
				default: 'create',
			},
			{
				displayName: 'Client Name',
				name: 'clientName',
				type: 'string',
				default: '',
				required: true,
				displayOptions: { show: ON_CREATE },
				routing: toBody('client.name'),
			},
			{
				displayName: 'Language',
				name: 'language',
				type: 'options',
				options: Object.entries(LANGUAGES).map(([value, name]) => ({
					name: `${name} (${value})`,
					value,
				})),
				default: 'en',
				displayOptions: { show: ON_CREATE },
				routing: toBody('client.language'),
			},
			{
				displayName: 'Member Name',
				name: 'memberName',
				type: 'string',
				default: '',
				required: true,
				displayOptions: { show: ON_CREATE },
				routing: toBody('member.name'),
			},
			{
				displayName: 'Login ID',
				name: 'loginId',
				type: 'string',
				default: '',
				required: true,
				displayOptions: { show: ON_CREATE },
				routing: toBody('member.loginId'),
			},
			{
				displayName: 'Password',
				name: 'password',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				required: true,
				displayOptions: { show: ON_CREATE },
				routing: toBody('member.password'),
			},
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'collection',
				placeholder: 'Add Field',
				default: {},
				displayOptions: { show: ON_CREATE },
				options: [
					{
						displayName: 'Email',
						name: 'email',
						type: 'string',
						default: '',
						routing: toBody('member.email'),
					},
				],
			},
		],
	};
}
