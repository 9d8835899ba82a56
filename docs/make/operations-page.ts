// Generates docs/operations.md from the tables of resources, operations and fields, and from the API description. The
// page uses the node's own texts, so correct a text in the node, not on the page.
import { RESOURCES } from '../../nodes/ChatDash/resources';
import type { CollectionName, Field } from '../../nodes/ChatDash/fields/field';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import type { Resource } from '../../nodes/ChatDash/operation/resource';
import { DEFAULT_PLACE } from '../../nodes/ChatDash/run/messages';
import { RUN_OPTIONS } from '../../nodes/ChatDash/run/options';
import type { RetryMode } from '../../nodes/transport/retry';
import { at } from '../../api/diff/tree';
import { type Described, describedIn } from './described';

/** Reads a text file of the package. */
type ReadFile = (path: string) => string;

const GROUPS: Readonly<Record<CollectionName, string>> = {
	additionalFields: 'Additional Fields',
	filters: 'Filters',
	options: 'Options',
	updateFields: 'Update Fields',
};

/** @returns the whole of docs/operations.md */
export function operationsPage(read: ReadFile): string {
	const described = describedIn(read('api/chatdash-openapi.yaml'));
	const previewOf = (key: string): unknown =>
		JSON.parse(read(`nodes/ChatDash/__schema__/v1.0.0/${key}.json`));
	return `# Operations

<!-- Written by \`npm run docs\` from the code. Do not edit: the next run replaces it. -->

Everything that the ChatDash node can do, field by field. For a start, see [Create a client](create-a-client.md). To start a workflow when a call starts, ends, or is missed, see [ChatDash Trigger](trigger.md). [Assumptions about ChatDash's API](api.md) lists what ChatDash's documentation leaves open.

${table(
	['Resource', 'Operation', 'What it does'],
	RESOURCES.flatMap((resource) =>
		resource.operations.map((operation) => [
			resource.name,
			`[${operation.name}](#${anchorOf(resource, operation)})`,
			operation.description,
		]),
	),
)}

## All operations

### Choosing a client, agent, or member

Choose it from the list, enter its ID, or enter its name. For members, enter the login ID instead of the name, and for conversations the ID on the platform where they took place. You can use a name from your CRM without looking up the ID first. The output contains the ID for the next node.

<img src="screenshots/choose-client.png" width="419" alt="The list of clients while someone searches it: two clients are called Acme Dental, and their lines show what tells them apart">

A name only has to look the same. Uppercase and lowercase letters, extra spaces, invisible characters, and the kind of quotation marks and dashes don't matter, but _Café_ isn't _Cafe_. If several records look the same, the one with exactly this name is used. If no record or more than one has this name, the item isn't sent. The message suggests names that are close, or lists the IDs to choose from.

### Updating

An update only changes the fields that you add under _Update Fields_. If you add a field and leave it empty, an empty value is sent where that makes sense, for example for an email address. Where it doesn't, for example for a name, the item isn't sent, and the message tells you. Items that change the same record are sent one after another, in input order.

### Keys of agents

ChatDash returns each agent together with the API key for its platform. The node leaves the key out unless you switch on _Include Credentials_. When you create an agent, its fields depend on the platform, and have the names that the platform uses:

<img src="screenshots/agent-platform.png" width="419" alt="Agent: Create for OpenAI, with the Assistant ID and the API key">

### Options

Every operation has these options. They control how requests are sent.

${table(
	['Option', 'Default', 'What it is'],
	Object.values(RUN_OPTIONS).map(({ property }) => [
		bold(property.displayName),
		String(property.default),
		inText(property.description ?? ''),
	]),
)}

[Limits and outages](limits.md) explains how long the node waits and retries.

### Failed items

With _On Error_ set to one of the two kinds of _Continue_, a failed item has the fields \`error\` and \`message\`: see [error handling](error-handling.md). [Messages and what to do](troubleshooting.md) explains each message.

${RESOURCES.map(
	(resource) => `## ${resource.name}

${resource.operations
	.map((operation) =>
		section(resource, operation, described, previewOf(`${resource.value}/${operation.value}`)),
	)
	.join('\n\n')}`,
).join('\n\n')}
`;
}

const titleOf = (resource: Resource, { name }: Operation) => `${resource.name}: ${name}`;

/** The anchor that GitHub generates from a heading. */
const anchorOf = (resource: Resource, operation: Operation) =>
	titleOf(resource, operation)
		.toLowerCase()
		.replace(/[^a-z0-9 -]/g, '')
		.replaceAll(' ', '-');

