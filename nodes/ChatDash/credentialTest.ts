// The test behind the credential's *Test* button: reads the list of clients and says in one sentence what is wrong.
// A test as a function, because the declarative form shows Node's codes and n8n's status texts in place of sentences.
import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { type Meaning, meaningOf } from '../transport/answers';
import { type Connection, checkConnection } from '../transport/connection';
import { type Answer, answerFrom, noAnswerFrom } from '../transport/exchange';
import { Secrets } from '../transport/secrets';

/** In milliseconds; somebody watches a spinner meanwhile. */
const PATIENCE = 15_000;

/** @returns OK, or the sentence that n8n shows in the credential's window */
export async function testChatDashApi(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const connection = checkConnection(credential.data ?? {});
	if (!connection.ok) {
		return { status: 'Error', message: `${connection.fault}. ${connection.advice}` };
	}
	const answer = await listClients(this, connection.value);
	const meaning = meaningOf(answer, 'list', new Secrets([connection.value.apiKey]));
	return meaning.is === 'done'
		? { status: 'OK', message: 'Connection successful!' }
		: { status: 'Error', message: sentenceFor(meaning, answer) };
}

async function listClients(
	{ helpers }: ICredentialTestFunctions,
	{ apiKey, baseUrl }: Connection,
): Promise<Answer> {
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
		return answerFrom(response);
	} catch (thrown) {
		return noAnswerFrom(thrown);
	}
}

function sentenceFor(meaning: Exclude<Meaning, { is: 'done' }>, answer: Answer): string {
	switch (meaning.is) {
		case 'lockedOut':
			return `ChatDash does not accept this key: ${meaning.says}. Copy the agency key again from your agency profile.`;
		case 'unreachable':
			return `ChatDash cannot be reached: ${lowerFirst(meaning.says)}. Check 'Base URL' and whether n8n has access to the internet.`;
		case 'busy':
			return 'ChatDash takes no more requests for now. Wait a minute and test again.';
		case 'refused':
			return meaning.status === 404 || (meaning.status >= 300 && meaning.status < 400)
				? "There is no ChatDash API at this address. Check 'Base URL', it usually ends in /v1/public."
				: `ChatDash refuses this credential (status ${meaning.status}): ${meaning.says}.`;
		case 'unclear':
			if (answer.came && answer.status < 500) {
				return "This host answers, but it is not the ChatDash API. Check 'Base URL'.";
			}
			return `ChatDash did not give a proper answer: ${lowerFirst(meaning.says)}. Test again in a minute.`;
	}
}

const lowerFirst = (sentence: string) =>
	/^ChatDash/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
