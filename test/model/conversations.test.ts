// Whatever the network does, nothing is added to ChatDash twice, and the node's report of conversations, messages and
// analyses is true. Random items run under random conditions. Then the tests compare the report with the agency's state.
import fc from 'fast-check';

import type { LocatorValue } from '../../nodes/ChatDash/fields/locator';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { analyze } from '../../nodes/ChatDash/resources/conversation/analyze';
import { create } from '../../nodes/ChatDash/resources/conversation/create';
import { deleteConversation } from '../../nodes/ChatDash/resources/conversation/delete';
import { append } from '../../nodes/ChatDash/resources/message/append';
import { replace } from '../../nodes/ChatDash/resources/message/replace';
import { type Outcome, isFailure } from '../../nodes/ChatDash/run/outcome';
import type { AgencySetup } from '../../sandbox/agency';
import { anyConditions, sendUnder } from './conditions';
import type { ModelItem } from './execution';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

const SETUP: AgencySetup = {
	agents: [
		{ _id: 'desk', name: 'Desk', platform: 'custom' },
		{ _id: 'line', name: 'Line', platform: 'custom' },
	],
	conversations: [
		{ _id: 'old', agentId: 'desk', platformId: 'call-old', name: 'Old' },
		{ _id: 'older', agentId: 'desk', platformId: 'call-older', name: 'Older' },
	],
};

const byId = (value: string): LocatorValue => ({ mode: 'id', value });
const DESK = byId('desk');

const chosen = fc.constantFrom(
	{ id: 'old', value: byId('old') },
	{ id: 'older', value: byId('older') },
	{ id: 'gone', value: byId('gone') },
);

/** An item with these values; its other fields are empty. */
const ready = (operation: Operation, values: Readonly<Record<string, unknown>>): ModelItem => ({
	operation,
	values: {
		...Object.fromEntries(Object.keys(operation.fields).map((name) => [name, undefined])),
		...values,
	},
	secrets: [],
});

/** How often an item may have taken effect, from the fewest times to the most. */
function timesOf(outcome: Outcome | undefined): readonly [number, number] {
	if (outcome?.kind === 'done') return [1, 1];
	return outcome !== undefined && isFailure(outcome) && outcome.kind !== 'unknown'
		? [0, 0]
		: [0, 1];
}

function expectTimes(times: number, outcomes: ReadonlyArray<Outcome | undefined>): void {
	const possible = outcomes.map(timesOf);
	const sum = (index: 0 | 1) => possible.reduce((total, range) => total + range[index], 0);
	expect(times).toBeGreaterThanOrEqual(sum(0));
	expect(times).toBeLessThanOrEqual(sum(1));
}

test(
	'a conversation that is reported as created exists once; a failed one was not created, and no other one is taken for it',
	async () => {
		const cases = fc.record({
			...anyConditions,
			calls: fc.array(
				fc.record({
					agent: fc.constantFrom(DESK, byId('line'), { mode: 'name', value: 'Desk' }, byId('gone')),
					platformId: fc.constantFrom(undefined, 'call-old', 'call-1', 'call-2', 'call-3'),
				}),
				{ minLength: 1, maxLength: 10 },
			),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ calls, ...conditions }) => {
				const items = calls.map(({ agent, platformId }, index) =>
					ready(create, { agentId: agent, conversationName: `New ${index}`, platformId }),
				);
				const { agency, outcomes } = await sendUnder(conditions, SETUP, items);

				expect(outcomes).toHaveLength(calls.length);
				calls.forEach((_call, index) => {
					const outcome = outcomes[index];
					const made = agency.conversations.all.filter(({ name }) => name === `New ${index}`);
					expectTimes(made.length, [outcome]);
					if (outcome?.kind !== 'done') return;
					expect(outcome.outputs).toMatchObject([
						{ conversationId: made[0]?._id, agentId: made[0]?.agentId },
					]);
				});
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'messages that are reported as appended are there once and in order; failed ones aren’t there',
	async () => {
		const cases = fc.record({
			...anyConditions,
			conversations: fc.array(chosen, { minLength: 1, maxLength: 12 }),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ conversations, ...conditions }) => {
				const items = conversations.map(({ value }, index) =>
					ready(append, {
						agentId: DESK,
						conversationId: value,
						messages: [{ sender: 'user', text: `Text ${index}`, sentAt: undefined }],
						messagesJson: [],
					}),
				);
				const { agency, outcomes } = await sendUnder(conditions, SETUP, items);

				const stored = ['old', 'older'].map((id) =>
					(agency.conversations.messages('desk', id) ?? []).map(({ content }) =>
						String(content?.['text']),
					),
				);
				conversations.forEach((_each, index) => {
					const times = stored.flat().filter((text) => text === `Text ${index}`).length;
					expectTimes(times, [outcomes[index]]);
				});
				for (const texts of stored) {
					const numbers = texts.map((text) => Number(text.replace('Text ', '')));
					expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
				}
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'an analysis is run as often as it’s reported',
	async () => {
		const cases = fc.record({
			...anyConditions,
			conversations: fc.array(chosen, { minLength: 1, maxLength: 12 }),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ conversations, ...conditions }) => {
				const items = conversations.map(({ value }) =>
					ready(analyze, { agentId: DESK, conversationId: value, analysis: 'summarize' }),
				);
				const { agency, outcomes } = await sendUnder(conditions, SETUP, items);
				for (const wanted of ['old', 'older', 'gone']) {
					const times = agency.conversations.analyses.filter(
						({ conversationId }) => conversationId === wanted,
					).length;
					expectTimes(
						times,
						outcomes.filter((_outcome, index) => conversations[index]?.id === wanted),
					);
				}
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'the last of several replacements of the same messages wins, and a deleted conversation is gone',
	async () => {
		const cases = fc.record({
			...anyConditions,
			deletes: fc.boolean(),
			conversations: fc.array(chosen, { minLength: 1, maxLength: 12 }),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ deletes, conversations, ...conditions }) => {
				const items = conversations.map(({ value }, index) =>
					ready(deletes ? deleteConversation : replace, {
						agentId: DESK,
						conversationId: value,
						...(!deletes && {
							messages: [{ sender: 'user', text: `Text ${index}`, sentAt: undefined }],
							messagesJson: [],
						}),
					}),
				);
				const { agency, outcomes } = await sendUnder(conditions, SETUP, items);
				for (const id of ['old', 'older']) {
					const messages = agency.conversations.messages('desk', id);
					const now = messages === undefined ? 'deleted' : String(messages[0]?.content?.['text']);
					// All states that the reports allow. An item with an unknown outcome may have taken effect or not.
					let possible = ['undefined'];
					conversations.forEach((each, index) => {
						if (each.id !== id) return;
						const after = deletes ? 'deleted' : `Text ${index}`;
						const [fewest, most] = timesOf(outcomes[index]);
						if (fewest === 1) possible = [after];
						else if (most === 1) possible = [...possible, after];
					});
					expect(possible).toContain(now);
				}
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);
