// What a user reads if a name doesn't choose exactly one record.
import { type Err, err } from '../../transport/result';
import type { Candidate, CandidateIndex } from './candidates';
import type { LocatorConfig } from './locator';
import { quote } from './parseText';

/** No one reads more candidates than these in a sentence. */
const MAX_CANDIDATES_NAMED = 5;

export function notFound(config: LocatorConfig, wanted: string, candidates: CandidateIndex): Err {
	const { label, lookupMode } = config;
	const records = recordsOf(config);
	const close = candidates.closestTo(wanted);
	const suggestion =
		candidates.all.length === 0
			? `There is no ${records} yet.`
			: close.length > 0
				? `Close to it: ${joinTruncated(close.map(quote))}.`
				: `There are: ${joinTruncated(candidates.all.map(({ key }) => quote(key)))}.`;
	return err(
		`No ${records} has the ${inSentence(lookupMode.label)} ${quote(wanted)}`,
		`Check the spelling in '${label}'; capitals don't matter. ${suggestion}`,
	);
}

export const severalFound = (
	config: LocatorConfig,
	wanted: string,
	matches: readonly Candidate[],
): Err =>
	err(
		`${matches.length} ${recordsOf(config, 's')} have the ${inSentence(config.lookupMode.label)} ${quote(wanted)}`,
		`Choose one by its ID in '${config.label}': ${joinTruncated(matches.map((each) => distinguish(each, wanted)))}.`,
	);

/** "client", "member of this client", "members of this client". */
const recordsOf = ({ noun, parent }: LocatorConfig, plural = '') =>
	`${noun}${plural}${parent === undefined ? '' : ` of this ${parent.noun}`}`;

/** A record's ID with what distinguishes it from the others: its name too, if the user spelled it differently. */
function distinguish({ id, key, detail }: Candidate, wanted: string): string {
	const more = [...(key.trim() === wanted ? [] : [quote(key)]), ...(detail === '' ? [] : [detail])];
	return more.length === 0 ? id : `${id} (${more.join(', ')})`;
}

const joinTruncated = (texts: readonly string[]) =>
	texts.slice(0, MAX_CANDIDATES_NAMED).join(', ') +
	(texts.length > MAX_CANDIDATES_NAMED ? ` and ${texts.length - MAX_CANDIDATES_NAMED} more` : '');

/** A label within a sentence: "name", "login ID". */
export const inSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);
