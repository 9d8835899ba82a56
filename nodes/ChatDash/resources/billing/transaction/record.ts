// Transactions are payments in a connected Stripe account.
import { path } from '../../../../transport/request';
import { accountPath } from '../account';

export const transactionsPath = (account: string) => `${accountPath(account)}/transactions`;

export const transactionPath = (account: string, transaction: string) =>
	transactionsPath(account) + path`/${transaction}`;
