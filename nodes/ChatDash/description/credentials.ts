// The node's credentials in n8n, made from the operations.
import type { INodeCredentialDescription } from 'n8n-workflow';

import { CREDENTIALS, CREDENTIAL_KINDS } from '../../transport/credentials';
import { listCredentials } from '../operation/credentials';
import type { Operation } from '../operation/operation';
import type { Resource } from '../operation/resource';
import { scopeConditions } from './displayOptions';
import { type Scope, isExpressible, isSuperset } from './merge';

/**
 * Makes the node's credentials, each shown for the operations that use it.
 *
 * n8n only looks at the first entry of a name, so a credential can't be required for some operations and optional for
 * others. It's required if n8n shows it only for operations that need it. Otherwise, n8n would ask for it although an
 * operation may work without it. An item that needs it has a message about that.
 */
export function credentialsOf(resources: readonly Resource[]): INodeCredentialDescription[] {
	const all = scopeOf(resources, () => true);
	return CREDENTIAL_KINDS.flatMap((kind) => {
		const needed = scopeOf(resources, ({ credential }) => credential === kind);
		const shown = scopeOf(
			resources,
			(operation) => operation.credential === kind || listCredentials(operation).has(kind),
		);
		if (shown.size === 0) return [];
		const { name, testedBy } = CREDENTIALS[kind];
		const isRequired = isSuperset(needed, shown) && isExpressible(shown, all);
		return [
			{
				name,
				...(isRequired && { required: true }),
				testedBy,
				...(!isSuperset(shown, all) && { displayOptions: { show: scopeConditions(shown) } }),
			},
		];
	});
}

/** The operations for which something applies. */
const scopeOf = (
	resources: readonly Resource[],
	applies: (operation: Operation) => boolean,
): Scope =>
	new Map(
		resources.flatMap(({ value, operations }) => {
			const names = operations.filter(applies).map((operation) => operation.value);
			return names.length === 0 ? [] : [[value, new Set(names)]];
		}),
	);
