/*
 * The records of ChatDash's description that the sandbox keeps, and what creates and changes them. Those of agents are in
 * agents.ts.
 */

/** `Client` of the description, as ChatDash answers it. */
export interface Client {
	_id: string;
	name: string;
	language: string;
	isSaasClient: boolean;
}

/** `Member` of the description, as ChatDash answers it. */
export interface Member {
	_id: string;
	clientId: string;
	isAdmin: boolean;
	name: string;
	loginId: string;
	email?: string;
}

/** `ClientInput` of the description. */
export interface ClientInput {
	name: string;
	language: string;
}

/** `MemberInput` of the description; the password that comes with it is not this file's business. */
export interface MemberInput {
	name: string;
	loginId: string;
	email?: string;
}

/** What an update of a member may have; what is left out stays, but for `isAdmin`. */
export interface MemberUpdate {
	name?: string;
	loginId?: string;
	email?: string;
	isAdmin?: boolean;
}

/** How a change ended. A change that did not end in 'done' changed nothing. */
export type Outcome = 'done' | 'login ID in use' | 'no such client' | 'no such member';
