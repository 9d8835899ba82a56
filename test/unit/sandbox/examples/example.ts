// A request that the sandbox serves, for the tests of its contract.
import type { AgencySetup } from '../../../../sandbox/server';

/** The requests of a resource, by `operationId`, with the agency that they are sent to. */
export interface ExampleSet {
	readonly setup: AgencySetup;
	/** The key of a client in the setup, if the requests have that; otherwise it's the agency's. */
	readonly apiKey?: string;
	readonly examples: Readonly<Record<string, Example>>;
}

export interface Example {
	method: string;
	path: string;
	body?: unknown;
	/** The status of a success; 200 if left out. */
	status?: number;
	/** The same request with other IDs or another state, for which it is rejected. Left out if it can't be rejected. */
	refused?: { path?: string; body?: unknown; status: number };
}
