// The test of the credential: fetches the list of clients, and explains in a sentence what is wrong. It's a function,
// because a declarative test shows Node's error codes and n8n's status texts instead of sentences.
import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { type ClassifiedResponse, classifyResponse } from './classify';
import { type Connection, parseConnection } from './credentials';
import { type HttpResult, toHttpResponse, toNetworkError } from './http';
import { Redactor } from './redact';

/** Short, because the user waits for the test. */
const TIMEOUT_MS = 15_000;

/** @returns the result that n8n shows in the credential's dialog */
export async function testChatDashApi(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const connection = parseConnection('agency', credential.data ?? {});
	if (!connection.ok) {
		return { status: 'Error', message: `${connection.message}. ${connection.advice}` };
	}
	const result = await listClients(this, connection.value);
	const classified = classifyResponse(result, 'list', new Redactor([connection.value.apiKey]));
	return classified.kind === 'success'
		? { status: 'OK', message: 'Connection successful!' }
		: { status: 'Error', message: messageFor(classified, result) };
}

async function listClients(
	{ helpers }: ICredentialTestFunctions,
	{ apiKey, baseUrl }: Connection,
): Promise<HttpResult> {
	try {
		// A credential test only has this helper, which doesn't add the key and doesn't support the newer options.
		const response: unknown = await helpers.request({
			method: 'GET',
			uri: `${baseUrl}/clients`,
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
): string {
	switch (classified.kind) {
		case 'unauthorized':
			return `ChatDash didn't accept the API key: ${classified.message}. Copy the key again from your agency profile in ChatDash.`;
		case 'unreachable':
			return `Couldn't reach ChatDash: ${lowerFirst(classified.message)}. Check 'Base URL' and n8n's internet connection.`;
		case 'throttled':
			return "ChatDash isn't accepting requests right now. Wait a minute, then select Retry.";
		case 'rejected':
			return classified.status === 404 || (classified.status >= 300 && classified.status < 400)
				? "No ChatDash API found at this address. Check 'Base URL': it usually ends in /v1/public."
				: `ChatDash rejected this credential (status ${classified.status}): ${classified.message}. Check the API key and 'Base URL'.`;
		case 'ambiguous':
			if (result.kind === 'response' && result.status < 500) {
				return "The server at this address isn't the ChatDash API. Check 'Base URL'.";
			}
			return `Couldn't test the connection: ${lowerFirst(classified.message)}. Wait a minute, then select Retry.`;
	}
}

const lowerFirst = (sentence: string) =>
	/^ChatDash/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
