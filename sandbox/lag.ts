/*
 * Lists that lag, as those of an API do that reads from a cache or a copy of its database. Only what a list shows lags:
 * every change is made and checked at once, and a record that is read alone is as it is now.
 */
import type { Agency } from './agency';

/**
 * After a change, the next `reads` reads of a list still show the list without that change. So a read shows what the
 * list had when the read `reads` reads before it came, and the first ones show what it had when the agency opened; the
 * lists of a client that is newer are empty then. Each list counts its own reads, and only those that were served.
 */
export interface Lag {
	reads: number;
}

/** The path of a list. */
export type ListPath =
	| '/clients'
	| '/agents'
	| `/clients/${string}/members`
	| `/clients/${string}/agents`;

type Rows = readonly object[];

/** What the reads of an agency's lists show. */
export class LaggingLists {
	/** What the next reads of a list will show, the next one first. */
	private readonly nextShown = new Map<ListPath, Rows[]>();

	private readonly atOpening: ReadonlyMap<ListPath, Rows>;

	/** @param lists what the lists have now, at the agency's opening; not called without a lag */
	constructor(
		private readonly lag: Lag | undefined,
		lists: () => ReadonlyMap<ListPath, Rows>,
	) {
		this.atOpening = lag === undefined ? new Map() : structuredClone(lists());
	}

	/**
	 * What a read of a list shows. Counts that read.
	 * @param now what the list has, or undefined if there is no such list, which does not lag
	 */
	show(path: ListPath, now: Rows | undefined): Rows | undefined {
		if (this.lag === undefined || now === undefined) return now;
		const before =
			this.nextShown.get(path) ??
			new Array<Rows>(this.lag.reads).fill(this.atOpening.get(path) ?? []);
		// A copy, because records change in place.
		const [shown, ...next] = [...before, structuredClone(now)];
		this.nextShown.set(path, next);
		return shown;
	}
}

/** What all lists of an agency have now. */
export function listsOf(agency: Agency): Map<ListPath, Rows> {
	const lists = new Map<ListPath, Rows>([
		['/clients', agency.clients],
		['/agents', agency.agents.all],
	]);
	for (const { _id } of agency.clients) {
		lists.set(`/clients/${_id}/members`, agency.membersOf(_id) ?? []);
		lists.set(`/clients/${_id}/agents`, agency.agents.of(_id) ?? []);
	}
	return lists;
}
