// Generates docs/operations.md from the tables of resources, operations and fields, and from the API description. The
// page uses the node's own texts, so correct a text in the node, not on the page.
import { RESOURCES } from '../../nodes/ChatDash/resources';
import type { CollectionName, Field } from '../../nodes/ChatDash/fields/field';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import type { Resource } from '../../nodes/ChatDash/operation/resource';
import { RUN_OPTIONS } from '../../nodes/ChatDash/run/options';
import { type Described, at, describedIn } from './described';

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

What the ChatDash node can do, field by field. How to begin, what errors mean and how runs go on are in the [README](../README.md); what is assumed about ChatDash's API, because no page says it, is in [api.md](api.md).

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

A client, an agent or a member is chosen **From List**, **By ID**, or by what people know it by: clients and agents by their name; members by their login ID. Capitals, extra spaces, invisible characters, and the kind of quotation marks and dashes make no difference, unless several records differ in nothing else: then the exact name counts. If several records fit, the item isn't sent and its message lists their IDs.

Every operation has these **Options**, which say how a run goes and not what is done:

${table(
	['Option', 'Default', 'What it is'],
	Object.values(RUN_OPTIONS).map(({ property }) => [
		bold(property.displayName),
		String(property.default),
		inText(property.description ?? ''),
	]),
)}

Whatever goes wrong with an item, a failed item has the fields \`error\` and \`message\`: see [What each error means](../README.md#what-each-error-means).

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
		`${sentence(operation.description)} This is [ChatDash's page](${page}) for it.`,
		table(['Field', 'Needed', 'What it is'], fieldsOf(operation)),
		`**What comes out.** ${outputOf(operation, preview)}`,
		`**If it is not clear whether it was done.** ${retryOf(operation)}`,
		`**Confidence.** ${confidenceOf(pages)}`,
		...(inferred.length === 0
			? []
			: [`**Worked out, not read.** ${inferred.map(sentence).join(' ')} See [api.md](api.md).`]),
	].join('\n\n');
}

const CONFIDENCE: Readonly<Record<string, string>> = {
	high: 'High: the newest form of its page was read.',
	medium: 'Medium: an older form of its page was read, or only a part of it.',
	low: 'Low: no page of today was read.',
};

const confidenceOf = (pages: readonly Described[]) =>
	pages.map(({ confidence }) => CONFIDENCE[confidence] ?? '')[0] ?? '';

function fieldsOf(operation: Operation): string[][] {
	const mode =
		operation.autoMapped === undefined
			? []
			: [
					[
						bold('Data Mode'),
						'yes',
						inText(
							`To set each field here, or to take ${operation.autoMapped.map(code).join(', ')} from the item's fields of these names, whatever their capitals, spaces and signs. Those fields are hidden then.`,
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
			neededOf(field, operation),
			inText(
				[sentence(field.property.description ?? ''), choicesOf(field), hintsOf(field)].join(' '),
			),
		]),
	];
}

const labelOf = ({ collection, property }: Field<unknown>) =>
	collection === undefined
		? property.displayName
		: `${GROUPS[collection]} > ${property.displayName}`;

function neededOf(
	{ collection, property, showFor }: Field<unknown>,
	{ fields }: Operation,
): string {
	const condition = Object.entries(showFor ?? {}).map(([name, values]) => {
		const on = fields[name];
		const named = values.map((value) => (on === undefined ? String(value) : choiceOf(on, value)));
		return `for _${on?.property.displayName ?? name}_ ${named.join(', ')}`;
	});
	const needed = collection === undefined && property.required === true ? 'yes' : 'no';
	return [needed, ...condition].join(', ');
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
	// A field in Update Fields has no default: without it, the value stays as it is.
	const left = collection === 'updateFields' ? 'Stays as it is' : 'Not sent';
	const byDefault =
		whenNotAdded === undefined ? 'By default' : `${left} unless you add it; it then begins as`;
	if (type === 'boolean') return `${byDefault} ${property.default === true ? 'on' : 'off'}.`;
	if (type === 'number') return `${byDefault} ${String(property.default)}.`;
	if (type !== 'options') return '';
	const standing = options.find((option) => 'value' in option && option.value === property.default);
	const named = options.map((option) => {
		const hasDescription = 'description' in option && typeof option.description === 'string';
		return `_${option.name}_${hasDescription ? ` (${inside(String(option.description))})` : ''}`;
	});
	return [
		options.length > MAX_LISTED_CHOICES
			? `One of ${options.length} choices.`
			: `One of: ${named.join('; ')}.`,
		...(standing === undefined ? [] : [`${byDefault} _${standing.name}_.`]),
	].join(' ');
}

const hintsOf = ({ property, variants }: Field<unknown>) =>
	[
		sentence(property.hint ?? ''),
		...(variants === undefined
			? []
			: [
					`On the screen, it has the platform's own name: ${variants.texts.map(({ displayName }) => `_${displayName}_`).join(', ')}.`,
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
	const items =
		kind === 'read' ? 'One item for each record, with' : 'One item for each input item, with';
	const isAlwaysTheSame =
		at(preview, 'properties', 'confirmed') === undefined &&
		Object.values(asked).every(
			({ collection, property }) => collection !== 'options' || property.type !== 'boolean',
		);
	return `${items} ${fields.join(', ')}.${isAlwaysTheSame ? '' : ' Some of these are there only with an option, or where there is something to say.'}`;
}

function retryOf(operation: Operation): string {
	if (operation.kind === 'read') return 'Reading changes nothing, so it is simply read again.';
	switch (operation.retry) {
		case 'idempotent':
			return 'It is sent again: doing this twice is the same as doing it once.';
		case 'verify':
			return 'It is sent again, for ChatDash refuses what is done already, and the node looks up whether it is done. If so, the item comes out with `confirmed`.';
		case 'unsafe':
			return 'It is not sent again, because a second one might be made. The item says that the outcome is not known; look in your ChatDash dashboard before you run it again.';
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
