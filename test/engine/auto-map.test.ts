/**
 * Auto-map with items as sheets, forms and webhooks return them. Names with another spelling are read if their meaning
 * is clear, and the error of an item that can't be read explains where its fields are. Items with the right names are
 * covered in create.test.ts.
 */
import type { IDataObject, OnError } from 'n8n-workflow';

import { clientsOf, hintsOf, jsonOf, pairsOf, saidBy, sentTo, useSandbox } from './fixtures';
import { createParameters, runNode } from './harness';

const openAgency = useSandbox();

const AUTO = createParameters({ dataMode: 'autoMapInputData', passwordSource: 'generate' });

/** An item with the names that auto-map looks for; some can be left out and others added. */
const item = (
	number: number,
	{ without = [], ...more }: IDataObject & { without?: string[] } = {},
) => ({
	...Object.fromEntries(
		Object.entries({
			clientName: `Client ${number}`,
			memberName: `Member ${number}`,
			loginId: `login${number}@example.com`,
		}).filter(([name]) => !without.includes(name)),
	),
	...more,
});

async function run(items: IDataObject[], onError: OnError = 'stopWorkflow', parameters = AUTO) {
	const { agency, credential } = openAgency();
	const ran = await runNode({ items, parameters, onError, credential });
	return { ran, agency };
}

describe('A name is read', () => {
	test.each([
		['with a byte-order mark at the start', '\ufeffclientName'],
		['with a space at the end', 'clientName '],
		['with no-break spaces', '\u00a0client\u00a0name'],
		['as a label', 'Client Name'],
		['with an underscore', 'client_name'],
		['with a hyphen', 'client-name'],
		['in capitals', 'CLIENT NAME'],
		['as a constant', 'CLIENT_NAME'],
		['in Pascal case', 'ClientName'],
		['with a colon', 'Client name:'],
		['over two lines', 'Client\nName'],
	])('%s', async (_how, column) => {
		const { ran, agency } = await run([
			item(0),
			item(1, { without: ['clientName'], [column]: 'Acme' }),
		]);
		expect(ran.error).toBeUndefined();
		expect(clientsOf(agency).sort()).toEqual(['Acme', 'Client 0']);
	});

	test('for every field, including the password and the optional ones', async () => {
		const { agency } = await run(
			[
				{
					'\ufeffClient Name': 'Acme',
					Language: 'DE',
					'Member name': 'Ada',
					LOGIN_ID: 'ada',
					Password: ' as it is ',
					'E-Mail': 'ada@example.com',
				},
			],
			'stopWorkflow',
			createParameters({ dataMode: 'autoMapInputData', passwordSource: 'define' }),
		);
		expect(sentTo(agency)).toStrictEqual([
			{
				client: { name: 'Acme', language: 'de' },
				member: { name: 'Ada', loginId: 'ada', password: ' as it is ', email: 'ada@example.com' },
			},
		]);
	});

	test('in each item by its own spelling', async () => {
		const { ran, agency } = await run([
			item(0),
			item(1, { without: ['clientName'], 'Client Name': 'One' }),
			item(2),
			item(3, { without: ['clientName'], 'Client Name': 'Three', more: true }),
			item(4, { without: ['clientName'], 'Client Name': 'Four' }),
		]);
		expect(ran.error).toBeUndefined();
		expect(clientsOf(agency).sort()).toEqual(
			['Client 0', 'One', 'Client 2', 'Three', 'Four'].sort(),
		);
	});

	test.each(['Client', 'Name', 'Client Name 2', 'Clients Name', 'Company', 'constructor'])(
		'not from “%s”, which may mean something else',
		async (column) => {
			const { ran, agency } = await run([item(0, { without: ['clientName'], [column]: 'Acme' })]);
			expect(ran.error?.message).toBe("'Client Name' is missing");
			expect(sentTo(agency)).toEqual([]);
		},
	);
});

