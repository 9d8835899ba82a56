// Messages for a name, a login ID or the like that doesn't match exactly one record.
import { type Err, err } from '../../transport/result';
import type { Candidate, CandidateIndex } from './candidates';
import { howToChoose } from './locator';
import type { LocatorConfig, LookupMode } from './locatorConfig';
import { quote } from './parseText';
import { inSentence, joinWith } from './wording';

/** More candidates would make the sentence too long to read. */
const MAX_CANDIDATES_NAMED = 5;

/** For a record that ChatDash was asked for. */
export const noneFound = (config: LocatorConfig, { label }: LookupMode, value: string): Err =>
	err(
		`No ${recordsOf(config)} found with the ${inSentence(label)} ${quote(value)}`,
		`Check '${config.label}'. ${howToChoose(config)}.`,
	);

/** For a record that isn't in the list. Case needs no mention, because it makes no difference here. */
export function notFound(
	config: LocatorConfig,
	lookupMode: LookupMode,
	value: string,
	candidates: CandidateIndex,
): Err {
	const { message } = noneFound(config, lookupMode, value);
	if (candidates.all.length === 0) return err(message, noRecordsYet(config));
	const close = candidates.closestTo(value).slice(0, MAX_CANDIDATES_NAMED).map(quote);
	const suggestion =
		close.length > 0
			? `Did you mean ${joinWith('or', close)}?`
			: `Available: ${joinTruncated(candidates.all.map(({ key }) => quote(key)))}.`;
	return err(message, `Check the spelling in '${config.label}'. ${suggestion}`);
}

function noRecordsYet({ noun, parents = [] }: LocatorConfig): string {
	const parent = parents.at(-1);
	return parent === undefined
		? `There are no ${noun}s in ChatDash yet.`
		: `This ${parent.noun} has no ${noun}s yet.`;
}

export const severalFound = (
	config: LocatorConfig,
	{ label, predicate = `have the ${inSentence(label)}` }: LookupMode,
	value: string,
	matches: readonly Candidate[],
): Err =>
	err(
		`${matches.length} ${recordsOf(config, 's')} ${predicate} ${quote(value)}`,
		`Set '${config.label}' to By ID and enter one of these IDs: ${joinTruncated(matches.map((each) => distinguish(each, value)))}.`,
	);

/** Names the records: "client", "member of this client", "members of this client". */
function recordsOf({ noun, parents = [] }: LocatorConfig, plural = ''): string {
	const parent = parents.at(-1);
	return `${noun}${plural}${parent === undefined ? '' : ` of this ${parent.noun}`}`;
}

/** A record's ID with its details, and with its name if the user spelled it differently. */
function distinguish({ id, key, detail }: Candidate, value: string): string {
	const more = [...(key.trim() === value ? [] : [quote(key)]), ...(detail === '' ? [] : [detail])];
	return more.length === 0 ? id : `${id} (${more.join(', ')})`;
}

const joinTruncated = (texts: readonly string[]) =>
	texts.slice(0, MAX_CANDIDATES_NAMED).join(', ') +
	(texts.length > MAX_CANDIDATES_NAMED ? `, and ${texts.length - MAX_CANDIDATES_NAMED} more` : '');