function section(
	resource: Resource,
	operation: Operation,
	described: readonly Described[],
	preview: unknown,
): string {
	const pages = described.filter(({ id }) => id === operation.operationId);
	const page = pages[0]?.page ?? '';
	const inferred = pages.flatMap((one) => one.inferred);
	return [
		`### ${titleOf(resource, operation)}`,
		`${sentence(operation.description)} See [ChatDash's page](${page}).`,
		table(['Field', 'Required', 'What it is'], fieldsOf(operation)),
		`**Output.** ${outputOf(operation, preview)}`,
		`**Retries.** ${retryOf(operation)}`,
		`**Documentation.** ${confidenceOf(pages)}`,
		...(inferred.length === 0
			? []
			: [`**Assumptions.** ${inferred.map(sentence).join(' ')} See [assumptions](api.md).`]),
	].join('\n\n');
}

const CONFIDENCE: Readonly<Record<string, string>> = {
	high: 'The node follows the current page.',
	medium: 'The node follows an older version of the page, or only a part of it was available.',
	low: 'No current page was available.',
};

const confidenceOf = (pages: readonly Described[]) =>
	pages.map(({ confidence }) => CONFIDENCE[confidence] ?? '')[0] ?? '';

/** @returns the table of fields: the label, whether it is needed, and what it is */
export function fieldsOf(operation: Operation): string[][] {
	const mode =
		operation.autoMapped === undefined
			? []
			: [
					[
						bold('Data Mode'),
						'yes',
						inText(
							`Map each field manually, or let the node read ${operation.autoMapped.map(code).join(', ')} from the item's fields with these names. Only letters and digits count in the names. See [auto-map](create-a-client.md#auto-map).`,
						),
					],
				];
	const all = Object.values(operation.fields);
	const shown = [
		...all.filter(({ collection }) => collection === undefined),
		// In the order that the editor shows in a collection: sorted by label.
		...all
			.filter(({ collection }) => collection !== undefined)
			.sort((one, other) => labelOf(one).localeCompare(labelOf(other))),
	];
	return [
		...mode,
		...shown.map((field) => [
			bold(labelOf(field)),
			requiredOf(field, operation),
			inText(
				[
					sentence(field.property.description ?? ''),
					choicesOf(field),
					rowsOf(field),
					hintsOf(field),
				].join(' '),
			),
		]),
	];
}

const labelOf = ({ collection, property }: Field<unknown>) =>
	collection === undefined
		? property.displayName
		: `${GROUPS[collection]} > ${property.displayName}`;

function requiredOf(
	{ collection, property, showFor }: Field<unknown>,
	{ fields }: Operation,
): string {
	const condition = Object.entries(showFor ?? {}).map(([name, values]) => {
		const on = fields[name];
		const named = values.map((value) => (on === undefined ? String(value) : choiceOf(on, value)));
		return `for _${on?.property.displayName ?? name}_ ${named.join(', ')}`;
	});
	const required = collection === undefined && property.required === true ? 'yes' : 'no';
	return [required, ...condition].join(', ');
}

/** The text that the user sees for a value. */
function choiceOf({ property }: Field<unknown>, value: string | boolean): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const optionsField = (property.options ?? []).find(
		(option) => 'value' in option && option.value === value,
	);
	return optionsField === undefined ? value : `_${optionsField.name}_`;
}

/** Longer lists are easier to read in the editor. */
const MAX_LISTED_CHOICES = 12;

function choicesOf({ property, whenNotAdded, collection }: Field<unknown>): string {
	const { options = [], type } = property;
	const defaultTo = (value: string) => {
		if (whenNotAdded === undefined) return `Default: ${value}.`;
		// A switch has a value of its own until it's added.
		if (typeof whenNotAdded.value === 'boolean') {
			return `Default: ${whenNotAdded.value ? 'on' : 'off'}. When added, it's ${value}.`;
		}
		// A field in Update Fields has no default: without it, the value stays the same.
		return `${collection === 'updateFields' ? 'Stays the same unless' : 'Only has an effect if'} you add it. When added, it's ${value}.`;
	};
	if (type === 'boolean') return defaultTo(property.default === true ? 'on' : 'off');
	if (type === 'number') {
		return property.required === true ? '' : defaultTo(String(property.default));
	}
	// The editor loads the choices of a list of records.
	if ((type !== 'options' && type !== 'multiOptions') || options.length === 0) return '';
	const standing = options.find((option) => 'value' in option && option.value === property.default);
	const named = options.map((option) => {
		const hasDescription = 'description' in option && typeof option.description === 'string';
		return `_${option.name}_${hasDescription ? ` (${inside(String(option.description))})` : ''}`;
	});
	const amount = type === 'options' ? 'One' : 'One or more';
	return [
		options.length > MAX_LISTED_CHOICES
			? `${amount} of ${options.length} options.`
			: `${amount} of: ${named.join('; ')}.`,
		...(standing === undefined ? [] : [defaultTo(`_${standing.name}_`)]),
	].join(' ');
}

