// Coupons as ChatDash returns them, and the field that chooses one.
import type { IDataObject } from 'n8n-workflow';

import { asString, isId } from '../../../../transport/json';
import { path } from '../../../../transport/request';
import { locator } from '../../../fields/locator';
import type { LocatorConfig } from '../../../fields/locatorConfig';
import { simplifyRecord } from '../../../operation/simplify';
import { ACCOUNT, accountPath, candidatePage, candidateWith } from '../account';

export const couponsPath = (account: string) => `${accountPath(account)}/coupons`;

export const couponPath = (account: string, coupon: string) =>
	couponsPath(account) + path`/${coupon}`;

export const COUPON: LocatorConfig<'accountId'> = {
	parameter: 'couponId',
	noun: 'coupon',
	label: 'Coupon',
	idExample: 'jMT0WJUD',
	howToList: "Use 'Coupon: Get Many' to list the account's coupons.",
	parents: [ACCOUNT],
	list: {
		searchListMethod: 'searchCoupons',
		page: async (api, { accountId }, cursor) =>
			await candidatePage(api, couponsPath(accountId), { list: 'data' }, toCandidate, cursor),
	},
};

/** A coupon's line has its discount, because names aren't unique, and says if it can't be used any more. */
function toCandidate({
	id,
	name,
	percent_off,
	amount_off,
	currency,
	duration,
	valid,
}: IDataObject) {
	if (!isId(id)) return undefined;
	return candidateWith(id, asString(name), [
		typeof percent_off === 'number' ? `${percent_off}% off` : '',
		typeof amount_off === 'number' ? `${amount_off} ${asString(currency).toUpperCase()} off` : '',
		asString(duration),
		valid === false ? 'not valid' : '',
	]);
}

/** A field that chooses a coupon of the account in the field before it. */
export const couponLocator = locator(COUPON);

/** The most useful fields of a coupon. */
const SIMPLIFIED = [
	'id',
	'name',
	'percent_off',
	'amount_off',
	'currency',
	'duration',
	'duration_in_months',
	'max_redemptions',
	'times_redeemed',
	'valid',
];

export const formatCoupon = (record: IDataObject, simplify: boolean): IDataObject =>
	simplify ? simplifyRecord(record, SIMPLIFIED) : record;
