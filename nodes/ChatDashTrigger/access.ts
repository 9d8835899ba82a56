// What a trigger needs to register itself: its settings, the client's account, and its own address.
import { type IHookFunctions, UnexpectedError } from 'n8n-workflow';

import { AbortScope } from '../transport/abort';
import { readAccount } from '../transport/account';
import { InvalidItem } from '../transport/api';
import { CLOCK } from '../transport/clock';
import { type Session, openSession } from '../transport/session';
import { err } from '../transport/result';
import { quote } from '../ChatDash/fields/parseText';
import { clientIdFor, isWebUrl } from '../ChatDash/resources/webhookSubscription/fields';
import {
	SUBSCRIPTIONS,
	type SubscriptionRecord,
	decodeSubscriptions,
} from '../ChatDash/resources/webhookSubscription/record';
import { redactAddresses, tokenOf } from './address';
import { RequestFailed } from './failures';
import type { Wanted } from './plan';
import { readClientId, readRegistration } from './settings';
import { identityOf } from './stored';

/** For one attempt. */
const TIMEOUT_MS = 4000;

/** How many requests are sent at the same time for a trigger with many agents. */
export const CONCURRENCY = 5;

/** The account of the trigger's client. */
export interface ClientAccount extends Session {
	readonly context: IHookFunctions;
	readonly clientId: string;
	/** The trigger's address in n8n. While someone listens for a test event, it's another one. */
	readonly webhookUrl: string;
	/** The token of a new subscription. */
	readonly token: string;
}

/** A trigger that can be registered. */
export type Registration = ClientAccount & Wanted;

/** @throws InvalidItem if a setting is invalid, or there's no usable credential */
export async function openRegistration(
	context: IHookFunctions,
	abort: AbortScope,
): Promise<Registration> {
	const settings = readRegistration(context);
	return { ...(await openClientAccount(context, abort)), ...settings };
}

/** @throws InvalidItem if there's no usable credential, or no client ID */
export async function openClientAccount(
	context: IHookFunctions,
	abort: AbortScope,
	maxRetries = 1,
): Promise<ClientAccount> {
	const account = await readAccount(context, 'client');
	if (!account.ok) throw new InvalidItem(account);
	const { connection } = account.value;
	const session = openSession(context, account.value, {
		timeoutMs: TIMEOUT_MS,
		maxRetries,
		maxConcurrency: CONCURRENCY,
		abort,
	});
	return {
		...session,
		context,
		webhookUrl: readWebhookUrl(context),
		clientId: clientIdFor(readClientId(context), { clientId: connection.clientId }),
		token: tokenOf(connection.apiKey, identityOf(context)),
	};
}

/** n8n makes it from the setting WEBHOOK_URL, and doesn't check that it's a web address. */
function readWebhookUrl(context: IHookFunctions): string {
	const webhookUrl = context.getNodeWebhookUrl('default');
	if (webhookUrl === undefined) throw new UnexpectedError('n8n has no webhook URL for this node');
	if (isWebUrl(webhookUrl)) return webhookUrl;
	throw new InvalidItem(
		err(
			`The webhook URL of n8n isn't a valid web address: ${quote(redactAddresses(webhookUrl))}`,
			'Set WEBHOOK_URL to the public address of your n8n, starting with https://. Then restart n8n, and try again.',
		),
	);
}

/**
 * Fetches the client's subscriptions as they are now.
 *
 * @throws RequestFailed if they can't be fetched
 */
export async function fetchSubscriptions({
	reader,
	clientId,
	webhookUrl,
}: ClientAccount): Promise<readonly SubscriptionRecord[]> {
	const result = await reader.lookup(
		async (api) => await api.get(SUBSCRIPTIONS, { query: { clientId } }),
	);
	switch (result.kind) {
		case 'ok':
			return decodeSubscriptions(result.value);
		case 'invalid':
			throw new InvalidItem(result.reason);
		case 'failed':
			throw new RequestFailed('list', result.final, webhookUrl);
	}
}

/**
 * Runs work that ends after some time, whatever it waits for.
 *
 * @param work gets a scope that is aborted then
 */
export async function within<Value>(
	milliseconds: number,
	work: (abort: AbortScope) => Promise<Value>,
): Promise<Value> {
	const [timer, limit] = [new AbortController(), new AbortController()];
	void CLOCK.sleep(milliseconds, timer.signal).then(() => limit.abort());
	try {
		return await work(new AbortScope(limit.signal));
	} finally {
		timer.abort();
	}
}
