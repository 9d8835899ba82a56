/**
 * The mappings that docs/crm-mappings.md offers, with items that lack something. A CRM leaves out what was not filled
 * in, and JavaScript writes "null" or "undefined" where an expression joins it with something else. So each field that
 * a mapping reads is missing, null, and empty in turn: either a clean value is sent, or the item is rejected.
 */
import { jsonParse, UnexpectedError, type IDataObject } from 'n8n-workflow';

import { readPackageFile } from '../read-file';
import { sentTo, useSandbox } from './fixtures';
import { createParameters, runNode } from './harness';

const openAgency = useSandbox();

/** The text between the braces of each field. */
interface Mapping {
	readonly from: string;
	readonly clientName: string;
	readonly memberName: string;
	readonly email: string;
	readonly language: string;
}

/** The payload for each table of the page, by the heading above it. */
const PAYLOADS: Readonly<Record<string, string>> = {
	HubSpot: 'hubspot-get-contact',
	'HighLevel: webhook': 'highlevel-workflow-webhook',
	'HighLevel: Contact > Get': 'highlevel-get-contact',
	'Pipedrive: Person > Get': 'pipedrive-get-person',
	'Pipedrive: Deal > Get': 'pipedrive-get-deal-v1',
	Stripe: 'stripe-checkout-session-completed',
	'Google Sheets': 'google-sheets-row',
	'n8n Form': 'n8n-form-trigger',
};

/** In milliseconds; a mapping has up to a few hundred variants. */
const WITHIN = 60_000;

/** In which ways a field can lack its value. */
const LACKS = [
	['missing', undefined],
	['null', null],
	['empty', ''],
	['only a space', ' '],
] as const;

const MAPPINGS = mappingsIn(readPackageFile('docs/crm-mappings.md'));

test('each mapping has a payload, and each payload a mapping', () => {
	expect(MAPPINGS.map(({ from }) => from)).toEqual(Object.keys(PAYLOADS));
});

describe.each(MAPPINGS)('$from', (mapping) => {
	test(
		'sends only clean values, whatever the item lacks',
		async () => {
			const items = await itemsOf(mapping);
			const variants = items.flatMap((item, number) => [
				{ name: `item ${number}`, item },
				...pathsRead(mapping, item).flatMap((path) =>
					LACKS.map(([how, lack]) => ({
						name: `item ${number}, ${path.join('.')} ${how}`,
						item: replaced(item, path, lack),
					})),
				),
			]);
			const { ran, requests } = await run(mapping, variants);

			expect(ran.error).toBeUndefined();
			expect(requests.filter(({ body }) => !stringsIn(body).every(isClean))).toEqual([]);
			expect(requests).toHaveLength(ran.output.length);
			expect(ran.output.length + ran.errorOutput.length).toBe(variants.length);
			// If all items were rejected, or none of them changed, this test would prove nothing.
			expect(requests.map(({ variant }) => variant)).toContain('item 0');
			expect(variants.length).toBeGreaterThan(items.length * LACKS.length);
			expect(ran.errorOutput.length).toBeGreaterThan(0);
		},
		WITHIN,
	);
});

/** What is sent for the first item of the payload if one part of it is missing. */
test.each<[string, string, IDataObject]>([
	['HubSpot', 'lastname', { member: { name: 'Maria' } }],
	['HubSpot', 'firstname', { member: { name: "O'Brien" } }],
	['HubSpot', 'hs_language', { client: { language: 'en' } }],
	['HighLevel: Contact > Get', 'lastName', { member: { name: 'maria' } }],
	['HighLevel: Contact > Get', 'firstName', { member: { name: "o'brien" } }],
	['HighLevel: webhook', 'company_name', { client: { name: 'Acme Dental' } }],
	['Pipedrive: Deal > Get', 'org_id', { client: { name: 'Acme Dental deal' } }],
	['Stripe', 'business_name', { client: { name: "Maria O'Brien" } }],
	['Stripe', 'individual_name', { member: { name: "Maria O'Brien" } }],
])('%s sends the client without %s too', async (from, field, expected) => {
	const mapping = MAPPINGS.find((one) => one.from === from);
	if (mapping === undefined) throw new UnexpectedError(`The page has no mapping for ${from}`);
	const [item = {}] = await itemsOf(mapping);
	const path = pathsRead(mapping, item).find((one) => one.at(-1) === field);
	if (path === undefined) throw new UnexpectedError(`The mapping for ${from} reads no ${field}`);
	const { requests } = await run(mapping, [
		{ name: 'missing', item: replaced(item, path, undefined) },
		{ name: 'null', item: replaced(item, path, null) },
	]);
	expect(requests.map(({ body }) => body)).toMatchObject([expected, expected]);
});