describe('Two names for one field', () => {
	const DIFFERENT = [
		item(0),
		item(1, { 'Client Name': 'Other' }),
		item(2, { Email: 'a@example.com', 'email ': 'b@example.com' }),
		item(3, { 'Client Name': '' }),
	];

	test.each<[OnError]>([['continueRegularOutput'], ['continueErrorOutput']])(
		'and different values are reported, and the other items are sent (%s)',
		async (onError) => {
			const { ran, agency } = await run(DIFFERENT, onError);
			const faults = [...ran.output, ...ran.errorOutput].filter(({ json }) => 'error' in json);
			expect(pairsOf(faults)).toEqual([1, 2]);
			expect(faults.map(saidBy)).toEqual([
				{
					error: "'Client Name' has 2 different values, in “clientName” and “Client Name”",
					message: expect.stringMatching(
						/^Item 1 wasn't sent to ChatDash\. Auto-mapping reads both names .* Remove or rename one/,
					),
				},
				{
					error: "'Email' has 2 different values, in “Email” and “email ”",
					message: expect.stringMatching(/^Item 2 wasn't sent/),
				},
			]);
			expect(clientsOf(agency).sort()).toEqual(['Client 0', 'Client 3']);
		},
	);

	test.each([
		['spaces around them', ' Acme Dental ', 'Acme Dental'],
		['a number and its text', 1234, '1234'],
	])('whose values differ only in %s count as one value', async (_what, one, other) => {
		const { agency } = await run([item(0, { clientName: one, 'Client Name': other })]);
		expect(clientsOf(agency)).toEqual([String(other)]);
	});

	test('are reported if two passwords differ in a space', async () => {
		const { ran } = await run(
			[item(0, { password: 'a-1', Password: 'a-1 ' })],
			'stopWorkflow',
			createParameters({ dataMode: 'autoMapInputData', passwordSource: 'define' }),
		);
		expect(ran.error?.message).toMatch(/^'Password' has 2 different values/);
	});

	test('and different values stop a run that stops on errors before anything is sent', async () => {
		const { ran, agency } = await run(DIFFERENT);
		expect(ran.error?.message).toMatch(/^2 of 4 items/);
		expect(ran.error?.description).toContain('“clientName” and “Client Name”');
		expect(ran.error?.description).toContain('“Email” and “email ”');
		expect(agency.calls).toEqual([]);
	});

	test('that look the same are shown with escaped invisible characters', async () => {
		const { ran } = await run([
			item(0, { '\ufeffclientName': 'Other', 'client\u00a0name': 'Third' }),
		]);
		expect(ran.error?.message).toBe(
			"'Client Name' has 3 different values, in “clientName” and “\\u{feff}clientName” and “client\\u{a0}name”",
		);
	});

	test('never show the values', async () => {
		const { ran } = await run(
			[item(0, { password: 'open sesame', Password: 'open barley' })],
			'stopWorkflow',
			createParameters({ dataMode: 'autoMapInputData', passwordSource: 'define' }),
		);
		expect(ran.error?.message).toMatch(/^'Password' has 2 different values/);
		expect(JSON.stringify(ran.error)).not.toMatch(/sesame|barley/);
	});

	test.each<[string, IDataObject, string]>([
		['the other one is empty', { clientName: 'Acme', 'Client Name': ' ' }, 'Acme'],
		['the other one is missing a value', { clientName: 'Acme', 'Client Name': null }, 'Acme'],
		['the exact one is empty', { clientName: '', 'Client Name': 'Acme' }, 'Acme'],
		['neither is exact and one is empty', { CLIENTNAME: null, 'Client Name': 'Acme' }, 'Acme'],
		['both have the same value', { 'Client Name': 'Acme', clientName: 'Acme' }, 'Acme'],
	])('are read if %s', async (_how, columns, expected) => {
		const { ran, agency } = await run([item(0, { without: ['clientName'], ...columns })]);
		expect(ran.error).toBeUndefined();
		expect(clientsOf(agency)).toEqual([expected]);
	});

	test('are empty if both are', async () => {
		const { ran } = await run([
			item(0, { without: ['clientName'], CLIENTNAME: '', 'Client Name': ' ' }),
		]);
		expect(ran.error?.message).toBe("'Client Name' is empty");
	});
});

describe('An item with other names', () => {
	const SHEET = { Client: 'Acme', Contact: 'Ada', Login: 'ada@example.com', 'E-Mail': 'a@x.com' };
	const NOTE =
		"Auto-mapping looks for the fields clientName, language, memberName, loginId, password, email, but found Client, Contact, Login, E-Mail. Did you mean “Client” for clientName, “Login” for loginId? Rename the fields with an Edit Fields node before this one, or set 'Data Mode' to 'Map Each Field Manually'.";
	const MISSING = [
		"'Client Name' is missing.",
		"'Member Name' is missing.",
		"'Login ID' is missing.",
	];

	test('is explained once, with the names that are close', async () => {
		const { ran } = await run([SHEET]);
		expect(ran.error?.message).toBe('3 fields of this item are empty or invalid');
		expect(ran.error?.description).toBe([NOTE, ...MISSING].join('<br>'));
	});

	test('is explained once in a run that stops on errors', async () => {
		const { ran } = await run([SHEET, item(1), SHEET, { ...SHEET, email: 'nobody' }]);
		expect(ran.error?.message).toBe("3 of 4 items can't be sent");
		expect(ran.error?.description?.split('<br>')).toEqual([
			NOTE,
			`Items 0, 2: ${MISSING.join(' ')}`,
			expect.stringMatching(/^Item 3: 'Client Name' is missing\. .*'Email' /),
			'No items were sent to ChatDash.',
		]);
	});

	test('is explained in each error item, on several lines', async () => {
		const { ran } = await run([SHEET, item(1)], 'continueErrorOutput');
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: '3 fields of this item are empty or invalid',
			message: [`Item 0 wasn't sent to ChatDash. ${NOTE}`, ...MISSING].join('\n'),
		});
	});

	test('that are right but empty is told which field to fill in', async () => {
		const { ran } = await run([item(0, { without: ['clientName'], 'Client Name': ' ' })]);
		expect(ran.error?.message).toBe("'Client Name' is empty");
		expect(ran.error?.description).toBe('Enter a value in the field “Client Name” of this item.');
	});

	test('is told how to get a password if it has none', async () => {
		const { ran } = await run(
			[item(0)],
			'stopWorkflow',
			createParameters({ dataMode: 'autoMapInputData', passwordSource: 'define' }),
		);
		expect(ran.error?.message).toBe("'Password' is missing");
		expect(ran.error?.description).toMatch(/CRMs .*'Password Source'/);
	});
});

