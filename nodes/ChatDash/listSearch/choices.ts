// The drop-downs of the editor: they read what there is to choose from, and say why when they cannot.
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { Cancellation } from '../../transport/cancellation';
import { CREDENTIAL_NAME, checkConnection } from '../../transport/connection';
import { nodeExchange } from '../../transport/exchange';
import type { Choosable } from '../resources/locator';
import type { Reading } from '../resources/reading';
import { asking } from '../run/ask';
import { CLOCK } from '../run/clock';
import { Pace } from '../run/pace';
import { Reads } from '../run/reads';

/** In milliseconds; somebody waits in front of an open list. */
const PATIENCE = 15_000;

/**
 * Reads what there is to choose from, and keeps what fits the words that were typed.
 *
 * @param filter words of which each has to be in a record's line or ID, without regard to case
 * @throws {NodeOperationError} with the reason, if it cannot be read; n8n shows it in place of the list
 */
export async function choices(
	context: ILoadOptionsFunctions,
	records: Reading<readonly Choosable[]>,
	filter = '',
): Promise<INodeListSearchResult> {
	const tell = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), message, { description });

	const credential = await context.getCredentials(CREDENTIAL_NAME);
	const connection = checkConnection(credential);
	if (!connection.ok) throw tell(connection.fault, connection.advice);

	const cancellation = new Cancellation(undefined);
	const line = {
		exchange: nodeExchange(context, connection.value, credential, PATIENCE, cancellation),
		apiKey: connection.value.apiKey,
		settings: { maxConcurrency: 1, maxRetries: 1 },
		clock: CLOCK,
		cancellation,
	};
	const ask = asking(line, new Pace(CLOCK, 1, cancellation));
	const followed = await new Reads(ask, CLOCK, 1).follow(records);
	switch (followed.is) {
		case 'ended':
			return { results: linesFor(followed.result, filter) };
		case 'atFault':
			throw tell(followed.fault.fault, followed.fault.advice);
		case 'failed': {
			const { meaning } = followed.answered;
			throw tell(
				'says' in meaning ? meaning.says : 'The list could not be read',
				'The list could not be read from ChatDash. Check the ChatDash credential with its test.',
			);
		}
	}
}

/** The lines of a list, alphabetical; where two read the same, what tells them apart is added. */
export function linesFor(records: readonly Choosable[], filter: string): INodeListSearchItems[] {
	const times = new Map<string, number>();
	for (const { shown } of records) times.set(shown, (times.get(shown) ?? 0) + 1);
	const words = filter.toLowerCase().split(/\s+/);
	return records
		.map(({ _id, shown, besides }) => ({
			name: times.get(shown) === 1 ? shown : `${shown} (${besides}, ID ${_id})`,
			value: _id,
		}))
		.filter(({ name, value }) => {
			const line = `${name} ${value}`.toLowerCase();
			return words.every((word) => line.includes(word));
		})
		.sort((one, other) => one.name.localeCompare(other.name));
}
