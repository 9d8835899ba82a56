// The same deal in two executions at the same time, while responses get lost, as with a CRM that delivers twice.
// Neither execution knows of the other, so these tests check what has to be true anyway.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import type { Agency, AgencySetup, Fault, SeedClient } from '../../sandbox/server.js';
import { clientOf, type Item, loginOf, nameOf, receiveDeals } from './delivered-deals.mjs';
import { passwordsIn, watchPasswords } from './passwords.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 180_000 };

const stage = await openStage([]);
after(async () => await stage.close());

const credentialId = await stage.session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});
const deliver = await receiveDeals(stage, 'won-deal', credentialId);
const deliverSkipping = await receiveDeals(stage, 'won-deal-skipping', credentialId, {
	onLoginIdInUse: 'skip',
});

const LOST: Fault = { kind: 'cutAfter' };
const NOT_REACHED: Fault = { kind: 'cutBefore' };
const LATE: Fault = { kind: 'latency', ms: 3_000 };

for (const [what, script] of [
	['the first request does not arrive', [NOT_REACHED]],
	['the first response is lost', [LOST]],
	['two responses are lost', [LOST, LOST]],
] as const) {
	test(
		`a client of an earlier execution is never mistaken for the item’s own: ${what}`,
		WITHIN,
		async () => {
			const agency = open(script, [clientOf(0)]);
			const item = await deliver(0);
			assertNotOwn(item);
			assert.equal(item['error'], 'Login ID already in use');
			assertOnce(agency, 1);
		},
	);

	test(`with Skip it is skipped: ${what}`, WITHIN, async () => {
		const agency = open(script, [clientOf(0)]);
		const item = await deliverSkipping(0);
		assertNotOwn(item);
		assert.equal(item['skipped'], true);
		assertOnce(agency, 1);
	});
}

for (const [what, lost] of [
	['its own request does not arrive', NOT_REACHED],
	['its own response is lost', LOST],
] as const) {
	test(`nor is the client of an execution that is still waiting: ${what}`, WITHIN, async () => {
		const agency = open([LATE, lost]);
		const passwords = watchPasswords(agency);
		const creating = deliver(0);
		// The second delivery arrives when ChatDash already has the client.
		while (agency.clients.length === 0) await pause(5);
		assertNotOwn(await deliver(0));
		assert.deepEqual(passwordsIn(await creating), [passwords.get(loginOf(0))]);
		assertOnce(agency, 1);
	});
}

for (const [what, script] of [
	['nothing is lost', []],
	['the first response is lost', [LOST]],
	['two requests do not arrive', [NOT_REACHED, NOT_REACHED]],
] as const) {
	test(`two simultaneous deliveries create one client: ${what}`, WITHIN, async () => {
		const agency = open(script);
		const passwords = watchPasswords(agency);
		const items = await Promise.all([deliver(0), deliver(0)]);
		assertOnce(agency, 1);
		assertOpen(passwords, 0, items);
		assert.ok(items.some(isDone), 'no execution reports the client');
	});
}

test(
	'so do fifteen deals, each delivered twice, with half of the requests failing',
	WITHIN,
	async () => {
		const numbers = Array.from({ length: 15 }, (_, number) => number);
		const agency = stage.sandbox.openAgency(AGENCY_KEY, {
			faults: { seed: 7, share: 0.5, kinds: [LOST, NOT_REACHED], operations: ['createClient'] },
		});
		const passwords = watchPasswords(agency);
		const pairs = await Promise.all(
			numbers.map(async (number) => await Promise.all([deliver(number), deliver(number)])),
		);
		assertOnce(agency, numbers.length);
		for (const [number, items] of pairs.entries()) {
			assertOpen(passwords, number, items);
			assert.ok(items.some(isDone), `no execution reports client ${number}`);
		}
	},
);

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

const isDone = ({ error, skipped }: Item) => error === undefined && skipped !== true;

function assertOnce({ clients, members }: Agency, count: number) {
	const names = Array.from({ length: count }, (_, number) => nameOf(number)).sort();
	assert.deepEqual(clients.map(({ name }) => name).sort(), names);
	assert.equal(members.length, count);
}

/** Checks that the item claims nothing that only the execution that created the client can know. */
function assertNotOwn(item: Item) {
	assert.notEqual(item['confirmed'], true, JSON.stringify(item));
	assert.deepEqual(passwordsIn(item), []);
}

/**
 * Checks that each password in the output is valid for the account. A confirmed item is left out: if both executions
 * got an ambiguous response, nothing shows which of them created the client.
 */
function assertOpen(
	passwords: ReadonlyMap<string, string>,
	number: number,
	items: readonly Item[],
) {
	const certain = items.filter(({ confirmed }) => confirmed !== true).flatMap(passwordsIn);
	for (const password of certain) assert.equal(password, passwords.get(loginOf(number)));
}

const open = (script: readonly Fault[], clients: SeedClient[] = []): Agency => {
	const faults: AgencySetup['faults'] = { script: [...script], operations: ['createClient'] };
	return stage.sandbox.openAgency(AGENCY_KEY, { faults, clients });
};
