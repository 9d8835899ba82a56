import {
	type IAuthenticate,
	type ICredentialType,
	type INodeProperties,
	type Icon,
	UserError,
} from 'n8n-workflow';

import { CREDENTIAL_NAME, DEFAULT_BASE_URL, checkApiKey } from '../nodes/transport/connection';

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

	/**
	 * Puts the key as it is into `Authorization`, with no scheme word before it, as ChatDash's page for each call asks.
	 * A function, because the declarative form costs an expression a request.
	 *
	 * @throws if the key cannot be used, in words for the user
	 */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const apiKey = checkApiKey(credentials['apiKey']);
		if (!apiKey.ok) throw new UserError(`${apiKey.fault}. ${apiKey.advice}`);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, Authorization: apiKey.value },
		};
	};
}
