// Random conditions for a run: faults, a rate limit, and the options of the node.
import fc from 'fast-check';

import type { SendResult } from '../../nodes/ChatDash/run/send';
import type { Agency, AgencySetup } from '../../sandbox/agency';
import type { Fault, SeededPlan } from '../../sandbox/faults';
import { type ModelItem, execute } from './execution';
import { VirtualClock } from './virtual-clock';
import { virtualSandbox } from './virtual-sandbox';

export interface Conditions {
	readonly faults: SeededPlan;
	readonly limit: AgencySetup['limit'] | undefined;
	readonly stops: boolean;
	readonly maxConcurrency: number;
	readonly maxRetries: number;
	readonly seed: number;
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
	fc.record({ kind: fc.constant('latency' as const), ms: fc.constantFrom(10, 500, 40_000) }),
	fc.record({
		kind: fc.constant('rateLimit' as const),
		retryAfter: fc.constantFrom('seconds' as const, 'none' as const),
		seconds: fc.constantFrom(0, 1, 3),
	}),
	fc.constant<Fault>({ kind: 'cutBefore' }),
	fc.constant<Fault>({ kind: 'cutAfter' }),
	fc.record({ kind: fc.constant('htmlBadGateway' as const), afterWork: fc.boolean() }),
	fc.record({ kind: fc.constant('serverError' as const), afterWork: fc.boolean() }),
	fc.constant<Fault>({ kind: 'cutBody' }),
	fc.record({ kind: fc.constant('slowBody' as const), ms: fc.constantFrom(50, 60_000) }),
	fc.constant<Fault>({ kind: 'emptyBody' }),
	fc.record({ kind: fc.constant('silence' as const), afterWork: fc.boolean() }),
);

const retryAfter = fc.constantFrom('seconds' as const, 'date' as const, 'none' as const);

/** Arbitraries for the parts of {@link Conditions}. Tests combine them with their own. */
export const anyConditions = {
	faults: fc.record({
		seed: fc.nat(),
		share: fc.constantFrom(0, 0.14, 0.5, 0.9, 1),
		kinds: fc.array(fault, { minLength: 1, maxLength: 5 }),
	}),
	limit: fc.option(
		fc.oneof(
			fc.record({
				perSecond: fc.constantFrom(2, 50),
				burst: fc.constantFrom(1, 20),
				retryAfter,
			}),
			fc.record({
				requests: fc.constantFrom(3, 60),
				windowMs: fc.constantFrom(1000, 60_000),
				usedUp: fc.constantFrom(0, 60),
				retryAfter,
			}),
		),
		{ nil: undefined },
	),
	stops: fc.boolean(),
	maxConcurrency: fc.constantFrom(1, 3, 20),
	maxRetries: fc.constantFrom(0, 1, 4),
	seed: fc.nat(),
};

/** The records of an agency before a run. */
export interface InitialRecords {
	readonly clients: Agency['clients'];
	readonly members: Agency['members'];
	readonly agents: Agency['agents']['all'];
}

/** Sends items in virtual time to a new agency. */
export async function sendUnder(
	{ faults, limit, stops, maxConcurrency, maxRetries, seed }: Conditions,
	setup: AgencySetup,
	items: readonly ModelItem[],
): Promise<SendResult & { agency: Agency; initial: InitialRecords }> {
	const clock = new VirtualClock(seed);
	const { agency, http } = await virtualSandbox(clock, {
		...setup,
		faults,
		...(limit && { limit }),
	});
	const { clients, members, agents } = agency;
	const initial = structuredClone({ clients, members, agents: agents.all });
	const settings = { maxConcurrency, maxRetries, stopsAtFailure: stops };
	const sent = await clock.run(execute(http, clock, items, settings));
	return { ...sent, agency, initial };
}
