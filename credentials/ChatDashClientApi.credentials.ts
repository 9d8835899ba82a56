// The credential with a client's key: its fields in n8n, and how it authenticates a request.
import {
	type ICredentialTestRequest,
	type ICredentialType,
	type INodeProperties,
	type Icon,
} from 'n8n-workflow';

import { authenticateWith } from '../nodes/transport/authenticate';
import { CREDENTIALS } from '../nodes/transport/credentials';
import { baseUrlProperty } from '../nodes/transport/credentialProperties';
import { testInCustomFolder } from '../nodes/transport/customFolderTest';

const ABOUT_THE_CLIENT =
	"ChatDash didn't return the webhook subscriptions of this client. Check 'Client ID'. Without it, the key can't be tested.";

export class ChatDashClientApi implements ICredentialType {
	name = CREDENTIALS.client.name;

	displayName = 'ChatDash Client API';

	documentationUrl =
		'https://github.com/n8n-nodes-chatdash/n8n-nodes-chatdash/blob/main/docs/credential.md#the-key-of-a-client';

	icon: Icon = {
		light: 'file:../nodes/ChatDash/chatDash.svg',
		dark: 'file:../nodes/ChatDash/chatDash.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. CD.CL.0123…',
			description:
				"The API key of one of your clients. It starts with CD.CL. Your agency's own key doesn't work here.",
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 66f1c0a2b7e4d9035a8c1f20',
			description:
				"The ID of the client that the key belongs to. With it, n8n can test the key, and you don't have to enter the ID in each node.",
		},
		baseUrlProperty,
	];

	supportedNodes?: string[];

	declare test?: ICredentialTestRequest;

	constructor() {
		testInCustomFolder(this, 'client', {
			url: '/webhooks/subscriptions',
			qs: { clientId: '={{ $credentials.clientId }}' },
			messages: new Map([
				[400, ABOUT_THE_CLIENT],
				[404, ABOUT_THE_CLIENT],
			]),
		});
	}

	authenticate = authenticateWith('client');
}
