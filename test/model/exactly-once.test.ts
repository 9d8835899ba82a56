// Whatever the network does, every item gets exactly one outcome, and it's true. Random items run with random faults
// and options against the sandbox's agency. Then the tests compare the agency's state with the node's report, item by
// item.
import fc from 'fast-check';

import { create } from '../../nodes/ChatDash/resources/client/create';
import { type Outcome, isFailure } from '../../nodes/ChatDash/run/outcome';
import type { Agency, SeedClient } from '../../sandbox/agency';
import type { Fault } from '../../sandbox/faults';
import type { ModelItem } from './execution';
import { type Conditions, anyConditions, sendUnder } from './conditions';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

interface Deal {
	readonly clientName: string;
	readonly memberName: string;
	readonly loginId: string;
}

interface Case extends Conditions {
	readonly deals: readonly Deal[];
	readonly clients: SeedClient[];
	readonly onLoginIdInUse: 'error' | 'skip' | 'omit';
	readonly includeClientId: boolean;
}

/** There are few names, so that clients share them. Each item has its own login: the node rejects duplicates. */
const cases: fc.Arbitrary<Case> = fc
	.record({
		names: fc.array(
			fc.record({
				clientName: fc.constantFrom('Acme Dental', 'Zoë’s Café', 'Elm Street Optics'),
				memberName: fc.constantFrom('Maria', 'Jürgen'),
			}),
			{ minLength: 1, maxLength: 14 },
		),
		taken: fc.array(
			fc.record({
				item: fc.nat(13),
				name: fc.constantFrom('Acme Dental', 'Zoë’s Café', 'Somebody Else'),
				member: fc.constantFrom('Maria', 'Jürgen', 'Somebody'),
			}),
			{ maxLength: 4 },
		),
		...anyConditions,
		onLoginIdInUse: fc.constantFrom('error' as const, 'skip' as const, 'omit' as const),
		includeClientId: fc.boolean(),
	})
	.map(({ names, taken, ...rest }) => {
		const deals = names.map((name, index) => ({ ...name, loginId: `login${index}@example.com` }));
		const clients = new Map<string, SeedClient>();
		for (const { item, name, member } of taken) {
			// ChatDash may show an older client with identical data. It's still another client, with another password.
			const loginId = `LOGIN${item}@example.com`;
			clients.set(loginId, { name, members: [{ name: member, loginId }] });
		}
		return { deals, clients: [...clients.values()], ...rest };
	});

const secretOf = (index: number) => `pass-of-item-${index}`;

async function runCase(run: Case) {
	const items = run.deals.map(
		(deal, index): ModelItem => ({
			operation: create,
			values: {
				...deal,
				language: 'en',
				passwordSource: 'generate',
				password: { text: secretOf(index), generated: true },
				email: undefined,
				onLoginIdInUse: run.onLoginIdInUse,
				includeClientId: run.includeClientId,
			},
			secrets: [secretOf(index)],
		}),
	);
	const { agency, initial, outcomes } = await sendUnder(run, { clients: run.clients }, items);
	return { agency, before: new Set(initial.clients.map(({ _id }) => _id)), outcomes };
}

/** What is wrong with a reported outcome, or `undefined` if it's true. */
function mismatchIn(
	outcome: Outcome | undefined,
	{ clientName, memberName, loginId }: Deal,
	index: number,
	agency: Agency,
	before: ReadonlySet<string>,
): string | undefined {
	const holder = agency.members.find((member) => member.loginId.toLowerCase() === loginId);
	const client = holder && agency.client(holder.clientId);
	const isOurs = client !== undefined && !before.has(client._id);
	switch (outcome?.kind) {
		case undefined:
			return 'there is no outcome';
		case 'done': {
			if (client?.name !== clientName || holder?.name !== memberName)
				return 'another client was created';
			const [shown = {}] = outcome.outputs;
			// If the earlier clients couldn't be read, the lookup may have found an older one. So there is no password.
			const isUncertain =
				outcome.source === 'lookup' && /isn't known/.test(JSON.stringify(shown['note'] ?? ''));
			if (isUncertain) return undefined;
			if (!isOurs) return 'it is reported as created and was not';
			if (shown['loginId'] !== loginId || shown['password'] !== secretOf(index)) {
				return 'its password is lost';
			}
			const { clientId = null } = shown;
			return clientId === null || clientId === client._id
				? undefined
				: 'it is returned with the ID of another client';
		}
		case 'skipped':
			return client !== undefined && !isOurs && client.name === clientName
				? undefined
				: 'it is reported as skipped and no such client existed';
		case 'rejected':
		case 'readFailed':
		case 'unreachable':
		case 'notSent':
		case 'invalid':
			return isOurs ? `it is reported as ${outcome.kind} and was created` : undefined;
		case 'unknown':
			return undefined;
	}
}

