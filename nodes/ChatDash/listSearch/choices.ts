// The drop-downs of the editor: they read what there is to choose from, and say why when they cannot.
import type {
	ILoadOptionsFunctions,
	INode,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { ClassifiedResponse, Rejection } from '../../transport/classify';
import { AbortScope } from '../../transport/abort';
import { CREDENTIAL_NAME, parseConnection } from '../../transport/credentials';
import { createHttp } from '../../transport/http';
import type { Candidate } from '../fields/locator';
import type { Reading } from '../resources/reading';
import { createRequester } from '../../transport/requester';
import { CLOCK } from '../../transport/clock';
import { AdaptiveRateLimiter } from '../../transport/rateLimiter';
import { Reads } from '../run/reads';

/** In milliseconds; somebody waits in front of an open list. */
const PATIENCE = 15_000;

/**
 * Reads what there is to choose from, and keeps what fits the words that were typed.
 *
 * @param filter words of which each has to be in a record's line or ID, without regard to case
 * @param adviceOn what to do about a refusal, as the operations say it too
 * @throws {NodeApiError} with the reason, if it cannot be read; n8n shows it in place of the list
 */
export async function choices(
	context: ILoadOptionsFunctions,
	records: Reading<readonly Candidate[]>,
	filter = '',
	adviceOn: (values: undefined, refusal: Rejection) => string | undefined = () => undefined,
): Promise<INodeListSearchResult> {
	const node = context.getNode();
	const credential = await credentialOf(context);
	const connection = parseConnection(credential);
	if (!connection.ok) {
		throw notRead(node, connection.message, `${connection.advice} ${ABOUT_EXPRESSIONS}`);
	}

	const abort = new AbortScope(undefined);
	const line = {
		http: createHttp(context, connection.value, credential, PATIENCE, abort),
		...connection.value,
		settings: { maxConcurrency: 1, maxRetries: 1 },
		clock: CLOCK,
		abort,
	};
	const ask = createRequester(line, new AdaptiveRateLimiter(CLOCK, 1, abort));
	const followed = await new Reads(ask, CLOCK, 1).follow(records);
	switch (followed.kind) {
		case 'ended':
			return { results: linesFor(followed.result, filter) };
		case 'invalid':
			throw notRead(node, followed.message.message, followed.message.advice);
		case 'failed': {
			const { meaning } = followed.answered;
			if (!('message' in meaning)) throw notRead(node, 'The list could not be read');
			const status = 'status' in meaning ? meaning.status : undefined;
			const advice =
				(meaning.kind === 'rejected' ? adviceOn(undefined, meaning) : undefined) ??
				ADVICE[meaning.kind];
			throw notRead(node, meaning.message, advice, status);
		}
	}
}

/** The editor has no item that an expression in the credential could read. */
const ABOUT_EXPRESSIONS =
	'If the credential has an expression, no list can be loaded here: choose by ID or by name.';

/** @throws {NodeApiError} if n8n can't read it, or can't resolve it without an item */
async function credentialOf(context: ILoadOptionsFunctions) {
	try {
		return await context.getCredentials(CREDENTIAL_NAME);
	} catch (error) {
		const reason = error instanceof Error ? error.message : "The credential can't be read";
		throw notRead(context.getNode(), reason, ABOUT_EXPRESSIONS);
	}
}

/** What to do when a list could not be read. */
const ADVICE: Readonly<Record<Exclude<ClassifiedResponse['kind'], 'done'>, string>> = {
	rejected: "Check the ChatDash credential, its 'Base URL' too.",
	unauthorized:
		'Copy the agency key again from your agency profile in ChatDash into the ChatDash credential.',
	throttled: 'ChatDash takes no more requests for now. Wait a minute and open the list again.',
	unreachable:
		"Check 'Base URL' in the ChatDash credential, and whether n8n has access to the internet.",
	ambiguous:
		"Open the list again in a minute. If it stays like this, check 'Base URL' in the ChatDash credential.",
};

/**
 * An error that the editor shows in the open list. It has to be n8n's error for services: of any other one n8n sends the
 * editor no description, and so nobody would read what to do.
 */
function notRead(node: INode, reason: string, description?: string, status?: number): NodeApiError {
	// The editor takes dashes for the ends of sentences and drops them; one that does not break a line looks the same.
	const message = reason.replaceAll(/[-–—]/g, '‑');
	const error = new NodeApiError(
		node,
		{ message },
		{ message, ...(status !== undefined && { httpCode: String(status) }) },
	);
	// n8n puts a text of its own in place of one that holds something like a code of Node.
	error.message = message;
	error.description = description;
	return error;
}

/** The lines of a list, alphabetical; where two read the same, what tells them apart is added. */
export function linesFor(records: readonly Candidate[], filter: string): INodeListSearchItems[] {
	const times = new Map<string, number>();
	for (const { label } of records) times.set(label, (times.get(label) ?? 0) + 1);
	const words = filter.toLowerCase().split(/\s+/);
	return records
		.map(({ _id, known, label, detail }) => ({
			name: times.get(label) === 1 ? label : `${known} (${detail}, ID ${_id})`,
			value: _id,
		}))
		.filter(({ name, value }) => {
			const line = `${name} ${value}`.toLowerCase();
			return words.every((word) => line.includes(word));
		})
		.sort((one, other) => one.name.localeCompare(other.name));
}
