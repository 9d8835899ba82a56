// The credential: its fields in n8n, and how it authenticates a request.
import {
	type IAuthenticate,
	type ICredentialTestRequest,
	type ICredentialType,
	type INodeProperties,
	type Icon,
	UserError,
} from 'n8n-workflow';

import { CREDENTIAL_NAME, DEFAULT_BASE_URL, parseApiKey } from '../nodes/transport/credentials';

/**
 * The test for a package that n8n loads from a custom folder (`N8N_CUSTOM_EXTENSIONS`). There, n8n doesn't know which
 * nodes use a credential, so it never finds the node's own test, whose sentences also cover networks and addresses.
 */
const TEST_IN_CUSTOM_FOLDER: ICredentialTestRequest = {
	request: {
		baseURL: `={{ $credentials.baseUrl || '${DEFAULT_BASE_URL}' }}`,
		url: '/clients',
		// Otherwise, n8n would send the agency key to any host that a redirect names.
		disableFollowRedirect: true,
	},
	rules: [401, 403].map((value) => ({
		type: 'responseCode',
		properties: {
			value,
			message:
				"ChatDash doesn't accept this key. Copy the agency key again from your agency profile.",
		},
	})),
};

export class ChatDashApi implements ICredentialType {
	name = CREDENTIAL_NAME;

	displayName = 'ChatDash API';

	documentationUrl = 'https://docs.chat-dash.com/api-reference/clients/pages/get-clients';

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
				'The key of your agency, found on your agency profile in ChatDash. The key of a single client (CD.CL.…) does not work here.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			placeholder: `e.g. ${DEFAULT_BASE_URL}`,
			description:
				'The address of the ChatDash API. Leave it as it is unless ChatDash gave you another one.',
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

	/**
	 * Sets the header `Authorization` to the key. ChatDash expects no scheme before it. This is a function, because the
	 * declarative form would evaluate an expression for each request.
	 *
	 * @throws if the key is invalid, with a message for the user
	 */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const apiKey = parseApiKey(credentials['apiKey']);
		if (!apiKey.ok) throw new UserError(`${apiKey.message}. ${apiKey.advice}`);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, Authorization: apiKey.value },
		};
	};
}
