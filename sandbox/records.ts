/*
 * The records that the sandbox stores, as the API description defines them, and the inputs that create and change them.
 * Those of agents are in agents.ts.
 */

/** `Client` of the API description, as ChatDash returns it. */
export interface Client {
	_id: string;
	name: string;
	language: string;
	isSaasClient: boolean;
}

/** `Member` of the API description, as ChatDash returns it. */
export interface Member {
	_id: string;
	clientId: string;
	isAdmin: boolean;
	name: string;
	loginId: string;
	email?: string;
}

/** `ClientInput` of the API description. */
export interface ClientInput {
	name: string;
	language: string;
}

/** `MemberInput` of the API description, without the password, which the sandbox doesn't use. */
export interface MemberInput {
	name: string;
	loginId: string;
	email?: string;
}

/** The fields of a member update. A field that is left out stays as it is, except `isAdmin`. */
export interface MemberUpdate {
	name?: string;
	loginId?: string;
	email?: string;
	isAdmin?: boolean;
}

/** The result of a change. Only 'done' has changed something. */
export type Outcome = 'done' | 'login ID in use' | 'no such client' | 'no such member';
