// Operations and resources that ChatDash doesn't have, for what none of the published ones needs yet.
import type { Fields } from '../nodes/ChatDash/fields/field';
import { defineRead } from '../nodes/ChatDash/operation/define';
import type { Resource } from '../nodes/ChatDash/operation/resource';
import type { CredentialKind } from '../nodes/transport/credentials';

/** What every operation has, besides what a test is about. */
export const MADE_UP = {
	name: 'Test',
	value: 'test',
	action: 'Test',
	description: 'Test',
	pastTense: 'tested',
	operationId: 'test',
	label: () => 'test',
};

interface Declared {
	readonly credential?: CredentialKind;
	readonly fields?: Fields;
}

/** A resource with operations that read nothing, by name. */
export const resourceOf = (
	value: string,
	operations: Readonly<Record<string, Declared>>,
): Resource => ({
	name: value,
	value,
	defaultOperation: Object.keys(operations)[0] ?? '',
	operations: Object.entries(operations).map(([name, declared]) =>
		defineRead({
			...MADE_UP,
			name,
			value: name,
			action: name,
			fields: {},
			records: async () => await Promise.resolve([]),
			...declared,
		}),
	),
});
