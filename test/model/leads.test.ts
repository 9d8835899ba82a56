// Whatever the network does, no lead, tag or copy of an agent is created twice, and the node's report of them is true. None
// of these requests is ever sent again, because ChatDash accepts each of them a second time.
import fc from 'fast-check';

import type { LocatorValue } from '../../nodes/ChatDash/fields/locator';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { duplicate } from '../../nodes/ChatDash/resources/agent/duplicate';
import { create as createLead } from '../../nodes/ChatDash/resources/lead/create';
import { create as createTag } from '../../nodes/ChatDash/resources/leadTag/create';
import { type Outcome, isFailure } from '../../nodes/ChatDash/run/outcome';
import type { AgencySetup } from '../../sandbox/agency';
import { anyConditions, sendUnder } from './conditions';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

const SETUP: AgencySetup = {
	agents: [
		{ _id: 'desk', name: 'Desk', platform: 'vapi', apiId: 'vapi-1', apiKey: 'key-of-desk' },
		{ _id: 'line', name: 'Line', platform: 'custom' },
	],
	leads: [{ agentId: 'desk', tags: [{ _id: 'hot', label: 'Hot' }] }],
};

const byId = (value: string): LocatorValue => ({ mode: 'id', value });
const agents = fc.constantFrom(
	{ id: 'desk', chosen: byId('desk') },
	{ id: 'desk', chosen: { mode: 'name', value: 'desk' } as const },
	{ id: 'line', chosen: byId('line') },
	// This agent doesn't exist. Its items fail, and that must not affect the others.
	{ id: 'gone', chosen: byId('gone') },
);

/** The lists may show a change late. */
const lag = fc.constantFrom(undefined, { reads: 1 }, { reads: 2 });

const setupWith = (lagging: AgencySetup['lag']): AgencySetup => ({
	...SETUP,
	...(lagging && { lag: lagging }),
});

const ready = (operation: Operation, values: Readonly<Record<string, unknown>>) => ({
	operation,
	values,
	secrets: [],
});

/** Whether it's certain that ChatDash changed nothing for the item. */
const changedNothing = (outcome: Outcome | undefined) =>
	outcome === undefined || (isFailure(outcome) && outcome.kind !== 'unknown');

const outputsOf = (outcome: Outcome | undefined) =>
	outcome !== undefined && 'outputs' in outcome ? outcome.outputs : [];

test(
	'a lead that is reported as created exists once, and no other lead was created twice',
	async () => {
		const cases = fc.record({
			...anyConditions,
			leads: fc.array(fc.record({ agent: agents, tag: fc.constantFrom('Hot', 'hot', 'None') }), {
				minLength: 1,
				maxLength: 10,
			}),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ leads, ...conditions }) => {
				const items = leads.map(({ agent, tag }, index) =>
					ready(createLead, {
						agentId: agent.chosen,
						phone: `+1 555 ${index}`,
						customFields: undefined,
						tags: [{ text: tag }],
					}),
				);
				const { agency, outcomes } = await sendUnder(conditions, SETUP, items);
				const all = ['desk', 'line'].flatMap((agentId) =>
					(agency.leads.of(agentId) ?? []).map((lead) => ({ agentId, ...lead })),
				);

				expect(outcomes).toHaveLength(leads.length);
				leads.forEach(({ agent, tag }, index) => {
					const outcome = outcomes[index];
					const made = all.filter(({ phone }) => phone === `+1 555 ${index}`);
					expect(made.length).toBeLessThanOrEqual(agent.id === 'desk' && tag !== 'None' ? 1 : 0);
					if (outcome?.kind === 'done') {
						expect(made).toMatchObject([{ agentId: 'desk', tags: ['hot'] }]);
						expect(outputsOf(outcome)).toMatchObject([
							{ agentId: 'desk', leadId: made[0]?._id, phone: made[0]?.phone },
						]);
					} else if (changedNothing(outcome)) {
						expect(made).toEqual([]);
					}
				});
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'a tag that is reported as created is the one that its item created, and each item created one at most',
	async () => {
		const cases = fc.record({
			...anyConditions,
			lag,
			tags: fc.array(
				fc.record({ agent: agents, label: fc.constantFrom('Hot', 'New', 'Newer', 'new') }),
				{ minLength: 1, maxLength: 10 },
			),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ tags, lag: lagging, ...conditions }) => {
				const items = tags.map(({ agent, label }) =>
					ready(createTag, { agentId: agent.chosen, label }),
				);
				const { agency, outcomes } = await sendUnder(conditions, setupWith(lagging), items);

				expect(outcomes).toHaveLength(tags.length);
				const claimed = new Set<unknown>();
				tags.forEach(({ agent, label }, index) => {
					const outcome = outcomes[index];
					if (outcome?.kind !== 'done') return;
					const [output] = outputsOf(outcome);
					expect(agency.leads.tagsOf(agent.id)).toContainEqual(
						expect.objectContaining({ _id: output?.['tagId'], label }),
					);
					expect(output).toMatchObject({ agentId: agent.id, label });
					// Two items never report the same tag, and none reports a tag that was there before.
					expect(['hot', ...claimed]).not.toContain(output?.['tagId']);
					claimed.add(output?.['tagId']);
				});
				// No label is there twice, and there are no more tags than items that may have created one.
				for (const agentId of ['desk', 'line']) {
					const made = (agency.leads.tagsOf(agentId) ?? []).filter(
						({ _id, system }) => !system && _id !== 'hot',
					);
					expect(new Set(made.map((tag) => tag.label)).size).toBe(made.length);
					const mayExist = tags.filter(
						({ agent }, index) => agent.id === agentId && !changedNothing(outcomes[index]),
					);
					expect(made.length).toBeLessThanOrEqual(mayExist.length);
				}
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'a copy of an agent that is reported as created exists once, like the original, and its ID is its own',
	async () => {
		const cases = fc.record({
			...anyConditions,
			lag,
			copies: fc.array(fc.record({ agent: agents }), { minLength: 1, maxLength: 8 }),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ copies, lag: lagging, ...conditions }) => {
				const items = copies.map(({ agent }, index) =>
					ready(duplicate, {
						...Object.fromEntries(Object.keys(duplicate.fields).map((name) => [name, undefined])),
						agentId: agent.chosen,
						agentName: `Copy ${index}`,
						includeAgentId: true,
					}),
				);
				const { agency, outcomes } = await sendUnder(conditions, setupWith(lagging), items);

				expect(outcomes).toHaveLength(copies.length);
				copies.forEach(({ agent }, index) => {
					const outcome = outcomes[index];
					const made = agency.agents.all.filter(({ name }) => name === `Copy ${index}`);
					expect(made.length).toBeLessThanOrEqual(agent.id === 'gone' ? 0 : 1);
					if (outcome?.kind === 'done') {
						const original = agency.agents.get(agent.id);
						expect(made).toEqual([{ ...original, _id: made[0]?._id, name: `Copy ${index}` }]);
						const [output] = outputsOf(outcome);
						expect(output).toMatchObject({ sourceAgentId: agent.id, agentName: `Copy ${index}` });
						// The ID isn't looked up if the run has stopped.
						expect([undefined, null, made[0]?._id]).toContain(output?.['agentId']);
					} else if (changedNothing(outcome)) {
						expect(made).toEqual([]);
					}
					expect(JSON.stringify(outcome ?? {})).not.toContain('key-of-desk');
				});
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);
