// Receives a call from ChatDash, and decides whether it starts the workflow.
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readAccount } from '../transport/account';
import { isObject } from '../transport/json';
import { type AddressDetails, detailsOf, digestOf, opens, tokenOf } from './address';
import { reasonToIgnore } from './filters';
import { toItem } from './output';
import { type CallPayload, parsePayload } from './payload';
import { recentCallsOf } from './repeats';
import { type DeliverySettings, UNFILTERED, readOptions, readRegistration } from './settings';
import { identityOf, readDigest } from './stored';

/** n8n sends no response of its own: it would wait until an execution can start, and a service that waits sends again. */
const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Receives a request to the trigger's address. It's answered at once, with 200 if it's from ChatDash, whether it starts the
 * workflow or not. A request without the right token gets 404.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const query: unknown = context.getQueryData();
	const details = detailsOf(isObject(query) ? query : {});
	const response = context.getResponseObject();
	if (!(await isFromChatDash(context, details))) {
		response.status(404).json({});
		return ANSWERED;
	}
	response.status(200).json({});

	const payload = parsePayload(context.getBodyData());
	const item = typeof payload === 'string' ? payload : accept(context, payload, details);
	if (typeof item !== 'string') return { ...ANSWERED, workflowData: [[{ json: item }]] };
	context.logger.info(`ChatDash Trigger ignored a request: ${item}`);
	return ANSWERED;
}

async function isFromChatDash(
	context: IWebhookFunctions,
	{ token }: AddressDetails,
): Promise<boolean> {
	if (opens(token, readDigest(context))) return true;
	// What n8n stores may be lost, and a test has none of it.
	const account = await readAccount(context, 'client');
	if (!account.ok) return false;
	const own = tokenOf(account.value.connection.apiKey, identityOf(context));
	return opens(token, digestOf(own));
}

/** Returns the item that starts the workflow, or why the call doesn't start it. */
function accept(
	context: IWebhookFunctions,
	payload: CallPayload,
	{ agentId }: AddressDetails,
): IDataObject | string {
	const settings = readSettings(context);
	const now = Date.now();
	const reason = reasonToIgnore(payload, agentId, settings);
	if (reason !== undefined) return reason;
	const receiver = { ...identityOf(context), isTest: context.getMode() === 'manual' };
	if (settings.ignoreRepeats && !recentCallsOf(receiver).add(payload, agentId, now)) {
		return 'it repeats a call';
	}
	const receivedAt = new Date(now).toISOString();
	return toItem(payload, { agentId, receivedAt, rawOutput: settings.rawOutput });
}

/**
 * Reads the settings. An expression in them may have become invalid since they were registered. A call that starts the
 * workflow without need is better than one that's lost, so nothing is filtered then.
 */
function readSettings(context: IWebhookFunctions): DeliverySettings {
	try {
		return { ...readRegistration(context), ...readOptions(context) };
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown';
		context.logger.warn(
			`ChatDash Trigger received a call, but its settings are invalid: ${reason}`,
		);
		return UNFILTERED;
	}
}
