/*
 * The keys of the sandbox: each agency has one, and so does each of its clients whose setup gives it one. A client's key
 * opens its view of the agency, which is its webhook subscriptions.
 */
import type { Operation } from 'openapi-backend';
import type { Agency } from './agency';

/** Who sent a request. */
export interface Caller {
	agency: Agency;
	/** The client whose key the request has; undefined if it has the agency's own. */
	clientId?: string;
}

/**
 * The caller with this key, or undefined if no agency and no client has it. If clients of several agencies have the same
 * key, it opens the latest agency.
 */
export function callerWith(
	apiKey: string,
	agencies: ReadonlyMap<string, Agency>,
): Caller | undefined {
	const own = agencies.get(apiKey);
	if (own !== undefined) return { agency: own };
	for (const agency of [...agencies.values()].reverse()) {
		const clientId = agency.clientWithKey(apiKey);
		if (clientId !== undefined) return { agency, clientId };
	}
	return undefined;
}

/** Whether an operation is requested with the caller's kind of key. */
export function takesKeyOf({ clientId }: Caller, { security = [] }: Operation): boolean {
	const takesClientKey = security.some((scheme) => 'ClientKey' in scheme);
	return takesClientKey === (clientId !== undefined);
}
