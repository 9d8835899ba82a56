// The responses of the sandbox. Texts are ChatDash's own where its pages show them; comments mark those that no page shows.
import type { ParsedRequest } from 'openapi-backend';
import type { Agency } from './agency';
import type { AgentOutcome } from './agents';
import type { Outcome } from './records';
import type { SubscriptionOutcome } from './subscriptions';

/** A response: its status, and the value that becomes the JSON body. */
export interface Answer {
	status: number;
	body: unknown;
}

/**
 * Handles a request. It has been checked against the API description, so its parts have the declared types.
 * @param keyOf the client whose key the request has, if that's known
 */
export type Serve = (agency: Agency, request: ParsedRequest, keyOf?: string) => Answer;

/** The handlers of a resource, by the `operationId` of the API description. */
export type Served = Readonly<Record<string, Serve>>;

/** The path parameters of a client and of what belongs to it. */
export interface OfClient {
	clientId: string;
}

/** The body of a ChatDash error, as every page shows it. */
export function errorBody(error: string): { error: string } {
	return { error };
}

/** ChatDash's documented body for an internal error, status 500. */
export const UNEXPECTED = errorBody('An unexpected error occurred');

/** The response to a change. */
export function answerTo(
	outcome: Outcome | AgentOutcome | Extract<SubscriptionOutcome, string>,
	done: string,
): Answer {
	switch (outcome) {
		case 'done':
			return { status: 200, body: { message: done } };
		case 'login ID in use':
			return { status: 400, body: errorBody('Login ID already in use') };
		case 'no such client':
			return NO_CLIENT;
		case 'no such member':
			// Undocumented, like the responses for other missing records below.
			return { status: 404, body: errorBody('Member not found') };
		case 'no such agent':
			return NO_AGENT;
		case 'no such subscription':
			return { status: 404, body: errorBody('Subscription not found') };
		// Two rejections that no page shows. A setup asks for them.
		case 'last event':
			return { status: 400, body: errorBody('A subscription needs at least one event') };
		case 'address on this machine':
			return { status: 400, body: errorBody('webhookUrl must not be on localhost') };
		// The pages explain that an agent belongs to one client only, but not how ChatDash answers a request that violates
		// this. Both responses use the status for a login ID in use, the only rejection that is documented; their texts are
		// guesses.
		case 'agent already assigned':
			return { status: 400, body: errorBody('Agent is already assigned to a client') };
		case 'agent not assigned to the client':
			return { status: 400, body: errorBody('Agent is not assigned to this client') };
	}
}

const NO_CLIENT: Answer = { status: 404, body: errorBody('Client not found') };

const NO_AGENT: Answer = { status: 404, body: errorBody('Agent not found') };

/** A record or list that belongs to a client, which may not exist. */
export function orNoClient(found: unknown): Answer {
	return found === undefined ? NO_CLIENT : { status: 200, body: found };
}

/** An agent, which may not exist. */
export function orNoAgent(found: unknown): Answer {
	return found === undefined ? NO_AGENT : { status: 200, body: found };
}
