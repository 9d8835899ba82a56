// What to do if ChatDash rejects a request because of a record that was chosen.
import { groupBy } from '../../transport/json';
import type { Fields } from './field';
import { type LocatorValue, howToChoose, isLocatorValue } from './locator';
import type { LocatorParent } from './locatorConfig';
import { quote } from './parseText';
import { howToChooseSeveral } from './severalIds';
import { capitalize, inSentence, joinWith, withArticle } from './wording';

/** What was chosen in a field: a record, or several. */
interface Choice {
	/** The field's label. */
	readonly label: string;
	readonly noun: string;
	/** What it takes, in a sentence. */
	readonly expects: 'an ID' | 'IDs';
	/** The IDs that the user gave, if they are IDs. */
	readonly ids: readonly string[];
	/** What the records were chosen by, in a sentence: "this name". */
	readonly keys: string;
	/** The label of the mode in which the user could enter a name instead. */
	readonly otherMode: string | undefined;
	readonly howToList: string | undefined;
	readonly howToChoose: string;
}

/** What was chosen in a locator, or entered in a text that others depend on. */
export function choiceOf(config: LocatorParent, { mode, value }: LocatorValue): Choice {
	const { noun } = config;
	if ('text' in config) return textChoice(config.text.property.displayName, noun, value);
	const { label, lookupMode, howToList } = config;
	const isId = mode === 'id';
	return {
		label,
		noun,
		expects: 'an ID',
		ids: isId ? [value] : [],
		keys: `this ${isId ? 'ID' : inSentence(lookupMode?.label ?? mode)}`,
		otherMode: isId ? lookupMode?.label : undefined,
		howToList,
		howToChoose: howToChoose(config),
	};
}

const textChoice = (label: string, noun: string, id: string): Choice => ({
	label,
	noun,
	expects: 'an ID',
	ids: [id],
	keys: 'this ID',
	otherMode: undefined,
	howToList: undefined,
	howToChoose: `Enter the ${noun}'s ID`,
});

/** What an item chose in its fields, and the IDs that it entered as text. */
export const choicesIn = (
	fields: Fields,
	values: Readonly<Record<string, unknown>>,
): readonly Choice[] =>
	Object.entries(fields).flatMap(([name, { locator, severalIds, idOf, property }]): Choice[] => {
		const value = values[name];
		if (locator !== undefined && isLocatorValue(value)) return [choiceOf(locator, value)];
		if (idOf !== undefined && typeof value === 'string') {
			return [textChoice(property.displayName, idOf, value)];
		}
		if (severalIds === undefined || !Array.isArray(value)) return [];
		const { noun, howToList } = severalIds;
		return [
			{
				label: property.displayName,
				noun,
				expects: 'IDs',
				ids: value.filter((id) => typeof id === 'string'),
				keys: 'one of these IDs',
				otherMode: undefined,
				howToList,
				howToChoose: howToChooseSeveral(severalIds),
			},
		];
	});

/**
 * Explains a rejection that a wrong record may have caused. Where an AI agent fills in a locator, n8n takes its text for an
 * ID, even if it's a name.
 *
 * @returns `undefined` if nothing suggests that one of the records is wrong
 */
export function adviceOnRecords(choices: readonly Choice[], status: number): string | undefined {
	// IDs have no spaces, but names do.
	const [advice] = choices.flatMap((choice) => {
		const name = choice.ids.find((id) => /\s/.test(id));
		return name === undefined ? [] : [nameAdvice(choice, name)];
	});
	return (
		advice ?? (status === 404 && choices.length > 0 ? missingRecordAdvice(choices) : undefined)
	);
}

const nameAdvice = (choice: Choice, name: string): string =>
	`'${choice.label}' expects ${choice.expects}, but ${quote(name)} looks like a name. ${otherModes([choice]) ?? `${choice.howToChoose}.`}`;

/** What to do if ChatDash doesn't have one of these records. */
export function missingRecordAdvice(choices: readonly Choice[]): string {
	const labels = choices.map(({ label }) => `'${label}'`);
	const [only, another] = choices;
	const reason =
		only === undefined || another !== undefined
			? "One of them may no longer exist in ChatDash. Use 'Get Many' to see what's there."
			: missingReason(only);
	return [`Check ${joinWith('and', labels)}.`, reason, otherModes(choices)]
		.filter((sentence) => sentence !== undefined)
		.join(' ');
}

function missingReason({ noun, keys, howToList }: Choice): string {
	const missing = `${capitalize(withArticle(noun))} with ${keys} may no longer exist in ChatDash.`;
	return howToList === undefined ? missing : `${missing} ${howToList}`;
}

/** "To enter a name, set 'Client' to By Name.": for all records that were chosen by ID and could have been by name. */
function otherModes(choices: readonly Choice[]): string | undefined {
	const byMode = groupBy(
		choices.flatMap(({ label, otherMode: mode }) => (mode === undefined ? [] : [{ label, mode }])),
		({ mode }) => mode,
	);
	const sentences = [...byMode].map(([mode, chosen]) => {
		const labels = chosen.map(({ label }) => `'${label}'`);
		return `To enter ${withArticle(inSentence(mode))}, set ${joinWith('or', labels)} to By ${mode}.`;
	});
	return sentences.length === 0 ? undefined : sentences.join(' ');
}
