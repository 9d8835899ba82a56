// Why a trigger couldn't be registered, in words. n8n only shows the message of such an error, so it has the advice as well.
import { type INode, NodeOperationError } from 'n8n-workflow';

import { InvalidItem } from '../transport/api';
import type { ClassifiedResponse, Rejection } from '../transport/classify';
import { CREDENTIALS } from '../transport/credentials';
import type { FinalResponse } from '../transport/requester';
import { redactAddresses } from './address';

/** What a request was for. */
type Step = 'list' | 'create' | 'update';

/** Thrown if a request failed that the trigger needs. */
export class RequestFailed extends Error {
	override readonly name = 'RequestFailed';

	/** @param webhookUrl the trigger's address in n8n */
	constructor(step: Step, final: FinalResponse, webhookUrl: string) {
		super(explain(step, responseOf(final), new URL(webhookUrl).hostname));
	}
}

/** The last response. A request that ran out of time may have got one before. */
const responseOf = ({ response }: FinalResponse): ClassifiedResponse | undefined =>
	response.kind === 'notSent' ? response.after : response;

/** Whether a request may have taken effect although it failed. */
export const isUnclear = ({ response, wasAmbiguous }: FinalResponse): boolean =>
	wasAmbiguous || response.kind === 'ambiguous';

/**
 * Runs work that registers a trigger.
 *
 * @throws NodeOperationError with what to do, if the trigger can't be registered. Anything else is a bug, and stays as it is
 */
export async function inWords<Value>(node: INode, work: () => Promise<Value>): Promise<Value> {
	return await work().catch(
		async (error: unknown) => await Promise.reject(toNodeError(node, error)),
	);
}

function toNodeError(node: INode, error: unknown): unknown {
	if (!(error instanceof InvalidItem) && !(error instanceof RequestFailed)) return error;
	const message =
		error instanceof InvalidItem
			? `${error.reason.message}. ${error.reason.advice}`
			: error.message;
	const shown = new NodeOperationError(node, message);
	// n8n replaces a text that contains something like an error code of Node.
	shown.message = message;
	return shown;
}

const { noun, ifNotAccepted } = CREDENTIALS.client;

function explain(step: Step, response: ClassifiedResponse | undefined, host: string): string {
	switch (response?.kind) {
		case 'unauthorized':
			return `ChatDash didn't accept the API key: ${saidBy(response)}. ${ifNotAccepted}`;
		case 'rejected':
			return `${REJECTED[step]} (status ${response.status}): ${saidBy(response)}. ${adviceOn(step, response, host)}`;
		case 'throttled':
			return "ChatDash isn't accepting requests right now. Wait a minute, then try again.";
		case 'unreachable':
			return `Couldn't reach ChatDash: ${saidBy(response)}. Check 'Base URL' in the ${noun} and n8n's internet connection.`;
		case 'ambiguous':
			return `Couldn't register the trigger: ${saidBy(response)}. Wait a minute, then try again.`;
		case 'success':
		case undefined:
			return "ChatDash didn't respond in time. Wait a minute, then try again.";
	}
}

/** What ChatDash said, as a part of a sentence. It may repeat any address, but not what is secret in it. */
const saidBy = ({ message }: { readonly message: string }) =>
	redactAddresses(message).replace(/[\s.]+$/, '');

const REJECTED: Readonly<Record<Step, string>> = {
	list: "ChatDash didn't return the webhook subscriptions of this client",
	create: "ChatDash didn't accept the trigger's webhook URL",
	update: "ChatDash didn't change the events of the trigger's webhook subscription",
};

function adviceOn(step: Step, { status }: Rejection, host: string): string {
	if (step === 'list') return `Check 'Client ID' in the node and in the ${noun}.`;
	if (step === 'create' && status !== 404 && isPrivate(host)) {
		return `ChatDash can't reach ${host}. Set WEBHOOK_URL to the public address of your n8n, restart n8n, then try again.`;
	}
	return "Check 'Agents' and 'Client ID'. The agents have to be assigned to the client that the API key belongs to.";
}

/** Whether a host can only be reached from the same machine or network. */
const isPrivate = (host: string) =>
	/^(localhost|.+\.(localhost|local|internal)|[^.]+|127\..+|10\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+|\[.*\])$/.test(
		host,
	);
