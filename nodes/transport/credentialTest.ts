// The test behind the credential's *Test* button: reads the list of clients and says in one sentence what is wrong.
// A test as a function, because the declarative form shows Node's codes and n8n's status texts in place of sentences.
import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { type ClassifiedResponse, classifyResponse } from './classify';
import { type Connection, parseConnection } from './credentials';
import { type HttpResult, toHttpResponse, toNetworkError } from './http';
import { Redactor } from './redact';

/** In milliseconds; somebody watches a spinner meanwhile. */
const PATIENCE = 15_000;

/** @returns OK, or the sentence that n8n shows in the credential's window */
export async function testChatDashApi(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const connection = parseConnection(credential.data ?? {});
	if (!connection.ok) {
		return { status: 'Error', message: `${connection.message}. ${connection.advice}` };
	}
	const answer = await listClients(this, connection.value);
	const meaning = classifyResponse(answer, 'list', new Redactor([connection.value.apiKey]));
	return meaning.kind === 'success'
		? { status: 'OK', message: 'Connection successful!' }
		: { status: 'Error', message: sentenceFor(meaning, answer) };
}

async function listClients(
	{ helpers }: ICredentialTestFunctions,
	{ apiKey, baseUrl }: Connection,
): Promise<HttpResult> {
	try {
		// n8n gives a credential's test this helper alone; it neither adds the key nor knows the newer options.
		const response: unknown = await helpers.request({
			method: 'GET',
			uri: `${baseUrl}/clients`,
			headers: { Accept: 'application/json', Authorization: apiKey },
			timeout: PATIENCE,
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
		});
		return toHttpResponse(response);
	} catch (error) {
		return toNetworkError(error);
	}
}

function sentenceFor(
	meaning: Exclude<ClassifiedResponse, { kind: 'success' }>,
	answer: HttpResult,
): string {
	switch (meaning.kind) {
		case 'unauthorized':
			return `ChatDash does not accept this key: ${meaning.message}. Copy the agency key again from your agency profile.`;
		case 'unreachable':
			return `ChatDash cannot be reached: ${lowerFirst(meaning.message)}. Check 'Base URL' and whether n8n has access to the internet.`;
		case 'throttled':
			return 'ChatDash takes no more requests for now. Wait a minute and test again.';
		case 'rejected':
			return meaning.status === 404 || (meaning.status >= 300 && meaning.status < 400)
				? "There is no ChatDash API at this address. Check 'Base URL', it usually ends in /v1/public."
				: `ChatDash refuses this credential (status ${meaning.status}): ${meaning.message}.`;
		case 'ambiguous':
			if (answer.kind === 'response' && answer.status < 500) {
				return "This host answers, but it is not the ChatDash API. Check 'Base URL'.";
			}
			return `ChatDash did not give a proper answer: ${lowerFirst(meaning.message)}. Test again in a minute.`;
	}
}

const lowerFirst = (sentence: string) =>
	/^ChatDash/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
