// Registers the trigger at ChatDash, and takes it back. n8n asks for this when a workflow is published or unpublished, and
// while someone listens for a test event.
import type { IHookFunctions } from 'n8n-workflow';

import type { AbortScope } from '../transport/abort';
import { forEachConcurrent, mapConcurrent } from '../transport/concurrency';
import type { RequestJob } from '../transport/requester';
import { createRequest, eventsRequest } from '../ChatDash/resources/webhookSubscription/record';
import {
	CONCURRENCY,
	type ClientAccount,
	type Registration,
	fetchSubscriptions,
	openClientAccount,
	openRegistration,
	within,
} from './access';
import { addressFor, digestOf, opens } from './address';
import { RequestFailed, isUnclear } from './failures';
import {
	type Change,
	type SubscriptionChange,
	emptied,
	ownSubscriptions,
	planChanges,
} from './plan';
import { readDigest, storeDigest } from './stored';

/**
 * How long each step may take. n8n calls one after the other and may then begin again, so a ChatDash that doesn't respond
 * costs twelve seconds at most.
 */
const CHECK_MS = 4000;
const REGISTER_MS = 5000;
const UNREGISTER_MS = 3000;

/**
 * Whether ChatDash sends the trigger all calls that it needs, and no others.
 *
 * @throws InvalidItem | RequestFailed if that can't be found out
 */
export const isRegistered = async (context: IHookFunctions): Promise<boolean> =>
	await within(CHECK_MS, async (abort) => {
		const registration = await openRegistration(context, abort);
		const all = await fetchSubscriptions(registration);
		if (planChanges(all, registration).length > 0) return false;
		// An n8n that was killed while it registered the trigger has stored nothing yet.
		storeDigest(context, digestOf(registration.token));
		return true;
	});

/**
 * Makes ChatDash send the trigger its calls. What's already there is reused, so that there's one subscription an agent
 * however often the workflow is published.
 *
 * @throws InvalidItem | RequestFailed if ChatDash doesn't accept it; nothing of it is left then, as far as ChatDash allows
 */
export const register = async (context: IHookFunctions): Promise<void> =>
	await within(REGISTER_MS, async (abort) => {
		const registration = await openRegistration(context, abort);
		let isDone = false;
		try {
			await carryOutAll(registration);
			isDone = true;
		} finally {
			if (!isDone && !abort.aborted) await tryToRemoveEvents(context, abort);
		}
	});

/** Makes ChatDash send the trigger no more calls. It isn't rejected, because a workflow can always be unpublished. */
export const unregister = async (context: IHookFunctions): Promise<void> =>
	await within(UNREGISTER_MS, async (abort) => await tryToRemoveEvents(context, abort));

/**
 * Removes the trigger's events. It isn't rejected, so that it doesn't hide why a registration failed. It opens the account
 * again, because no request is sent any more after ChatDash rejected the key for one.
 */
async function tryToRemoveEvents(context: IHookFunctions, abort: AbortScope): Promise<void> {
	try {
		await removeEvents(await openClientAccount(context, abort, 0));
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown';
		context.logger.warn(`ChatDash Trigger: couldn't remove its webhook subscriptions (${reason})`);
	}
}

/** An unclear response may mean that a subscription was created. So it's looked up before the request is sent once more. */
async function carryOutAll(registration: Registration): Promise<void> {
	let all = await fetchSubscriptions(registration);
	for (let isRepeated = false; ; isRepeated = true) {
		const unclear = await carryOut(registration, planChanges(all, registration));
		if (unclear === undefined) break;
		all = await fetchSubscriptions(registration);
		const isNeeded = ({ kind }: Change) => kind !== 'empty';
		if (isRepeated && planChanges(all, registration).some(isNeeded)) throw unclear;
	}
	storeDigest(registration.context, digestOf(registration.token));
}

/**
 * Sends the requests.
 *
 * @returns an unclear response, if there was one
 * @throws RequestFailed if one that the trigger needs is rejected, or can't be sent
 */
async function carryOut(
	registration: Registration,
	changes: readonly Change[],
): Promise<RequestFailed | undefined> {
	const unclear: RequestFailed[] = [];
	const rejected: RequestFailed[] = [];
	await forEachConcurrent(changes, CONCURRENCY, async (change) => {
		// What is in flight is waited for. Otherwise, its events would be removed before ChatDash has them.
		if (rejected.length > 0) return;
		const final = await registration.request(jobFor(registration, change));
		// Calls that the trigger doesn't need are dropped anyway.
		if (final.response.kind === 'success' || change.kind === 'empty') return;
		const failed = new RequestFailed(change.kind, final, registration.webhookUrl);
		(isUnclear(final) ? unclear : rejected).push(failed);
	});
	const [reason] = rejected;
	if (reason !== undefined) throw reason;
	return unclear[0];
}

function jobFor(registration: Registration, change: Change): RequestJob {
	if (change.kind !== 'create') return eventsJob(change, registration.token);
	const { clientId, events, token } = registration;
	const { agentId } = change;
	const webhookUrl = addressFor(registration.webhookUrl, token, agentId);
	return {
		request: createRequest({ clientId, agentIds: [agentId], events, webhookUrl }),
		retry: 'confirm',
		role: 'work',
		secrets: [token],
	};
}

const eventsJob = (change: SubscriptionChange, token: string): RequestJob => ({
	request: eventsRequest(change.subscriptionId, change),
	retry: 'idempotent',
	// If ChatDash forbids to remove the events of one subscription, that's no reason to stop.
	role: change.kind === 'empty' ? 'optional' : 'work',
	secrets: [token],
});

/**
 * Removes the events of all subscriptions whose token is the trigger's. Those that ChatDash keeps are told in n8n's log.
 * Another token belongs to a workflow with the same address: n8n 1 also asks for this when it can't publish an imported
 * copy because the address is taken, and the workflow that has it must not lose its calls.
 */
async function removeEvents(account: ClientAccount): Promise<void> {
	const { context, request, token, webhookUrl } = account;
	const digest = readDigest(context);
	const own = ownSubscriptions(await fetchSubscriptions(account), webhookUrl).filter(
		(one) => one.token === token || opens(one.token, digest),
	);
	const finals = await mapConcurrent(own.flatMap(emptied), CONCURRENCY, async (change) => {
		return await request(eventsJob(change, token));
	});
	const left = finals.filter(({ response }) => response.kind !== 'success').length;
	if (left > 0) {
		context.logger.warn(
			`ChatDash Trigger: ChatDash kept the events of ${left} webhook subscriptions. Their calls are ignored.`,
		);
	}
}
