// The fields that choose a client, an agent or a member: from a list, by its ID, or by what people know it by. What was
// chosen by a name is found in ChatDash's list once a run, for all items.
import { type Fault, faulty, fit } from '../../transport/checked';
import { normalizeIdentifier, normalizeText } from './characters';
import type { Field } from './field';
import { type Reading, giveUp } from './reading';
import { remembered } from './records';
import { parseIdentifier, parseText, quoted } from './text';

/** What was chosen, and by what: an ID stands for itself, anything else has to be looked up. */
export interface Reference {
	readonly by: 'id' | 'name' | 'loginId';
	readonly text: string;
}

/** A kind of record that can be chosen. */
export interface Kind {
	/** As in "No client is called …". */
	readonly noun: string;
	readonly label: string;
	/** Of the method in listSearch/ that fills the list. */
	readonly searchedBy: string;
	/** Another chooser's parameter that the list depends on. */
	readonly within?: string;
	readonly idExample: string;
	/** What people know a record by, apart from its ID. */
	readonly known: {
		readonly by: Exclude<Reference['by'], 'id'>;
		readonly label: string;
		readonly example: string;
	};
}

/** A record that can be chosen, with what it is shown by. */
export interface Choosable {
	readonly _id: string;
	/** What people know it by: a name, or a login ID. */
	readonly known: string;
	/** As a list of records shows it. */
	readonly shown: string;
	/** What tells it from another one of the same name, apart from the ID. */
	readonly besides: string;
}

/**
 * A field that chooses a record of a kind.
 *
 * @param description where there is more to say than how to choose it
 */
export function locator(kind: Kind, description?: string): Field<Reference> {
	const { noun, label, known, searchedBy, idExample } = kind;
	return {
		shown: {
			displayName: label,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			...(kind.within !== undefined && {
				typeOptions: { loadOptionsDependsOn: [`${kind.within}.value`] },
			}),
			description:
				description ??
				`Choose the ${noun} from the list, or give its ID or its ${inSentence(known.label)}`,
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: searchedBy, searchable: true },
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
		read: (raw) => {
			const { mode, value } = isChosen(raw) ? raw : { mode: 'id', value: raw };
			const text = (mode === 'name' ? parseText : parseIdentifier)(value, label);
			if (!text.ok) return text;
			if (text.value === '') {
				return faulty(
					`'${label}' is empty`,
					`Choose one from the list, or give its ID or its ${inSentence(known.label)}.`,
				);
			}
			if (mode === known.by) return fit({ by: known.by, text: text.value });
			// Dots alone lead to another place in the path of a web address, even when encoded.
			if (/^\.+$/.test(text.value)) {
				return faulty(
					`'${label}' is not an ID: ${quoted(text.value)}`,
					'Choose one from the list.',
				);
			}
			return fit({ by: 'id', text: text.value });
		},
	};
}

/** A resource locator's value as n8n stores it; an AI agent or an expression may give the bare ID in its place. */
const isChosen = (raw: unknown): raw is { readonly mode: unknown; readonly value: unknown } =>
	typeof raw === 'object' && raw !== null && 'mode' in raw && 'value' in raw;

/** How a sentence calls what was chosen: `client “Acme Dental”`. */
export const called = ({ noun, known }: Kind, { by, text }: Reference): string =>
	`${noun} ${by === known.by ? quoted(text) : text}`;

/**
 * The ID of what was chosen.
 *
 * @param records reads those there are; only asked if it was not chosen by its ID
 */
export function* idOf(
	kind: Kind,
	reference: Reference,
	records: () => Reading<readonly Choosable[]>,
): Reading<string> {
	return reference.by === 'id' ? reference.text : yield* idAmong(kind, reference, yield* records());
}

/**
 * The ID of what was chosen among these records.
 *
 * @param where as in " of this client", for records that are not all of the agency's
 */
export function* idAmong(
	kind: Kind,
	{ by, text }: Reference,
	records: readonly Choosable[],
	where = '',
): Reading<string> {
	if (by === 'id') return text;
	const fitting = fittingIn(kind, records, text);
	const [only, another] = fitting;
	if (only !== undefined && another === undefined) return only._id;
	return yield* giveUp(
		only === undefined
			? noneCalled(kind, text, records, where)
			: severalCalled(kind, text, fitting, where),
	);
}

/** A label inside of a sentence: "name", "login ID". */
const inSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);

/** Names are compared as they are, for two clients may differ in a capital alone; login IDs without regard to case. */
const fittingIn = ({ known }: Kind, records: readonly Choosable[], text: string) =>
	(known.by === 'loginId'
		? byLogin(records).get(folded(text))
		: byName(records).get(normalizeText(text))) ?? [];

const folded = (text: string) => normalizeIdentifier(text).toLowerCase();

/** Found in one step: for thousands of items among thousands of records, a search through all of them would add up. */
const byName = remembered((records: readonly Choosable[]) => indexed(records, normalizeText));

const byLogin = remembered((records: readonly Choosable[]) => indexed(records, folded));

function indexed(records: readonly Choosable[], key: (known: string) => string) {
	const index = new Map<string, Choosable[]>();
	for (const record of records) {
		const same = index.get(key(record.known));
		if (same === undefined) index.set(key(record.known), [record]);
		else same.push(record);
	}
	return index;
}

/** More than these nobody reads in a sentence. */
const CANDIDATES_NAMED = 5;

const listed = (texts: readonly string[]) =>
	texts.slice(0, CANDIDATES_NAMED).join(', ') +
	(texts.length > CANDIDATES_NAMED ? ` and ${texts.length - CANDIDATES_NAMED} more` : '');

function noneCalled(
	{ noun, label, known }: Kind,
	wanted: string,
	all: readonly Choosable[],
	where: string,
): Fault {
	const what = `No ${noun}${where} has the ${inSentence(known.label)} ${quoted(wanted)}`;
	const close = all.filter((each) => isClose(folded(each.known), folded(wanted)));
	const there =
		all.length === 0
			? `There is no ${noun}${where} yet.`
			: close.length > 0
				? `Close to it: ${listed(close.map((each) => quoted(each.known)))}.`
				: `There are: ${listed(all.map((each) => quoted(each.known)))}.`;
	return faulty(what, `'${label}' has to be the same as in ChatDash, capitals included. ${there}`);
}

const isClose = (one: string, other: string) =>
	one !== '' && other !== '' && (one.includes(other) || other.includes(one));

const severalCalled = (
	{ noun, label, known }: Kind,
	wanted: string,
	fitting: readonly Choosable[],
	where: string,
): Fault =>
	faulty(
		`${fitting.length} ${noun}s${where} have the ${inSentence(known.label)} ${quoted(wanted)}`,
		`Choose one by its ID in '${label}': ${listed(fitting.map(({ _id, besides }) => `${_id}${besides === '' ? '' : ` (${besides})`}`))}.`,
	);
