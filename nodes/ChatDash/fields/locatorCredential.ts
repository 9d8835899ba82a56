// The credential whose key can list the records of a locator. It may differ from the operation's own.
import type { Api } from '../../transport/api';
import { type CredentialKind, CREDENTIALS, DEFAULT_CREDENTIAL } from '../../transport/credentials';
import { type Err, err } from '../../transport/result';
import type { LocatorConfig } from './locatorConfig';

/** The credential whose key can list the records. */
export const credentialOf = ({ credential = DEFAULT_CREDENTIAL }: LocatorConfig): CredentialKind =>
	credential;

/**
 * Why a record can't be looked up or chosen from a list if the node lacks the credential for that.
 *
 * @param isForSeveral whether the field is for several records, which have no modes
 */
export function needsCredential(config: LocatorConfig, isForSeveral = false): Err {
	const { noun } = config;
	const credential = CREDENTIALS[credentialOf(config)];
	const orEnter = isForSeveral
		? `enter the ${noun}s' IDs in an expression, separated by commas`
		: `select 'By ID' and enter the ${noun}'s ID`;
	return err(
		`ChatDash only lists ${noun}s with ${credential.owner} API key`,
		`Select a ${credential.noun} in the node, or ${orEnter}.`,
	);
}

/**
 * The reads for a locator's records, with the credential that can list them.
 *
 * @throws InvalidItem if the node lacks that credential, or it can't be used
 */
export const apiFor = (config: LocatorConfig, api: Api): Api =>
	api.withCredential(credentialOf(config), needsCredential(config));
