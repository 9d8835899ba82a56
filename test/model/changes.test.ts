// Whatever the network does, what is reported of members that are added and changed and of agents that are assigned is the
// truth, and items that change the same record keep their order: random items and weather, held against the agency's state.
import fc from 'fast-check';

import { assign } from '../../nodes/ChatDash/resources/agent/assign';
import type { LocatorValue } from '../../nodes/ChatDash/fields/locator';
import { create } from '../../nodes/ChatDash/resources/member/create';
import { update } from '../../nodes/ChatDash/resources/member/update';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { type Outcome, isFailure } from '../../nodes/ChatDash/run/outcome';
import type { AgencySetup } from '../../sandbox/agency';
import type { ModelItem } from './execution';
import { sendIn, weather } from './weather';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** A test of this file may take so long, in milliseconds. */
const PATIENCE = 60_000 * TIMES_LONGER;

const SETUP: AgencySetup = {
	clients: [
		{
			_id: 'acme',
			name: 'Acme Dental',
			members: [
				{ _id: 'm0', name: 'Member 0', loginId: 'member0@example.com', isAdmin: true },
				{ _id: 'm1', name: 'Member 1', loginId: 'member1@example.com' },
				{ _id: 'm2', name: 'Member 2', loginId: 'member2@example.com', isAdmin: true },
			],
		},
		{ _id: 'bolt', name: 'Bolt Law', members: [{ name: 'Bea', loginId: 'login0@example.com' }] },
	],
	agents: [
		{ _id: 'a0', name: 'Desk', platform: 'custom' },
		{ _id: 'a1', name: 'Line', platform: 'custom' },
		{ _id: 'a2', name: 'Chat', platform: 'custom', clientId: 'bolt' },
	],
};

const byId = (value: string): LocatorValue => ({ mode: 'id', value });
const clients = fc.constantFrom(
	{ id: 'acme', chosen: byId('acme') },
	{ id: 'acme', chosen: { mode: 'name', value: 'Acme Dental' } as const },
	{ id: 'bolt', chosen: byId('bolt') },
	{ id: 'bolt', chosen: { mode: 'name', value: 'Bolt Law' } as const },
	// Nobody's: such an item fails, and the others may not suffer from it.
	{ id: 'gone', chosen: byId('gone') },
	{ id: 'gone', chosen: { mode: 'name', value: 'Gone' } as const },
);

const ready = (
	operation: Operation,
	values: Readonly<Record<string, unknown>>,
	secrets: string[] = [],
): ModelItem => ({ operation, values, secrets });

/** Some of the failures say for sure that nothing was done. */
const didNothing = (outcome: Outcome) => isFailure(outcome) && outcome.kind !== 'unknown';