describe('An item without the fields', () => {
	const WEBHOOK = {
		headers: { host: 'n8n.example' },
		params: {},
		query: {},
		body: { clientName: 'Acme', 'Member Name': 'Ada', loginId: 'ada@example.com' },
	};

	test.each<[string, IDataObject, string]>([
		['a webhook’s body', WEBHOOK, "'body' contains clientName, Member Name, loginId"],
		['data', { id: 7, data: item(0) }, "'data' contains clientName, memberName, loginId"],
		[
			'properties',
			{ properties: { email: 'a@x.example', clientName: 'Acme' } },
			"'properties' contains clientName, email",
		],
		['json', { json: item(0) }, "'json' contains clientName, memberName, loginId"],
		[
			'a group in the body',
			{ body: { event: 'won', deal: item(0) } },
			"'body.deal' contains clientName",
		],
	])('explains that they are inside %s', async (_what, json, points) => {
		const { ran, agency } = await run([json, item(1)], 'continueErrorOutput');
		const { error, message } = saidBy(ran.errorOutput[0]);
		expect(`${error} ${message}`).toMatch(/'Client Name' is missing/);
		expect(message).toContain(points);
		expect(message).toMatch(
			/Edit Fields node before this one, or set 'Data Mode' to 'Map Each Field/,
		);
		expect(clientsOf(agency)).toEqual(['Client 1']);
	});

	test('shows an expression that reads one of them', async () => {
		const plain = await run([WEBHOOK]);
		expect(plain.ran.error?.description).toContain('{{ $json.body.clientName }}');
		const labeled = await run([{ 'the body': { 'Client Name': 'Acme' } }]);
		expect(labeled.ran.error?.description).toContain('{{ $json["the body"]["Client Name"] }}');
	});

	test('suggests no group if none of them contains a usable field', async () => {
		const { ran } = await run([
			item(0, {
				without: ['memberName'],
				body: { loginId: 'x', memberName: { first: 'A' } },
				at: null,
			}),
		]);
		expect(ran.error?.message).toBe("'Member Name' is missing");
		expect(ran.error?.description).toMatch(/but found clientName, loginId, body, at\. Rename the/);
	});

	test.each<[OnError]>([['continueRegularOutput'], ['continueErrorOutput']])(
		'that has no fields at all is reported once (%s)',
		async (onError) => {
			const { ran, agency } = await run([item(0), {}, item(2)], onError);
			const faults = [...ran.output, ...ran.errorOutput].filter(({ json }) => 'error' in json);
			expect(faults.map(saidBy)).toEqual([
				{
					error: 'This item has no fields',
					message:
						"Item 1 wasn't sent to ChatDash. Auto-mapping looks for the fields clientName, language, memberName, loginId, password, email. Check what the node before this one returns.",
				},
			]);
			expect(pairsOf(faults)).toEqual([1]);
			expect(clientsOf(agency).sort()).toEqual(['Client 0', 'Client 2']);
		},
	);

	test('that has no fields at all stops a run that stops on errors', async () => {
		const { ran, agency } = await run([item(0), {}, item(2)]);
		expect(ran.error?.message).toBe('This item has no fields');
		expect(agency.calls).toEqual([]);
	});
});

test('Items are output in input order, whatever their names', async () => {
	const { ran } = await run(
		Array.from({ length: 30 }, (_, number) =>
			number % 2 === 0
				? item(number)
				: item(number, { without: ['loginId'], 'Login ID': `login${number}@example.com` }),
		),
	);
	expect(pairsOf(ran.output)).toEqual(Array.from({ length: 30 }, (_, number) => number));
	expect(jsonOf(ran.output)).toMatchObject(
		Array.from({ length: 30 }, (_, number) => ({
			loginId: `login${number}@example.com`,
		})),
	);
});

test('A password column that isn’t used because passwords are generated is told in a hint', async () => {
	const { ran } = await run([item(0), item(1, { Password: 'from the sheet' })]);
	expect(ran.error).toBeUndefined();
	expect(hintsOf(ran)).toContainEqual(
		expect.stringMatching(/^Your items have the field 'password', but 'Password Source' is set/),
	);
	const { ran: without } = await run([item(0), item(1, { password: '' })]);
	expect(hintsOf(without)).toEqual([]);
});
