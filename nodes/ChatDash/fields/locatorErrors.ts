// Messages for a name or login ID that doesn't match exactly one record.
import { type Err, err } from '../../transport/result';
import type { Candidate, CandidateIndex } from './candidates';
import type { LocatorConfig } from './locator';
import { quote } from './parseText';

/** More candidates would make the sentence too long to read. */
const MAX_CANDIDATES_NAMED = 5;

export function notFound(config: LocatorConfig, value: string, candidates: CandidateIndex): Err {
	const { label, lookupMode } = config;
	const records = recordsOf(config);
	const close = candidates.closestTo(value);
	const suggestion =
		candidates.all.length === 0
			? `There is no ${records} yet.`
			: close.length > 0
				? `Close to it: ${joinTruncated(close.map(quote))}.`
				: `There are: ${joinTruncated(candidates.all.map(({ key }) => quote(key)))}.`;
	return err(
		`No ${records} has the ${inSentence(lookupMode.label)} ${quote(value)}`,
		`Check the spelling in '${label}'; capitals don't matter. ${suggestion}`,
	);
}

export const severalFound = (
	config: LocatorConfig,
	value: string,
	matches: readonly Candidate[],
): Err =>
	err(
		`${matches.length} ${recordsOf(config, 's')} have the ${inSentence(config.lookupMode.label)} ${quote(value)}`,
		`Choose one by its ID in '${config.label}': ${joinTruncated(matches.map((each) => distinguish(each, value)))}.`,
	);

/** Names the records: "client", "member of this client", "members of this client". */
const recordsOf = ({ noun, parent }: LocatorConfig, plural = '') =>
	`${noun}${plural}${parent === undefined ? '' : ` of this ${parent.noun}`}`;

/** A record's ID with its details, and with its name if the user spelled it differently. */
function distinguish({ id, key, detail }: Candidate, value: string): string {
	const more = [...(key.trim() === value ? [] : [quote(key)]), ...(detail === '' ? [] : [detail])];
	return more.length === 0 ? id : `${id} (${more.join(', ')})`;
}

const joinTruncated = (texts: readonly string[]) =>
	texts.slice(0, MAX_CANDIDATES_NAMED).join(', ') +
	(texts.length > MAX_CANDIDATES_NAMED ? ` and ${texts.length - MAX_CANDIDATES_NAMED} more` : '');

/** Writes a label as within a sentence: "name", "login ID". */
export const inSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);
