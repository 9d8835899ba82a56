// What each item is sent with. Items that go to the same account share one context, and nothing of it crosses to another
// account.
import type { IExecuteFunctions } from 'n8n-workflow';

import type { AbortScope } from '../../transport/abort';
import { type Account, isSelected } from '../../transport/account';
import { CLOCK } from '../../transport/clock';
import type { CredentialKind } from '../../transport/credentials';
import { createHttp } from '../../transport/http';
import type { RequestContext } from '../../transport/requester';
import { type Result, ok } from '../../transport/result';
import { listCredentials } from '../operation/credentials';
import type { Operation } from '../operation/operation';
import { type Accounts, readAccounts } from './accounts';
import type { RunOptions } from './options';

/** What the items of an account are sent with. */
export interface AccountContext extends RequestContext {
	/** The contexts of other credentials that list records. An error says why a selected one can't be used. */
	readonly others: ReadonlyMap<CredentialKind, Result<RequestContext>>;
}

/** What an item is sent with, or why it can't be sent. */
export type ContextFor = (item: number) => Result<AccountContext>;

/**
 * Reads the credentials that an operation uses.
 *
 * @param items how many there are, at least one
 * @returns an error if no item can be sent, for the same reason
 */
export async function readContexts(
	context: IExecuteFunctions,
	operation: Operation,
	options: RunOptions,
	items: number,
	abort: AbortScope,
): Promise<Result<ContextFor>> {
	const { timeout, ...settings } = options;
	const own = await readAccounts(context, operation.credential, items);
	const first = own.for(0);
	if (own.isShared && !first.ok) return first;
	const others = new Map<CredentialKind, Accounts>();
	for (const kind of listCredentials(operation)) {
		if (isSelected(context, kind)) others.set(kind, await readAccounts(context, kind, items));
	}

	const toContext = (account: Account): RequestContext => ({
		http: createHttp(context, account, timeout, abort),
		kind: account.kind,
		...account.connection,
		settings,
		clock: CLOCK,
		abort,
	});
	const othersFor = (item: number) =>
		[...others].map(([kind, accounts]) => [kind, accounts.for(item)] as const);
	const toAccountContext = (account: Account, item: number): AccountContext => ({
		...toContext(account),
		others: new Map(
			othersFor(item).map(([kind, other]) => [kind, other.ok ? ok(toContext(other.value)) : other]),
		),
	});

	if (first.ok && [own, ...others.values()].every(({ isShared }) => isShared)) {
		const shared = ok(toAccountContext(first.value, 0));
		return ok(() => shared);
	}
	const byAccount = new Map<string, Result<AccountContext>>();
	return ok((item) => {
		const account = own.for(item);
		if (!account.ok) return account;
		const key = JSON.stringify([account, ...othersFor(item).map(([, other]) => other)].map(keyOf));
		const known = byAccount.get(key) ?? ok(toAccountContext(account.value, item));
		byAccount.set(key, known);
		return known;
	});
}

/** The same text for the same account, or for the same reason why it can't be read. */
const keyOf = (account: Result<Account>) =>
	account.ok ? account.value.connection : account.message;