/** Runs a case and compares every outcome with the agency's state. */
async function expectTrueReport(run: Case) {
	const { agency, before, outcomes } = await runCase(run);
	const mismatches = run.deals.flatMap((deal, index) => {
		const mismatch = mismatchIn(outcomes[index], deal, index, agency, before);
		return mismatch === undefined ? [] : [`Item ${index}: ${mismatch}`];
	});
	expect(mismatches).toEqual([]);
	expect(outcomes.length).toBe(run.deals.length);

	// Each new client belongs to an item that is reported as done or unknown.
	const reported = outcomes.filter(({ kind }) => kind === 'done' || kind === 'unknown').length;
	expect(agency.clients.length - before.size).toBeLessThanOrEqual(reported);
	return outcomes;
}

test(
	'every item gets one outcome, and it is true',
	async () => {
		await fc.assert(
			fc.asyncProperty(cases, async (run) => {
				await expectTrueReport(run);
			}),
			{ numRuns: 2000 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'with few faults and enough retries, no item has an unknown outcome',
	async () => {
		await fc.assert(
			fc.asyncProperty(cases, async (run) => {
				// An empty response hides a rejection's message, and no retry recovers it.
				const kinds = run.faults.kinds.filter(({ kind }) => kind !== 'emptyBody');
				const few = { ...run.faults, kinds, share: kinds.length > 0 ? 0.1 : 0 };
				const { outcomes } = await runCase({
					...run,
					faults: few,
					maxRetries: 12,
					limit: undefined,
				});
				expect(outcomes.filter(({ kind }) => kind === 'unknown')).toEqual([]);
			}),
			{ numRuns: 500 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'a run that stops on errors sends no item after the first failure',
	async () => {
		await fc.assert(
			fc.asyncProperty(cases, async (run) => {
				const { outcomes } = await runCase({ ...run, stops: true, maxConcurrency: 1 });
				const first = outcomes.findIndex(isFailure);
				if (first === -1) return;
				expect(outcomes.slice(first + 1).every(({ kind }) => kind === 'notSent')).toBe(true);
			}),
			{ numRuns: 500 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

/** All kinds of faults, in equal shares. */
const EVERY_FAULT: Fault[] = [
	{ kind: 'latency', ms: 500 },
	{ kind: 'latency', ms: 40_000 },
	{ kind: 'rateLimit', retryAfter: 'seconds', seconds: 1 },
	{ kind: 'rateLimit', retryAfter: 'none', seconds: 0 },
	{ kind: 'cutBefore' },
	{ kind: 'cutAfter' },
	{ kind: 'htmlBadGateway', afterWork: true },
	{ kind: 'htmlBadGateway', afterWork: false },
	{ kind: 'serverError', afterWork: true },
	{ kind: 'serverError', afterWork: false },
	{ kind: 'cutBody' },
	{ kind: 'slowBody', ms: 60_000 },
	{ kind: 'emptyBody' },
];

test.each(Array.from({ length: 2 * TIMES_LONGER }, (_, seed) => seed))(
	'a migration of 200 deals under every fault loses none, creates none twice and reports each one truly (seed %i)',
	async (seed) => {
		const outcomes = await expectTrueReport({
			deals: Array.from({ length: 200 }, (_, index) => ({
				clientName: `Client ${index % 150}`,
				memberName: 'Owner',
				loginId: `login${index}@example.com`,
			})),
			clients: [],
			faults: { seed, share: 0.3, kinds: EVERY_FAULT },
			limit: { perSecond: 50, burst: 20, retryAfter: 'seconds' },
			onLoginIdInUse: 'error',
			includeClientId: true,
			stops: false,
			maxConcurrency: 20,
			maxRetries: 4,
			seed,
		});
		// Retries and lookups resolve nearly all ambiguous responses. Only the others are reported as unknown.
		expect(outcomes.filter(isFailure).every(({ kind }) => kind === 'unknown')).toBe(true);
	},
	TIMEOUT_MS,
);
