// The Stripe account that all billing belongs to. No call of ChatDash lists the accounts that are connected to an agency, so
// its ID is a text.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../transport/api';
import { fetchPage } from '../../../transport/pages';
import { path } from '../../../transport/request';
import type { Candidate } from '../../fields/candidates';
import type { CandidatePage, TextParent } from '../../fields/locatorConfig';
import { requiredId } from '../../fields/text';

/** The first field of every billing operation. */
export const accountId = requiredId(
	{
		displayName: 'Account ID',
		placeholder: 'e.g. acct_1PgafTB1VxjDhG2B',
		description:
			'The ID of the Stripe account that is connected to ChatDash. Stripe shows it in the settings of the account.',
	},
	'account',
);

/** The parent of every record in an account. */
export const ACCOUNT: TextParent = { parameter: 'accountId', noun: 'account', text: accountId };

export const accountPath = (account: string) => path`/stripe/connect/accounts/${account}`;

/** How many lines the editor's lists load at once. */
const LINES = 100;

/** Fetches a page of a list in an account as lines to choose from. Records without an ID are left out. */
export async function candidatePage(
	api: Api,
	address: string,
	options: { readonly list: string; readonly query?: Record<string, string> },
	toCandidate: (record: IDataObject) => Candidate | undefined,
	cursor: string | undefined,
): Promise<CandidatePage> {
	const { records, next } = await fetchPage(api, address, { limit: LINES, ...options }, cursor);
	return { candidates: records.flatMap((record) => toCandidate(record) ?? []), next };
}

/**
 * A line to choose a record from, with what tells it from others of the same name in parentheses.
 *
 * @param name what the record is known by; without one, that's its ID
 * @param details those that are empty are left out
 */
export function candidateWith(id: string, name: string, details: readonly string[]): Candidate {
	const key = name === '' ? id : name;
	const detail = details.filter(Boolean).join(', ');
	return { id, key, label: detail === '' ? key : `${key} (${detail})`, detail };
}
