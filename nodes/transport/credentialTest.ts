// The tests of the credentials: each fetches a list, and explains in a sentence what is wrong. They're functions, because a
// declarative test shows Node's error codes and n8n's status texts instead of sentences.
import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { type ClassifiedResponse, classifyResponse } from './classify';
import { type Connection, CREDENTIALS, type CredentialKind, parseConnection } from './credentials';
import { type HttpResult, toHttpResponse, toNetworkError } from './http';
import { Redactor } from './redact';
import { queryString } from './request';
import { type Result, err, ok } from './result';

/** Short, because the user waits for the test. */
const TIMEOUT_MS = 15_000;

type CredentialTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

/**
 * Makes the test of a credential. Its result is what n8n shows in the credential's dialog.
 *
 * @param listFor the list to fetch, or why there's none
 */
const testOf = (
	kind: CredentialKind,
	listFor: (connection: Connection) => Result<string>,
): CredentialTest =>
	async function (credential) {
		const connection = parseConnection(kind, credential.data ?? {});
		if (!connection.ok) return failed(`${connection.message}. ${connection.advice}`);
		const list = listFor(connection.value);
		if (!list.ok) return failed(`${list.message}. ${list.advice}`);
		const result = await fetchList(this, connection.value, list.value);
		const classified = classifyResponse(result, 'list', new Redactor([connection.value.apiKey]));
		return classified.kind === 'success'
			? { status: 'OK', message: 'Connection successful!' }
			: failed(messageFor(classified, result, kind));
	};

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

export const testChatDashApi = testOf('agency', () => ok('/clients'));

/**
 * ChatDash has no call that works with a client's key alone: one that lists anything takes the client's ID. n8n only shows
 * the message of a test that failed, so a key that wasn't tested can't count as a success.
 */
export const testChatDashClientApi = testOf('client', ({ clientId }) =>
	clientId === undefined
		? err(
				"The API key looks like a client key, but it can't be tested without 'Client ID'",
				'You can use the credential as it is. To test the key, enter the ID of its client and select Retry.',
			)
		: ok(`/webhooks/subscriptions${queryString({ clientId })}`),
);

async function fetchList(
	{ helpers }: ICredentialTestFunctions,
	{ apiKey, baseUrl }: Connection,
	list: string,
): Promise<HttpResult> {
	try {
		// A credential test only has this helper, which doesn't add the key and doesn't support the newer options.
		const response: unknown = await helpers.request({
			method: 'GET',
			uri: baseUrl + list,
			headers: { Accept: 'application/json', Authorization: apiKey },
			timeout: TIMEOUT_MS,
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
		});
		return toHttpResponse(response);
	} catch (error) {
		return toNetworkError(error);
	}
}

function messageFor(
	classified: Exclude<ClassifiedResponse, { kind: 'success' }>,
	result: HttpResult,
	kind: CredentialKind,
): string {
	switch (classified.kind) {
		case 'unauthorized':
			return `ChatDash didn't accept the API key: ${classified.message}. ${CREDENTIALS[kind].ifNotAccepted}`;
		case 'unreachable':
			return `Couldn't reach ChatDash: ${lowerFirst(classified.message)}. Check 'Base URL' and n8n's internet connection.`;
		case 'throttled':
			return "ChatDash isn't accepting requests right now. Wait a minute, then select Retry.";
		case 'rejected':
			return meansNoApi(classified.status, kind)
				? "No ChatDash API found at this address. Check 'Base URL': it usually ends in /v1/public."
				: `ChatDash rejected this credential (status ${classified.status}): ${classified.message}. Check ${CREDENTIALS[kind].fields}.`;
		case 'ambiguous':
			if (result.kind === 'response' && result.status < 500) {
				return "The server at this address isn't the ChatDash API. Check 'Base URL'.";
			}
			return `Couldn't test the connection: ${lowerFirst(classified.message)}. Wait a minute, then select Retry.`;
	}
}

/** Whether a rejection shows that there's no such address. Where the address has an ID, a 404 may be about that ID. */
const meansNoApi = (status: number, kind: CredentialKind) =>
	(status === 404 && kind === 'agency') || (status >= 300 && status < 400);

const lowerFirst = (sentence: string) =>
	/^ChatDash/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
