// Promotion codes as ChatDash returns them.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../../transport/api';
import { isId, isRecord, omitUndefined } from '../../../../transport/json';
import type { ExistingIds } from '../../../operation/operation';
import { simplifyRecord } from '../../../operation/simplify';
import { couponPath } from '../coupon/record';
import { idIn } from '../output';

export const promotionCodesPath = (account: string, coupon: string) =>
	`${couponPath(account, coupon)}/promotion-codes`;

/** Fetches the promotion codes of a coupon, once for all items of a run. */
const listCodes = async (account: string, coupon: string, api: Api) =>
	await api.getSharedPages(promotionCodesPath(account, coupon), { list: 'data' });

/** Fetches the IDs of a coupon's promotion codes. */
export const listCodeIds = async (account: string, coupon: string, api: Api) =>
	new Set((await listCodes(account, coupon, api)).map(({ id }) => id).filter(isId));

/** What a new promotion code contains, as it's sent. */
export interface NewCode {
	readonly accountId: string;
	readonly couponId: string;
	/** The fields of the code itself. */
	readonly fields: IDataObject;
	readonly restrictions: IDataObject;
}

/** Finds the promotion code that a request created: it has everything that was sent, and wasn't there before. */
export async function findNewCode(
	{ accountId, couponId, fields, restrictions }: NewCode,
	api: Api,
	existing: ExistingIds,
): Promise<IDataObject | undefined> {
	return (await listCodes(accountId, couponId, api)).find(
		(record) =>
			!(isId(record['id']) && existing?.has(record['id'])) &&
			hasAll(record, fields) &&
			hasAll(record['restrictions'], restrictions),
	);
}

/** Whether a record has these values. Case makes no difference, because Stripe ignores it in codes. */
const hasAll = (record: unknown, values: IDataObject): boolean =>
	Object.entries(values).every(
		([name, value]) => isRecord(record) && lowerCase(idIn(record[name])) === lowerCase(value),
	);

const lowerCase = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

/** The most useful fields of a promotion code. */
const SIMPLIFIED = [
	'id',
	'code',
	'active',
	'couponId',
	'couponName',
	'customer',
	'expires_at',
	'max_redemptions',
	'times_redeemed',
	'created',
];

export function formatCode(record: IDataObject, simplify: boolean): IDataObject {
	if (!simplify) return record;
	const { coupon } = record;
	const couponName = isRecord(coupon) ? coupon['name'] : undefined;
	return simplifyRecord(
		omitUndefined({ ...record, couponId: idIn(coupon), couponName }),
		SIMPLIFIED,
	);
}
