// Compares a client's subscriptions with what the trigger needs: one for each agent, with the chosen events.
import type {
	EventsChange,
	SubscriptionRecord,
} from '../ChatDash/resources/webhookSubscription/record';
import { detailsIfOwn } from './address';

/** What the trigger needs. */
export interface Wanted {
	readonly agentIds: readonly string[];
	readonly events: readonly string[];
	/** The trigger's address in n8n. */
	readonly webhookUrl: string;
	/** Its token. An address with another one is replaced, so that a new key takes a leaked address out of use. */
	readonly token: string;
}

/** A request that is missing for the trigger to get its calls. */
export type Change = { readonly kind: 'create'; readonly agentId: string } | SubscriptionChange;

/**
 * Other events for a subscription. `empty` removes all: ChatDash documents no deletion, so a subscription that isn't needed
 * any more has no events.
 */
export interface SubscriptionChange extends EventsChange {
	readonly kind: 'update' | 'empty';
	readonly subscriptionId: string;
}

/** A subscription whose address leads to the trigger. */
interface OwnSubscription extends SubscriptionRecord {
	/** Whose calls it's about; `undefined` if the address and ChatDash don't agree, or it's about several agents. */
	readonly agentId: string | undefined;
	/** The token in its address. */
	readonly token: string | undefined;
}

/** Finds the subscriptions whose address leads to the trigger. */
export const ownSubscriptions = (
	all: readonly SubscriptionRecord[],
	webhookUrl: string,
): readonly OwnSubscription[] =>
	all.flatMap((subscription) => {
		const details = detailsIfOwn(subscription.webhookUrl, webhookUrl);
		if (details === undefined) return [];
		const { agentId, token } = details;
		// ChatDash may name the same agent twice: in the older field and in the newer one.
		const agrees = subscription.agentIds.every((id) => id === agentId);
		return [{ ...subscription, token, agentId: agrees ? agentId : undefined }];
	});

/**
 * Finds out what is missing.
 *
 * @param all the client's subscriptions
 * @returns nothing if the trigger gets all its calls, and no others
 */
export function planChanges(
	all: readonly SubscriptionRecord[],
	{ agentIds, events, webhookUrl, token }: Wanted,
): readonly Change[] {
	const own = ownSubscriptions(all, webhookUrl);
	const kept = new Set<string>();
	const needed = agentIds.flatMap((agentId): Change[] => {
		const usable = own.filter((one) => one.agentId === agentId && one.token === token);
		const chosen = usable.find((one) => differsFrom(events, one) === undefined) ?? usable[0];
		if (chosen === undefined) return [{ kind: 'create', agentId }];
		kept.add(chosen._id);
		const change = differsFrom(events, chosen);
		return change === undefined ? [] : [change];
	});
	// By their IDs: if ChatDash listed a subscription twice, the second entry would empty it.
	return [...needed, ...own.filter(({ _id }) => !kept.has(_id)).flatMap(emptied)];
}

/** The change that leaves a subscription without events. */
export const emptied = ({ _id, events }: SubscriptionRecord): SubscriptionChange[] =>
	events.length === 0
		? []
		: [{ kind: 'empty', subscriptionId: _id, add: [], remove: [...new Set(events)] }];

function differsFrom(
	wanted: readonly string[],
	{ _id, events }: SubscriptionRecord,
): SubscriptionChange | undefined {
	const add = wanted.filter((event) => !events.includes(event));
	const remove = [...new Set(events)].filter((event) => !wanted.includes(event));
	return add.length + remove.length === 0
		? undefined
		: { kind: 'update', subscriptionId: _id, add, remove };
}
