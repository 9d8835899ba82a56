// Products as ChatDash returns them, and the field that chooses one.
import type { IDataObject } from 'n8n-workflow';

import { asString, isId, isRecord } from '../../../../transport/json';
import { path } from '../../../../transport/request';
import { locator } from '../../../fields/locator';
import type { LocatorConfig } from '../../../fields/locatorConfig';
import { ACCOUNT, accountPath, candidatePage, candidateWith } from '../account';

export const productsPath = (account: string) => `${accountPath(account)}/products`;

export const productPath = (account: string, product: string) =>
	productsPath(account) + path`/${product}`;

export const PRODUCT: LocatorConfig<'accountId'> = {
	parameter: 'productId',
	noun: 'product',
	label: 'Product',
	idExample: 'prod_QXg1jPkZ0nW2Yb',
	howToList: "Use 'Product: Get Many' to list the account's products.",
	parents: [ACCOUNT],
	list: {
		searchListMethod: 'searchProducts',
		page: async (api, { accountId }, cursor) =>
			await candidatePage(
				api,
				productsPath(accountId),
				{ list: 'data', query: { status: 'all' } },
				toCandidate,
				cursor,
			),
	},
};

/** A product's line has its price and status, because names aren't unique. */
function toCandidate({ productId, productName, pricing, status }: IDataObject) {
	if (!isId(productId)) return undefined;
	return candidateWith(productId, asString(productName), [priceOf(pricing), asString(status)]);
}

/** "49.00 USD per month", as far as it's known. The amount is shown as ChatDash has it. */
function priceOf(pricing: unknown): string {
	if (!isRecord(pricing)) return '';
	const { amount, currency, billingCycle } = pricing;
	const price = [asString(amount), asString(currency).toUpperCase()].filter(Boolean).join(' ');
	return asString(billingCycle) === '' ? price : `${price} per ${asString(billingCycle)}`;
}

/** A field that chooses a product of the account in the field before it. */
export const productLocator = locator(PRODUCT);
