// The fields that choose a client, an agent or a member: from a list, by its ID, or by what people know it by. What was
// chosen by a name is found in ChatDash's list once a run, for all items.
import { type Err, err, ok } from '../../transport/result';
import { comparisonKey } from './comparisonKey';
import type { Field } from './field';
import { closestTo, matching } from './matching';
import { type Reading, giveUp } from '../resources/reading';
import { parseIdentifier, parseText, quote } from './parseText';

/** What was chosen, and by what: an ID stands for itself, anything else has to be looked up. */
export interface LocatorValue {
	readonly by: 'id' | 'name' | 'loginId';
	readonly text: string;
}

/** A kind of record that can be chosen. */
export interface LocatorConfig {
	/** As in "No client is called …". */
	readonly noun: string;
	readonly label: string;
	/** Of the method in listSearch/ that fills the list. */
	readonly searchListMethod: string;
	/** Another chooser's parameter that the list depends on. */
	readonly dependsOn?: string;
	readonly idExample: string;
	/** What people know a record by, apart from its ID. */
	readonly known: {
		readonly by: Exclude<LocatorValue['by'], 'id'>;
		readonly label: string;
		readonly example: string;
	};
}

/** A record that can be chosen, with what it is shown by. */
export interface Candidate {
	readonly _id: string;
	/** What people know it by: a name, or a login ID. */
	readonly known: string;
	/** As a list of records shows it. */
	readonly label: string;
	/** What tells it from another one of the same name, apart from the ID. */
	readonly detail: string;
}

/**
 * A field that chooses a record of a kind.
 *
 * @param description where there is more to say than how to choose it
 */
export function locator(kind: LocatorConfig, description?: string): Field<LocatorValue> {
	const { noun, label, known, searchListMethod, idExample } = kind;
	return {
		property: {
			displayName: label,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			...(kind.dependsOn !== undefined && {
				typeOptions: { loadOptionsDependsOn: [`${kind.dependsOn}.value`] },
			}),
			description:
				description ??
				`Choose the ${noun} from the list, or give its ID or its ${inSentence(known.label)}`,
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod, searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${idExample}` },
				{
					displayName: `By ${known.label}`,
					name: known.by,
					type: 'string',
					placeholder: `e.g. ${known.example}`,
				},
			],
		},
		parse: (raw) => {
			const { mode, value } = isLocatorValue(raw) ? raw : { mode: 'id', value: raw };
			const text = (mode === 'name' ? parseText : parseIdentifier)(value, label);
			if (!text.ok) return text;
			if (text.value === '') {
				return err(
					`'${label}' is empty`,
					`Choose one from the list, or give its ID or its ${inSentence(known.label)}.`,
				);
			}
			if (mode === known.by) return ok({ by: known.by, text: text.value });
			// Dots alone lead to another place in the path of a web address, even when encoded.
			if (/^\.+$/.test(text.value)) {
				return err(`'${label}' is not an ID: ${quote(text.value)}`, 'Choose one from the list.');
			}
			return ok({ by: 'id', text: text.value });
		},
	};
}

/** A resource locator's value as n8n stores it; an AI agent or an expression may give the bare ID in its place. */
const isLocatorValue = (raw: unknown): raw is { readonly mode: unknown; readonly value: unknown } =>
	typeof raw === 'object' && raw !== null && 'mode' in raw && 'value' in raw;

/** How a sentence calls what was chosen: `client “Acme Dental”`. */
export const describeChoice = (
	{ noun, known }: LocatorConfig,
	{ by, text }: LocatorValue,
): string => `${noun} ${by === known.by ? quote(text) : text}`;

/** The same for references that choose the same record in the same way, however each is spelled. */
export const recordKey = ({ by, text }: LocatorValue): string =>
	`${by} ${by === 'id' ? text : comparisonKey(text)}`;

/**
 * The ID of what was chosen.
 *
 * @param records reads those there are; only asked if it was not chosen by its ID
 */
export function* idOf(
	kind: LocatorConfig,
	reference: LocatorValue,
	records: () => Reading<readonly Candidate[]>,
): Reading<string> {
	return reference.by === 'id' ? reference.text : yield* findId(kind, reference, yield* records());
}

/**
 * The ID of what was chosen among these records.
 *
 * @param where as in " of this client", for records that are not all of the agency's
 */
export function* findId(
	kind: LocatorConfig,
	{ by, text }: LocatorValue,
	records: readonly Candidate[],
	where = '',
): Reading<string> {
	if (by === 'id') return text;
	const fitting = matching(kind, records, text);
	const [only, another] = fitting;
	if (only !== undefined && another === undefined) return only._id;
	return yield* giveUp(
		only === undefined
			? notFound(kind, text, records, where)
			: ambiguousName(kind, text, fitting, where),
	);
}

/** A label inside of a sentence: "name", "login ID". */
const inSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);

/** More than these nobody reads in a sentence. */
const CANDIDATES_NAMED = 5;

const listed = (texts: readonly string[]) =>
	texts.slice(0, CANDIDATES_NAMED).join(', ') +
	(texts.length > CANDIDATES_NAMED ? ` and ${texts.length - CANDIDATES_NAMED} more` : '');

function notFound(
	{ noun, label, known }: LocatorConfig,
	wanted: string,
	all: readonly Candidate[],
	where: string,
): Err {
	const what = `No ${noun}${where} has the ${inSentence(known.label)} ${quote(wanted)}`;
	const close = closestTo(wanted, all);
	const there =
		all.length === 0
			? `There is no ${noun}${where} yet.`
			: close.length > 0
				? `Close to it: ${listed(close.map(quote))}.`
				: `There are: ${listed(all.map((each) => quote(each.known)))}.`;
	return err(what, `Check the spelling in '${label}'; capitals don't matter. ${there}`);
}

const ambiguousName = (
	{ noun, label, known }: LocatorConfig,
	wanted: string,
	fitting: readonly Candidate[],
	where: string,
): Err =>
	err(
		`${fitting.length} ${noun}s${where} have the ${inSentence(known.label)} ${quote(wanted)}`,
		`Choose one by its ID in '${label}': ${listed(fitting.map((each) => toldApart(each, wanted)))}.`,
	);

/** A record's ID with what tells it from the others: its name too, if it isn't spelled as the user did. */
function toldApart({ _id, known, detail }: Candidate, wanted: string): string {
	const more = [
		...(known.trim() === wanted ? [] : [quote(known)]),
		...(detail === '' ? [] : [detail]),
	];
	return more.length === 0 ? _id : `${_id} (${more.join(', ')})`;
}