test(
	'a member that is reported as added is there, once, with its password; one that is not is not there',
	async () => {
		const cases = fc.record({
			...weather,
			people: fc.array(fc.record({ client: clients, name: fc.constantFrom('Bea', 'Cid') }), {
				minLength: 1,
				maxLength: 10,
			}),
			onLoginIdInUse: fc.constantFrom('error', 'skip'),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ people, onLoginIdInUse, ...sky }) => {
				const loginOf = (index: number) => `login${index}@example.com`;
				const items = people.map(({ client, name }, index) => {
					const password = { text: `pass-of-${index}`, generated: true };
					return ready(
						create,
						{
							clientId: client.chosen,
							memberName: `${name} ${index}`,
							loginId: loginOf(index),
							passwordSource: 'generate',
							password,
							email: undefined,
							onLoginIdInUse,
						},
						[password.text],
					);
				});
				const { agency, started, outcomes } = await sendIn(sky, SETUP, items);
				const before = new Set(started.members.map(({ _id }) => _id));

				expect(outcomes).toHaveLength(people.length);
				people.forEach(({ client, name }, index) => {
					const outcome = outcomes[index];
					const holders = agency.members.filter(({ loginId }) => loginId === loginOf(index));
					const made = holders.filter(({ _id }) => !before.has(_id));
					expect(holders.length).toBeLessThanOrEqual(1);
					if (outcome?.kind === 'done') {
						expect(made).toMatchObject([{ clientId: client.id, name: `${name} ${index}` }]);
						// Where it couldn't be read who was there before, no password is claimed to be the member's.
						const member =
							outcome.source === 'lookup' && /is not known/.test(JSON.stringify(outcome.outputs))
								? { loginId: loginOf(index) }
								: { loginId: loginOf(index), password: `pass-of-${index}` };
						expect(outcome.outputs).toMatchObject([{ clientId: client.id, member }]);
					} else if (outcome?.kind === 'skipped') {
						expect(made).toEqual([]);
						expect(holders).toMatchObject([{ clientId: client.id }]);
					} else if (outcome === undefined || didNothing(outcome)) {
						expect(made).toEqual([]);
					}
				});
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	PATIENCE,
);

test(
	'an agent that is reported as assigned is the client’s, and no other item took it',
	async () => {
		const cases = fc.record({
			...weather,
			wishes: fc.array(fc.record({ agent: fc.constantFrom('a0', 'a1', 'a2'), client: clients }), {
				minLength: 1,
				maxLength: 10,
			}),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ wishes, ...sky }) => {
				const items = wishes.map(({ agent, client }) =>
					ready(assign, { agentId: byId(agent), clientId: client.chosen }),
				);
				const { agency, started, outcomes } = await sendIn(sky, SETUP, items);
				const ownerOf = (agent: string) => agency.agents.get(agent)?.clientId;

				expect(outcomes).toHaveLength(wishes.length);
				wishes.forEach(({ agent, client }, index) => {
					const outcome = outcomes[index];
					if (outcome?.kind !== 'done' && outcome?.kind !== 'skipped') return;
					expect(ownerOf(agent)).toBe(client.id);
					expect(outcome.outputs).toMatchObject([{ agentIds: [agent], clientId: client.id }]);
				});
				for (const { _id, clientId } of started.agents) {
					const owner = ownerOf(_id);
					if (owner === clientId) continue;
					// Somebody got it; then the first item that may have done so is of that client.
					const first = wishes.find(
						({ agent, client }, index) =>
							agent === _id &&
							client.id === owner &&
							['done', 'unknown'].includes(outcomes[index]?.kind ?? ''),
					);
					expect(first).toBeDefined();
				}
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	PATIENCE,
);

test(
	'of items that change the same member the last one has the last word, and nobody loses or gains rights unasked',
	async () => {
		const cases = fc.record({
			...weather,
			byLogin: fc.boolean(),
			changes: fc.array(
				fc.record({
					member: fc.constantFrom(0, 1, 2),
					isAdmin: fc.constantFrom(undefined, undefined, true, false),
					inCapitals: fc.boolean(),
				}),
				{ minLength: 1, maxLength: 14 },
			),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ byLogin, changes, ...sky }) => {
				const items = changes.map(({ member, isAdmin, inCapitals }, index) => {
					const login = `member${member}@example.com`;
					return ready(update, {
						clientId: byId('acme'),
						memberId: byLogin
							? { mode: 'loginId', value: inCapitals ? login.toUpperCase() : login }
							: byId(`m${member}`),
						email: undefined,
						isAdmin,
						loginId: undefined,
						memberName: `Name ${index}`,
						password: undefined,
					});
				});
				const { agency, started, outcomes } = await sendIn(sky, SETUP, items);

				expect(outcomes).toHaveLength(changes.length);
				for (const [number, member] of (agency.membersOf('acme') ?? []).entries()) {
					const was = started.members[number];
					// All that the member may be by the reports: an item that is unknown may have done its work, or not.
					let may = [{ name: was?.name, isAdmin: was?.isAdmin }];
					changes.forEach((change, index) => {
						if (change.member !== number) return;
						const after = may.map(({ isAdmin }) => ({
							name: `Name ${index}`,
							isAdmin: change.isAdmin ?? isAdmin,
						}));
						const is = outcomes[index]?.kind;
						if (is === 'done') may = after;
						else if (is === 'unknown') may = [...may, ...after];
					});
					expect(may).toContainEqual({ name: member.name, isAdmin: member.isAdmin });
				}
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	PATIENCE,
);
