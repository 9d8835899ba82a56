// The order of an output's fields: what ChatDash said, the IDs, the item's own values, and whatever else there is.
import type { IDataObject } from 'n8n-workflow';

import { omitUndefined } from '../../transport/json';

/**
 * Adds IDs and values to an output, in the order in which people read it.
 *
 * @param ids by parameter name; an ID that can't be known is `null`
 * @param values of the item, by parameter name
 */
export function arrange(
	output: IDataObject,
	ids: IDataObject,
	values: IDataObject = {},
): IDataObject {
	const { skipped, confirmed, message, ...others } = output;
	return { ...omitUndefined({ skipped, confirmed, message }), ...ids, ...values, ...others };
}
