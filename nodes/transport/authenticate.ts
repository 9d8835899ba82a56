// How n8n authenticates a request with a credential.
import { type IAuthenticate, UserError } from 'n8n-workflow';

import { type CredentialKind, parseApiKey } from './credentials';

/**
 * Sets the header `Authorization` to the key. ChatDash expects no scheme before it. This is a function, because the
 * declarative form would evaluate an expression for each request.
 *
 * @returns a function that throws if the key is invalid, with a message for the user
 */
export const authenticateWith =
	(kind: CredentialKind): IAuthenticate =>
	async (credentials, requestOptions) => {
		const apiKey = parseApiKey(kind, credentials['apiKey']);
		if (!apiKey.ok) throw new UserError(`${apiKey.message}. ${apiKey.advice}`);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, Authorization: apiKey.value },
		};
	};
