// The test of a credential in a package that n8n loads from a custom folder (`N8N_CUSTOM_EXTENSIONS`). There, n8n doesn't
// know which nodes use a credential, so it never finds the node's own test, whose sentences also cover networks and
// addresses.
import type { ICredentialTestRequest, ICredentialType, IHttpRequestOptions } from 'n8n-workflow';

import { CREDENTIALS, type CredentialKind, DEFAULT_BASE_URL } from './credentials';

/** A list that a test fetches. */
export interface TestedList {
	readonly url: string;
	readonly qs?: IHttpRequestOptions['qs'];
	/** What to do about these statuses, besides those of a key that isn't accepted. */
	readonly messages?: ReadonlyMap<number, string>;
}

/**
 * Gives a credential its test. n8n prefers that test to the node's own, so it's only there if n8n can't find the node's:
 * n8n sets `supportedNodes`, but not for a package in a custom folder.
 */
export function testInCustomFolder(
	credential: ICredentialType,
	kind: CredentialKind,
	list: TestedList,
): void {
	const test = testRequest(kind, list);
	Object.defineProperty(credential, 'test', {
		get: () => (credential.supportedNodes === undefined ? test : undefined),
	});
}

function testRequest(
	kind: CredentialKind,
	{ url, qs, messages = new Map() }: TestedList,
): ICredentialTestRequest {
	const notAccepted = `ChatDash didn't accept the API key. ${CREDENTIALS[kind].ifNotAccepted}`;
	return {
		request: {
			baseURL: `={{ $credentials.baseUrl || '${DEFAULT_BASE_URL}' }}`,
			url,
			...(qs && { qs }),
			// Otherwise, n8n would send the key to any host that a redirect names.
			disableFollowRedirect: true,
		},
		rules: [[401, notAccepted] as const, [403, notAccepted] as const, ...messages].map(
			([value, message]) => ({ type: 'responseCode', properties: { value, message } }),
		),
	};
}
