// The address that ChatDash sends calls to. ChatDash documents no signature, so a token in the address shows that a call is
// from whoever knows the address: ChatDash, and whoever has the client's key.
import { createHash, createHmac, timingSafeEqual } from 'crypto';

import { ifText } from '../transport/json';

/** The name of the token in the query. */
const TOKEN = 'token';

/** The name of the agent in the query. What ChatDash sends doesn't say whose call it is. */
const AGENT = 'agent';

/** What makes a trigger's token its own: a copy of the workflow has another one. */
export interface TriggerIdentity {
	readonly workflowId: string;
	readonly nodeId: string;
}

/**
 * Derives a trigger's token. It isn't random, because n8n would have to store it: n8n only stores what a trigger notes when
 * the registration has ended, so a process that is killed before would leave an address whose token no one knows.
 *
 * @returns 32 bytes in base64url
 */
export const tokenOf = (apiKey: string, { workflowId, nodeId }: TriggerIdentity): string =>
	createHmac('sha256', apiKey)
		.update(JSON.stringify([workflowId, nodeId]))
		.digest('base64url');

/** What n8n stores of a token. The token can't be found by it. */
export const digestOf = (token: string): string =>
	createHash('sha256').update(token).digest('base64url');

/**
 * Makes the address to register for an agent.
 *
 * @param webhookUrl the trigger's address in n8n
 */
export function addressFor(webhookUrl: string, token: string, agentId: string): string {
	const url = new URL(webhookUrl);
	url.searchParams.set(TOKEN, token);
	url.searchParams.set(AGENT, agentId);
	return url.href;
}

/** A text that may have addresses, without what is secret in them: tokens, and a password before the host. */
export const redactAddresses = (text: string): string =>
	text.replace(/(token(?:=|%3D))[\w-]+/gi, '$1*****').replace(/\/\/[^\s/@]*@/g, '//');

/** What an address says besides where it leads. */
export interface AddressDetails {
	readonly token: string | undefined;
	readonly agentId: string | undefined;
}

/** Parses the query of a registered address, or of a call to it. */
export const detailsOf = (query: Readonly<Record<string, unknown>>): AddressDetails => ({
	token: ifText(query[TOKEN]),
	agentId: ifText(query[AGENT]),
});

/**
 * Parses an address that is registered at ChatDash.
 *
 * @returns its details; `undefined` if it doesn't lead to the trigger, whatever its token is
 */
export function detailsIfOwn(registered: string, webhookUrl: string): AddressDetails | undefined {
	if (!URL.canParse(registered)) return undefined;
	const url = new URL(registered);
	const own = new URL(webhookUrl);
	if (url.origin !== own.origin || url.pathname !== own.pathname) return undefined;
	return detailsOf(Object.fromEntries(url.searchParams));
}

/**
 * Whether a token is the one with this digest. It compares in constant time, so that a token can't be found out by how long a
 * response takes.
 */
export function opens(token: string | undefined, digest: string | undefined): boolean {
	if (token === undefined || digest === undefined) return false;
	const [own, known] = [digestOf(token), digest].map((text) => Buffer.from(text, 'base64url'));
	return own !== undefined && own.length === known?.length && timingSafeEqual(own, known);
}
