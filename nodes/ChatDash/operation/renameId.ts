// What a write returns of a record: its ID has the name of the parameter that chooses such a record.
import type { IDataObject } from 'n8n-workflow';

/**
 * Renames the ID of a record to the name of a parameter, and puts it first, so that the next node finds it.
 *
 * @param from the name of the ID in ChatDash: `_id`, or `id` in what comes from Stripe
 */
export function renameId(whole: IDataObject, to: string, from: '_id' | 'id' = '_id'): IDataObject {
	const { [from]: id, ...record } = whole;
	return { ...(id !== undefined && { [to]: id }), ...record };
}
