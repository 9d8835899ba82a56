// Whatever the network does, no subscription is created twice, and what the node reports of each item is true.
import fc from 'fast-check';

import { create } from '../../nodes/ChatDash/resources/webhookSubscription/create';
import { isFailure } from '../../nodes/ChatDash/run/outcome';
import type { AgencySetup } from '../../sandbox/agency';
import { anyConditions, sendUnder } from './conditions';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

const urlOf = (number: number) => `https://n8n.example/webhook/${number}`;

const SETUP: AgencySetup = {
	clients: [
		{ _id: 'acme', name: 'Acme Dental' },
		{ _id: 'bolt', name: 'Bolt Law' },
	],
	agents: [
		{ _id: 'a0', name: 'Desk', platform: 'custom', clientId: 'acme' },
		{ _id: 'a1', name: 'Line', platform: 'custom', clientId: 'acme' },
		{ _id: 'a2', name: 'Chat', platform: 'custom', clientId: 'bolt' },
	],
	subscriptions: [
		{
			_id: 'old',
			clientId: 'acme',
			agentId: 'a0',
			webhookUrl: urlOf(0),
			events: ['call.ended'],
		},
	],
};

/** Items want overlapping things. The agent of another client makes an item fail. */
const items = fc.array(
	fc.record({
		agentIds: fc.subarray(['a0', 'a1', 'a2'], { minLength: 1 }),
		events: fc.subarray(['call.ended', 'call.missed'] as const, { minLength: 1 }),
		webhookUrl: fc.constantFrom(urlOf(0), urlOf(1), urlOf(2)),
	}),
	{ minLength: 1, maxLength: 10 },
);

interface Wanted {
	readonly agentIds: readonly string[];
	readonly events: readonly string[];
	readonly webhookUrl: string;
}

/** One text for each agent. */
const keysOf = ({ agentIds, events, webhookUrl }: Wanted) =>
	agentIds.map((agent) => [agent, webhookUrl, ...[...events].sort()].join(' '));

test(
	'a subscription that is reported as created exists, and no two of them send the same',
	async () => {
		const cases = fc.record({ ...anyConditions, wanted: items });
		await fc.assert(
			fc.asyncProperty(cases, async ({ wanted, ...conditions }) => {
				const { agency, outcomes } = await sendUnder(
					conditions,
					SETUP,
					wanted.map((values) => ({
						operation: create,
						values: { ...values, clientId: 'acme' },
						secrets: [],
					})),
				);
				const all = agency.subscriptions.all.map((one) => ({
					...one,
					key: keysOf({ ...one, agentIds: [one.agentId] }).join(),
				}));
				const added = all.filter(({ _id }) => _id !== 'old').map(({ key }) => key);

				expect(outcomes).toHaveLength(wanted.length);
				expect(new Set(added).size).toBe(added.length);
				wanted.forEach((each, index) => {
					const outcome = outcomes[index];
					if (outcome?.kind !== 'done') return;
					expect(all.map(({ key }) => key)).toEqual(expect.arrayContaining(keysOf(each)));
					if (outcome.source === 'response') {
						expect(added).toEqual(expect.arrayContaining(keysOf(each)));
					}
					const { subscriptionId } = outcome.outputs[0] ?? {};
					const reported = all.find(({ _id }) => _id === subscriptionId);
					expect(keysOf(each)).toContain(reported?.key);
				});
				// What was added was wanted by an item that isn't reported as failed.
				const possible = wanted.flatMap((each, index) => {
					const outcome = outcomes[index];
					const isExcluded = outcome !== undefined && isFailure(outcome);
					return isExcluded && outcome.kind !== 'unknown' ? [] : keysOf(each);
				});
				expect(possible).toEqual(expect.arrayContaining(added));
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);
