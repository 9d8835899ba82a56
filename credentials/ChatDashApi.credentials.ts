// The credential: its fields in n8n, and how it authenticates a request.
import {
	type ICredentialTestRequest,
	type ICredentialType,
	type INodeProperties,
	type Icon,
} from 'n8n-workflow';

import { authenticateWith } from '../nodes/transport/authenticate';
import { CREDENTIALS, DEFAULT_BASE_URL } from '../nodes/transport/credentials';

/**
 * The test for a package that n8n loads from a custom folder (`N8N_CUSTOM_EXTENSIONS`). There, n8n doesn't know which
 * nodes use a credential, so it never finds the node's own test, whose sentences also cover networks and addresses.
 */
const TEST_IN_CUSTOM_FOLDER: ICredentialTestRequest = {
	request: {
		baseURL: `={{ $credentials.baseUrl || '${DEFAULT_BASE_URL}' }}`,
		url: '/clients',
		// Otherwise, n8n would send the key to any host that a redirect names.
		disableFollowRedirect: true,
	},
	rules: [401, 403].map((value) => ({
		type: 'responseCode',
		properties: {
			value,
			message:
				"ChatDash didn't accept the API key. Copy the key again from your agency profile in ChatDash.",
		},
	})),
};

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
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			placeholder: `e.g. ${DEFAULT_BASE_URL}`,
			description:
				'The address of the ChatDash API. Change it only if ChatDash gave you a different one.',
		},
	];

	/** The nodes that use the credential; n8n sets it, but not for a package in a custom folder. */
	supportedNodes?: string[];

	/** n8n prefers this test to the node's own test, so it's only defined if n8n can't find the node's. */
	declare test?: ICredentialTestRequest;

	constructor() {
		Object.defineProperty(this, 'test', {
			get: () => (this.supportedNodes === undefined ? TEST_IN_CUSTOM_FOLDER : undefined),
		});
	}

	authenticate = authenticateWith('agency');
}
