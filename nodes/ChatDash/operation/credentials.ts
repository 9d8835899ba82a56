// Which credentials an operation uses.
import type { CredentialKind } from '../../transport/credentials';
import { locatorsIn, severalIdsIn } from '../fields/locator';
import { credentialOf } from '../fields/locatorCredential';
import type { Operation } from './operation';

/**
 * The credentials that only list the records that an operation's locators choose from. The user can do without them, and
 * enter IDs by hand.
 */
export const listCredentials = ({
	credential,
	fields,
}: Pick<Operation, 'credential' | 'fields'>): ReadonlySet<CredentialKind> =>
	new Set(
		[...locatorsIn(fields), ...severalIdsIn(fields)]
			.map(credentialOf)
			.filter((kind) => kind !== credential),
	);
