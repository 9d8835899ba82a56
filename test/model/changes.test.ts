// Whatever the network does, the node's report of added and changed members and of assigned agents is true, and items
// that change the same record keep their order. Random items run under random conditions. Then the tests compare the
// report with the agency's state.
import fc from 'fast-check';

import { assign } from '../../nodes/ChatDash/resources/agent/assign';
import type { LocatorValue } from '../../nodes/ChatDash/fields/locator';
import { create } from '../../nodes/ChatDash/resources/member/create';
import { update } from '../../nodes/ChatDash/resources/member/update';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { type Outcome, isFailure } from '../../nodes/ChatDash/run/outcome';
import type { AgencySetup } from '../../sandbox/agency';
import type { ModelItem } from './execution';
import { anyConditions, sendUnder } from './conditions';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

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
	// This client doesn't exist. Its items fail, and that must not affect the others.
	{ id: 'gone', chosen: byId('gone') },
	{ id: 'gone', chosen: { mode: 'name', value: 'Gone' } as const },
);

const ready = (
	operation: Operation,
	values: Readonly<Record<string, unknown>>,
	secrets: string[] = [],
): ModelItem => ({ operation, values, secrets });

/** Whether it's certain that ChatDash changed nothing for the item. */
const changedNothing = (outcome: Outcome) => isFailure(outcome) && outcome.kind !== 'unknown';

test(
	'a member that is reported as added exists once, with its password; a failed or skipped one was not added',
	async () => {
		const cases = fc.record({
			...anyConditions,
			people: fc.array(fc.record({ client: clients, name: fc.constantFrom('Bea', 'Cid') }), {
				minLength: 1,
				maxLength: 10,
			}),
			onLoginIdInUse: fc.constantFrom('error', 'skip', 'omit'),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ people, onLoginIdInUse, ...conditions }) => {
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
				const { agency, initial, outcomes } = await sendUnder(conditions, SETUP, items);
				const before = new Set(initial.members.map(({ _id }) => _id));

				expect(outcomes).toHaveLength(people.length);
				people.forEach(({ client, name }, index) => {
					const outcome = outcomes[index];
					const holders = agency.members.filter(({ loginId }) => loginId === loginOf(index));
					const made = holders.filter(({ _id }) => !before.has(_id));
					expect(holders.length).toBeLessThanOrEqual(1);
					if (outcome?.kind === 'done') {
						expect(made).toMatchObject([{ clientId: client.id, name: `${name} ${index}` }]);
						// If the earlier members couldn't be read, the report doesn't claim that the password is the member's.
						const isUncertain =
							outcome.source === 'lookup' && /isn't known/.test(JSON.stringify(outcome.outputs));
						expect(outcome.outputs).toMatchObject([
							{
								clientId: client.id,
								loginId: loginOf(index),
								...(!isUncertain && { password: `pass-of-${index}` }),
							},
						]);
					} else if (outcome?.kind === 'skipped') {
						expect(made).toEqual([]);
						expect(holders).toMatchObject([{ clientId: client.id }]);
					} else if (outcome === undefined || changedNothing(outcome)) {
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
	'an agent that is reported as assigned belongs to the client, and no other item moved it',
	async () => {
		const cases = fc.record({
			...anyConditions,
			assignments: fc.array(
				fc.record({ agent: fc.constantFrom('a0', 'a1', 'a2'), client: clients }),
				{
					minLength: 1,
					maxLength: 10,
				},
			),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ assignments, ...conditions }) => {
				const items = assignments.map(({ agent, client }) =>
					ready(assign, { agentId: byId(agent), clientId: client.chosen }),
				);
				const { agency, initial, outcomes } = await sendUnder(conditions, SETUP, items);
				const ownerOf = (agent: string) => agency.agents.get(agent)?.clientId;

				expect(outcomes).toHaveLength(assignments.length);
				assignments.forEach(({ agent, client }, index) => {
					const outcome = outcomes[index];
					if (outcome?.kind !== 'done' && outcome?.kind !== 'skipped') return;
					expect(ownerOf(agent)).toBe(client.id);
					expect(outcome.outputs).toMatchObject([{ agentId: agent, clientId: client.id }]);
				});
				for (const { _id, clientId } of initial.agents) {
					const owner = ownerOf(_id);
					if (owner === clientId) continue;
					// If an agent moved, the first item that may have moved it names its new client.
					const first = assignments.find(
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
	TIMEOUT_MS,
);

test(
	'the last of several items that change the same member wins, and no member gains or loses rights unintentionally',
	async () => {
		const cases = fc.record({
			...anyConditions,
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
			fc.asyncProperty(cases, async ({ byLogin, changes, ...conditions }) => {
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
				const { agency, initial, outcomes } = await sendUnder(conditions, SETUP, items);

				expect(outcomes).toHaveLength(changes.length);
				for (const [number, member] of (agency.membersOf('acme') ?? []).entries()) {
					const before = initial.members[number];
					// All states that the reports allow. An item with an unknown outcome may have taken effect or not.
					let possible = [{ name: before?.name, isAdmin: before?.isAdmin }];
					changes.forEach((change, index) => {
						if (change.member !== number) return;
						const after = possible.map(({ isAdmin }) => ({
							name: `Name ${index}`,
							isAdmin: change.isAdmin ?? isAdmin,
						}));
						const kind = outcomes[index]?.kind;
						if (kind === 'done') possible = after;
						else if (kind === 'unknown') possible = [...possible, ...after];
					});
					expect(possible).toContainEqual({ name: member.name, isAdmin: member.isAdmin });
				}
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);
