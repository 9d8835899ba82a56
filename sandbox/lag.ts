/*
 * Lists that lag behind changes, like those of an API that reads from a cache or a database replica. Only lists lag:
 * every change is made and checked at once, and a record read by its ID is always current.
 */
import type { Agency } from './agency';

/**
 * After a change, the next `reads` reads of a list still show the list without that change. So each read shows the list
 * as it was `reads` reads earlier. The first reads show the list as it was when the agency opened, and empty lists for
 * clients created since. Each list counts its own reads, and only successful ones.
 */
export interface Lag {
	reads: number;
}

/** The path of a list. */
export type ListPath =
	| '/clients'
	| '/agents'
	| `/clients/${string}/members`
	| `/clients/${string}/agents`
	| `/agents/${string}/leads/tags`
	| `/agents/${string}/conversations`
	| `/agents/${string}/conversations/${string}/messages`
	| `/webhooks/subscriptions?clientId=${string}`
	| BillingListPath;

/** The path of a list in a connected Stripe account. */
export type BillingListPath = `/stripe/${string}`;

type Rows = readonly object[];

/** What the reads of an agency's lists show. */
export class LaggingLists {
	/** What the next reads of each list will show, in order. */
	private readonly nextShown = new Map<ListPath, Rows[]>();

	private readonly atOpening: ReadonlyMap<ListPath, Rows>;

	/** @param lists returns the current content of all lists, when the agency opens; not called without a lag */
	constructor(
		private readonly lag: Lag | undefined,
		lists: () => ReadonlyMap<ListPath, Rows>,
	) {
		this.atOpening = lag === undefined ? new Map() : structuredClone(lists());
	}

	/**
	 * The rows that a read of a list shows. Counts that read.
	 * @param now the current rows; undefined if the list doesn't exist, which doesn't lag
	 */
	show(path: ListPath, now: Rows | undefined): Rows | undefined {
		if (this.lag === undefined || now === undefined) return now;
		const before =
			this.nextShown.get(path) ??
			new Array<Rows>(this.lag.reads).fill(this.atOpening.get(path) ?? []);
		// A copy, because records are changed in place.
		const [shown, ...next] = [...before, structuredClone(now)];
		this.nextShown.set(path, next);
		return shown;
	}
}

/** The current content of all lists of an agency. */
export function listsOf(agency: Agency): Map<ListPath, Rows> {
	const lists = new Map<ListPath, Rows>([
		['/clients', agency.clients],
		['/agents', agency.agents.all],
	]);
	for (const { _id } of agency.clients) {
		lists.set(`/clients/${_id}/members`, agency.membersOf(_id) ?? []);
		lists.set(`/clients/${_id}/agents`, agency.agents.of(_id) ?? []);
		lists.set(`/webhooks/subscriptions?clientId=${_id}`, agency.subscriptions.of(_id) ?? []);
	}
	for (const { _id } of agency.agents.all) {
		lists.set(`/agents/${_id}/leads/tags`, agency.leads.tagsOf(_id) ?? []);
		lists.set(`/agents/${_id}/conversations`, agency.conversations.of(_id) ?? []);
	}
	for (const account of agency.billing.values()) {
		const at = `/stripe/${account.accountId}` as const;
		const { products, coupons, promotionCodes } = account.catalog;
		lists.set(`${at}/products`, products);
		lists.set(`${at}/coupons`, coupons);
		lists.set(`${at}/promotion-codes`, promotionCodes);
		lists.set(`${at}/subscriptions`, account.subscriptions);
		lists.set(`${at}/transactions`, account.transactions);
	}
	for (const { _id, agentId } of agency.conversations.all) {
		lists.set(
			`/agents/${agentId}/conversations/${_id}/messages`,
			agency.conversations.messages(agentId, _id) ?? [],
		);
	}
	return lists;
}
