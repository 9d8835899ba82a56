// Deals of two agencies in one workflow, and checks of where ChatDash has each of them.

import assert from 'node:assert/strict';

import type { FinishedExecution } from '../../sandbox/n8n/editor-session.mjs';
import type { Agency } from '../../sandbox/server.js';
import { type Deal, NODES } from './deals-workflow.mjs';
import { itemsOf } from './executions.mjs';

/** The agency that a deal is meant for. */
export type Account = 'A' | 'B';

export type Agencies = Readonly<Record<Account, Agency>>;

export const ACCOUNTS: readonly Account[] = ['A', 'B'];

export const KEYS: Readonly<Record<Account, string>> = { A: 'CD.test-A', B: 'CD.test-B' };

/** A deal that names its agency in each field that a credential may read. */
export interface AccountDeal extends Deal {
	readonly account: Account;
	readonly agencyKey?: string;
	readonly region: string;
}

/** So many deals that reading a credential for each of them would be expensive. */
export const MANY = 150;

export const alternating = (number: number): Account => (number % 2 === 0 ? 'A' : 'B');

/** The hardest case for a node that reads the credential only occasionally. */
export const onlyLastInB = (number: number): Account => (number === MANY - 1 ? 'B' : 'A');

/**
 * @param accountOf returns the account of the deal with this number
 * @param keyOf returns the key that a deal has, or `undefined` for none
 */
export const dealsOf = (
	accountOf: (number: number) => Account,
	{ count = MANY, keyOf = (account: Account): string | undefined => KEYS[account] } = {},
): AccountDeal[] =>
	Array.from({ length: count }, (_, number) => {
		const account = accountOf(number);
		const agencyKey = keyOf(account);
		return {
			company: `Company ${number}`,
			contact: `Contact ${number}`,
			email: `contact${number}@example.com`,
			account,
			region: account === 'B' ? 'eu' : 'us',
			...(agencyKey !== undefined && { agencyKey }),
		};
	});

/** Checks that each client exists once, in the agency that it is meant for, and that the output has its ID there. */
export function assertEachInItsOwn(
	ran: FinishedExecution,
	agencies: Agencies,
	deals: readonly AccountDeal[],
): void {
	assert.equal(ran.status, 'success', ran.data.resultData.error?.message);
	assertPlaces(agencies, deals);
	const wrongIds = itemsOf(ran, NODES.chatDash).filter((json, item) => {
		const deal = deals[item];
		const own = deal && agencies[deal.account].clients.find(({ name }) => name === deal.company);
		return own === undefined || json['clientId'] !== own._id;
	});
	assert.deepEqual(wrongIds, []);
}

/** Checks that each of these deals, and nothing else, is a client of the agency that it is meant for. */
export function assertPlaces(agencies: Agencies, deals: readonly AccountDeal[]): void {
	const misplaced = deals.flatMap(({ company, account }) => {
		const found = ACCOUNTS.flatMap((each) =>
			agencies[each].clients.filter(({ name }) => name === company).map(() => each),
		).join();
		return found === account ? [] : [`${company} is in ${found || 'none'}, not in ${account}`];
	});
	assert.equal(misplaced.length, 0, `${misplaced.length}: ${misplaced.slice(0, 3).join('; ')} …`);
	const clients = ACCOUNTS.flatMap((account) => agencies[account].clients);
	assert.equal(clients.length, deals.length);
}
