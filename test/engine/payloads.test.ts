/**
 * What real triggers and CRM nodes return goes through the ChatDash node as users map it. Every item has to end as a
 * person would expect, and ChatDash has to contain exactly the clients that the node reports as created.
 */
import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Agency, type Sandbox } from '../../sandbox/server';
import { CASES, type Client, type Fault, type Label } from '../payloads/expectations';
import { createParameters, runNode, type Ran } from './harness';

declare const PACKAGE_FOLDER: string;

/** The number of files in test/payloads. */
const PAYLOADS = 35;

/** The sandbox compiles the whole API description when it starts, which takes seconds on a busy machine. */
const START_TIMEOUT = 60_000;

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ description: `${PACKAGE_FOLDER}/api/chatdash-openapi.yaml` });
}, START_TIMEOUT);

afterAll(async () => await sandbox.close());

test('no payload is left out', () => {
	expect(new Set(CASES.map(({ payload }) => payload)).size).toBe(PAYLOADS);
});

describe.each(CASES)('$payload: $mapping', ({ payload, parameters, outcomes }) => {
	let items: IDataObject[];
	let agency: Agency;
	let ran: Ran;

	beforeAll(async () => {
		items = await itemsOf(payload);
		const apiKey = `CD.test-${CASES.findIndex((one) => one.parameters === parameters)}`;
		agency = sandbox.openAgency(apiKey);
		ran = await runNode({
			items,
			parameters: createParameters(parameters),
			onError: 'continueErrorOutput',
			credential: { apiKey, baseUrl: sandbox.baseUrl },
		});
	});

	const all = outcomes.map((outcome, item) => ({ ...outcome, item }));
	const wanted = all.filter((outcome) => outcome.kind === 'created');
	const refused = all.filter((outcome) => outcome.kind === 'at fault');

	test('every item is output where it belongs, in order and paired with its input', () => {
		expect(outcomes).toHaveLength(items.length);
		expect(ran.error).toBeUndefined();
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(itemsPaired(wanted));
		expect(ran.errorOutput.map(({ pairedItem }) => pairedItem)).toEqual(itemsPaired(refused));
		expect(ran.downstream.main.map(({ deal }) => deal)).toEqual(wanted.map(inputOf));
		expect(ran.downstream.error.map(({ deal }) => deal)).toEqual(refused.map(inputOf));
	});

	test('invalid items keep their fields and explain which parameter is invalid, and why', () => {
		const atFault = ran.downstream.error.map(({ json: { error, message, ...input } }) => ({
			input,
			words: { error: String(error), message: String(message) },
		}));

		expect(atFault.map(({ input }) => input)).toEqual(refused.map(inputOf));
		expect(atFault.map(({ words }) => Object.keys(faultsIn(words)).sort())).toEqual(
			refused.map(({ faults }) => Object.keys(faults).sort()),
		);
		for (const [index, { faults }] of refused.entries()) {
			const words = atFault[index]?.words ?? { error: '', message: '' };
			const found = faultsIn(words);
			if (!COUNTED.test(words.error)) expect(words.error).toMatch(/^'/);
			for (const [label, { message, advises }] of entriesOf(faults)) {
				expect(found[label]).toMatch(message);
				if (advises !== undefined) expect(words.message).toMatch(advises);
			}
		}
	});

	test('valid items are sent once, to the letter, and nothing else is sent', () => {
		const sent = agency.calls.map(({ method, path, body }) => ({ method, path, body }));
		const passwords = ran.output.map(({ json }) => json['password']);
		const expected = wanted.map(({ client, password }, index) => ({
			method: 'POST',
			path: '/clients',
			body: {
				client: client.client,
				member: {
					...client.member,
					password: password === 'generated' ? passwords[index] : password,
				},
			},
		}));

		const [before, ...creates] = sent;
		// The existing clients are read once, if anything is sent at all.
		if (wanted.length > 0) expect(before).toMatchObject({ method: 'GET', path: '/clients' });
		expectSame(creates, expected);
		expect(agency.violations).toEqual([]);
	});

	test("created items have ChatDash's message and their own values, and a password only if the node generated it", () => {
		expect(ran.output.map(({ json }) => json)).toEqual(
			wanted.map(({ client: { client, member }, password }) => ({
				message: 'Client created successfully',
				clientName: client.name,
				language: client.language,
				memberName: member.name,
				loginId: member.loginId,
				...(member.email !== undefined && { email: member.email }),
				...(password === 'generated' && { password: expect.stringMatching(/^\S{16,}$/) }),
			})),
		);
	});

	test('ChatDash contains exactly the clients that were reported as created', () => {
		expectSame(
			heldBy(agency),
			wanted.map(({ client }) => client),
		);
	});

	const inputOf = ({ item }: { item: number }) => items[item];
});

const itemsPaired = (outcomes: Array<{ item: number }>) => outcomes.map(({ item }) => ({ item }));

interface Words {
	readonly error: string;
	readonly message: string;
}

const COUNTED = /^\d fields of this item are empty or invalid$/;

const LABELS: Label[] = ['Client Name', 'Language', 'Member Name', 'Login ID', 'Password', 'Email'];

/**
 * The message for each parameter. Its label comes first, in quotes. The error names up to two, and its text ends at the next
 * label. More are in the message, one a line.
 */
function faultsIn({ error, message }: Words): Partial<Record<Label, string>> {
	const text = COUNTED.test(error)
		? message
				.split('\n')
				.filter((line) => line.startsWith("'"))
				.map((line) => line.split('. ')[0])
				.join('; ')
		: error;
	const starts = LABELS.map((label) => ({ label, at: text.indexOf(`'${label}'`) }))
		.filter(({ at }) => at !== -1)
		.sort((one, other) => one.at - other.at);
	return Object.fromEntries(
		starts.map(({ label, at }, index) => [label, text.slice(at, starts[index + 1]?.at)]),
	);
}

const entriesOf = (faults: Partial<Record<Label, Fault>>) =>
	LABELS.flatMap((label): Array<[Label, Fault]> => {
		const fault = faults[label];
		return fault === undefined ? [] : [[label, fault]];
	});

/** In any order, because requests run in parallel. All expected ones differ, because each has its own login. */
function expectSame(found: unknown[], expected: unknown[]) {
	expect(found).toHaveLength(expected.length);
	expect(found).toEqual(expect.arrayContaining(expected));
}

/** The clients of an agency, each with its one member. */
function heldBy(agency: Agency): Client[] {
	return agency.clients.flatMap(({ _id, name, language }) =>
		agency.members
			.filter(({ clientId }) => clientId === _id)
			.map((member) => ({
				client: { name, language },
				member: {
					name: member.name,
					loginId: member.loginId,
					...(member.email !== undefined && { email: member.email }),
				},
			})),
	);
}

async function itemsOf(payload: string): Promise<IDataObject[]> {
	const file: unknown = await import(`../payloads/${payload}.json`);
	if (!isPayload(file)) throw new TypeError(`${payload}.json contains no items`);
	return file.items;
}

const isPayload = (file: unknown): file is { items: IDataObject[] } =>
	typeof file === 'object' && file !== null && 'items' in file && Array.isArray(file.items);
