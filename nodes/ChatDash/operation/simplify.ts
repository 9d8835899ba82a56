// *Simplify*: an operation whose records are wide returns only their most useful fields, unless the user wants all.
import type { IDataObject } from 'n8n-workflow';

import { booleanField } from '../fields/options';

export const simplify = booleanField({
	displayName: 'Simplify',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

/** Returns the named fields of a record that it has, in the order of the names. */
export const simplifyRecord = (record: IDataObject, names: readonly string[]): IDataObject =>
	Object.fromEntries(
		names.flatMap((name) =>
			Object.hasOwn(record, name) && record[name] !== undefined ? [[name, record[name]]] : [],
		),
	);
