// The credential with the agency's key: its fields in n8n, and how it authenticates a request.
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

export class ChatDashApi implements ICredentialType {
	name = CREDENTIALS.agency.name;

	displayName = 'ChatDash API';

	documentationUrl =
		'https://github.com/n8n-nodes-chatdash/n8n-nodes-chatdash/blob/main/docs/credential.md';

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
			placeholder: 'e.g. CD.0123…',
			description:
				"Your agency's API key. You can find it on your agency profile in ChatDash. Client keys (they start with CD.CL.) don't work here.",
		},
		baseUrlProperty,
	];

	supportedNodes?: string[];

	declare test?: ICredentialTestRequest;

	constructor() {
		testInCustomFolder(this, 'agency', { url: '/clients' });
	}

	authenticate = authenticateWith('agency');
}
