// Clients and members as ChatDash lists them, read from an answer that may hold anything.

/** A client as `GET /clients` gives it. */
export type ClientRecord = {
	readonly _id: string;
	readonly name: string;
	readonly language: string;
	readonly isSaasClient: boolean;
};

/** The part of a member, as `GET /clients/{clientId}/members` gives it, that tells whose login it is. */
export type MemberRecord = {
	readonly name: string;
	readonly loginId: string;
};

/**
 * The clients in a list; an entry without an id or a name is none, nor is one with an id of dots alone, which in the path
 * of a web address leads elsewhere even when encoded. Missing fields get the documented defaults.
 */
export function clientsIn(list: unknown): ClientRecord[] {
	return recordsIn(list).flatMap(({ _id, name, language, isSaasClient }) =>
		typeof _id === 'string' && typeof name === 'string' && !/^\.*$/.test(_id)
			? [
					{
						_id,
						name,
						language: typeof language === 'string' ? language : 'en',
						isSaasClient: isSaasClient === true,
					},
				]
			: [],
	);
}

/** The members in a list; an entry without a login ID is none. */
export function membersIn(list: unknown): MemberRecord[] {
	return recordsIn(list).flatMap(({ name, loginId }) =>
		typeof loginId === 'string' ? [{ name: typeof name === 'string' ? name : '', loginId }] : [],
	);
}

/** A record of unknown content: each property may be missing and of any type. */
type Raw = { readonly [key in keyof ClientRecord | keyof MemberRecord]?: unknown };

const recordsIn = (list: unknown): Raw[] =>
	Array.isArray(list)
		? list.filter((entry): entry is Raw => typeof entry === 'object' && entry !== null)
		: [];
