// Invoices of a connected Stripe account.
import { path } from '../../../../transport/request';
import { accountPath } from '../account';

export const invoicesPath = (account: string) => `${accountPath(account)}/invoices`;

export const invoicePath = (account: string, invoice: string) =>
	invoicesPath(account) + path`/${invoice}`;