/** An item in which one field differs from the payload. */
interface Variant {
	readonly name: string;
	readonly item: IDataObject;
}

/** Runs the node with a mapping, and finds the variant for each request. */
async function run(
	{ clientName, memberName, email, language }: Mapping,
	variants: readonly Variant[],
) {
	const { agency, credential } = openAgency();
	const ran = await runNode({
		items: variants.map(({ item }, number) => withOwnAddresses(item, number)),
		parameters: createParameters({
			passwordSource: 'generate',
			clientName,
			memberName,
			loginId: email,
			email,
			language,
		}),
		onError: 'continueErrorOutput',
		credential,
	});
	const requests = sentTo(agency).map((body) => {
		const number = /"variant-(\d+)\./.exec(JSON.stringify(body))?.[1];
		return { variant: variants[Number(number)]?.name, body };
	});
	return { ran, requests };
}

/** Two items of a run can't have the same login, so each variant gets its own addresses. */
const withOwnAddresses = (item: IDataObject, number: number) =>
	jsonParse<IDataObject>(JSON.stringify(item).replace(/[\w.+-]+@/g, `variant-${number}.$&`));

const stringsIn = (value: unknown): string[] =>
	typeof value === 'object' && value !== null
		? Object.values(value).flatMap(stringsIn)
		: [String(value)];

const isClean = (text: string) =>
	text !== '' && text === text.trim() && !/\s\s|\b(null|undefined|NaN|Invalid)\b/i.test(text);

/** The mappings of the page, one for each table whose first column is "Field" and whose second is "Expression". */
function mappingsIn(page: string): Mapping[] {
	return page.split(/^#+ /m).flatMap((section) => {
		const [[field, expression] = [], , ...rows] = rowsOf(section);
		if (field !== 'Field' || expression !== 'Expression') return [];
		const of = (label: string) => {
			const cell = rows.find(([name]) => name === label)?.[1];
			return cell === undefined ? undefined : `=${cell.slice(1, -1)}`;
		};
		return [
			{
				from: section.split('\n')[0] ?? '',
				clientName: of('Client Name') ?? 'From another node',
				memberName: of('Member Name') ?? '',
				email: of('Login ID and Email') ?? '',
				language: of('Language') ?? 'en',
			},
		];
	});
}

/** The cells of each row of the tables in a text; a pipe inside a cell is escaped. */
function rowsOf(text: string): string[][] {
	return text
		.split('\n')
		.filter((line) => line.trim().startsWith('|'))
		.map((line) =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map((cell) => cell.trim().replaceAll('\\|', '|')),
		);
}

async function itemsOf({ from }: Mapping): Promise<IDataObject[]> {
	const text = readPackageFile(`test/payloads/${PAYLOADS[from]}.json`);
	return jsonParse<{ items: IDataObject[] }>(text).items;
}

/** The paths of the item's fields that a mapping reads, including their parents and the entries of lists. */
function pathsRead(
	{ clientName, memberName, email, language }: Mapping,
	item: IDataObject,
): string[][] {
	const chains = [clientName, memberName, email, language].flatMap((expression) =>
		[...expression.matchAll(/\$json((?:\??\.\w+|\['[^']+'\])+)/g)].map(([, chain = '']) =>
			[...chain.matchAll(/\.(\w+)|\['([^']+)'\]/g)].map(
				([, dotted, quote]) => dotted ?? quote ?? '',
			),
		),
	);
	const paths = chains.flatMap((chain) =>
		chain
			.map((_name, index) => chain.slice(0, index + 1))
			.filter((path) => at(item, path) !== undefined)
			.flatMap((path) => [
				path,
				...inEntries(at(item, path)).map((inside) => [...path, ...inside]),
			]),
	);
	return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

const at = (value: unknown, path: readonly string[]): unknown =>
	path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);

const inEntries = (value: unknown) =>
	Array.isArray(value)
		? value.flatMap((entry, index) =>
				isRecord(entry) ? Object.keys(entry).map((name) => [String(index), name]) : [],
			)
		: [];

/** A copy of an item with another value at a path; `undefined` removes the field. */
function replaced(item: IDataObject, path: readonly string[], value: string | null | undefined) {
	const copy = structuredClone(item);
	const parent = at(copy, path.slice(0, -1));
	const name = path.at(-1) ?? '';
	if (!isRecord(parent)) return copy;
	if (value === undefined) delete parent[name];
	else parent[name] = value;
	return copy;
}

/** Includes lists, whose keys are the numbers of their entries. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;