/** The fields in each row of a fixed collection. */
function rowsOf({ rows }: Field<unknown>): string {
	if (rows === undefined) return '';
	const inner = Object.values(rows.fields).map((field) => {
		const { displayName, description = '' } = field.property;
		const explained = [description, choicesOf(field)].filter(Boolean).map(inside).join('; ');
		const required = field.property.required === true ? ', required' : '';
		return `_${displayName}_${required}${explained === '' ? '' : ` (${explained})`}`;
	});
	return `Each ${rows.displayName.toLowerCase()} has: ${inner.join('; ')}.`;
}

const hintsOf = ({ property, variants }: Field<unknown>) =>
	[
		sentence(property.hint ?? ''),
		...(variants === undefined
			? []
			: [
					`The field's name depends on the platform: ${variants.texts.map(({ displayName }) => `_${displayName}_`).join(', ')}.`,
				]),
	].join(' ');

function outputOf({ kind, fields: asked }: Operation, preview: unknown): string {
	const fields = Object.entries(at(preview, 'properties') ?? {}).map(([name, inner]) => {
		const nestedNames = Object.keys(
			at(inner, 'properties') ?? at(inner, 'items', 'properties') ?? {},
		);
		return nestedNames.length === 0
			? code(name)
			: `${code(name)} (${nestedNames.map(code).join(', ')})`;
	});
	const items = kind === 'read' ? 'One item per record, with' : 'One item per input item, with';
	const isAlwaysTheSame =
		at(preview, 'properties', 'confirmed') === undefined &&
		Object.values(asked).every(
			({ collection, property }) => collection !== 'options' || property.type !== 'boolean',
		);
	return `${items} ${fields.join(', ')}.${isAlwaysTheSame ? '' : ' Some of these are only there with an option or in some cases.'}`;
}

function retryOf(operation: Operation): string {
	if (operation.kind === 'read')
		return 'Reading changes nothing, so the node can always read again.';
	const { retry, fields, whereToCheck = DEFAULT_PLACE } = operation;
	if (typeof retry === 'string') return retryIn(retry, whereToCheck);
	const { field, given, notGiven } = retry;
	const label = fields[field]?.property.displayName ?? field;
	return `With a _${label}_: ${retryIn(given, whereToCheck)} Without one: ${retryIn(notGiven, whereToCheck)}`;
}

function retryIn(retry: RetryMode, whereToCheck: string): string {
	switch (retry) {
		case 'idempotent':
			return 'If the response is unclear, the node sends the request again. Doing this twice has the same result as doing it once.';
		case 'verify':
			return 'If the response is unclear, the node sends the request again. ChatDash rejects what is already done, and the node checks whether it is. If so, the output has `confirmed`.';
		case 'confirm':
			return "If the response is unclear, the node doesn't send the request again, because that could create a second record. It looks the new record up. If it's there, the output has `confirmed`. If not, the message says that the outcome is unknown.";
		case 'unsafe':
			return `If the response is unclear, the node doesn't send the request again, because that could create a second record. The message says that the outcome is unknown. Check ${whereToCheck} before you run the item again.`;
	}
}

const bold = (text: string) => `**${text}**`;
const code = (text: string) => `\`${text}\``;

const sentence = (text: string) => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** A sentence as part of another sentence. */
const inside = (text: string) => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');

/** Converts n8n's HTML to Markdown for one table cell. */
const inText = (text: string) =>
	text
		.replace(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g, '[$2]($1)')
		.replace(/<\/?code>/g, '`')
		.replaceAll('|', '\\|')
		.replace(/\s+/g, ' ')
		.trim();

/** Prettier doesn't align tables with longer lines. */
const MAX_ALIGNED_WIDTH = 100;

/** A table as Prettier formats it: with aligned columns if they fit, compact otherwise. */
function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = head.map((_title, column) =>
		Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
	);
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const aligned = [head, widths.map((width) => '-'.repeat(width)), ...rows].map((cells) =>
		line(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
	);
	const compact = [head, head.map(() => '---'), ...rows].map(line);
	return (aligned.some(({ length }) => length > MAX_ALIGNED_WIDTH) ? compact : aligned).join('\n');
}
