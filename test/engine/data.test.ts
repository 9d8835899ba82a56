/**
 * What people's data contains, run through the whole node: which items are rejected with which message in each error
 * mode, and which values reach ChatDash without their invisible characters.
 */
import type { IDataObject, OnError } from 'n8n-workflow';

import {
	CREATED,
	PEOPLE,
	bodiesOf,
	bodyOf,
	byId,
	byLogin,
	byName,
	clientsOf,
	deal,
	deals,
	existing,
	jsonOf,
	pairsOf,
	parametersOf,
	runDeals,
	runOperation,
	saidBy,
	sentTo,
	timesAsked,
	useSandbox,
} from './fixtures';
import { createParameters, runNode, type CreateFields } from './harness';

const openAgency = useSandbox();

const ZERO_WIDTH_SPACE = '\u200b';

/** The first, the middle and the last of five items. */
const BAD = [0, 2, 4];
const GOOD = [1, 3];

interface Rule {
	what: string;
	/** What replaces a deal's fields in an invalid item. */
	bad: IDataObject;
	/** Set if the usual mapping doesn't show the problem. Valid items have first and last names, too. */
	fields?: CreateFields;
	message: RegExp;
	advises: RegExp;
}

const NAMES = { first: 'Zoë', last: 'Smith' };
const JOINED_NAME = { memberName: "={{ $json.first + ' ' + $json.last }}" };
const JOINED_LOGIN = {
	loginId: "={{ $json.first + '.' + $json.last + $json.dealId + '@example.com' }}",
};
const WITH_EMAIL = { email: '={{ $json.mail }}' };
const contact = (email: string, name = 'Nathan') => ({ contact: { name, email } });

const RULES: Rule[] = [
	{
		what: 'a last name that is null, joined to the first name',
		bad: { last: null },
		fields: JOINED_NAME,
		message: /^'Member Name' contains the word 'null': “Zoë null”$/,
		advises: /\?\? ''/,
	},
	{
		what: 'no first name at all, joined to the last name',
		bad: { first: undefined },
		fields: JOINED_NAME,
		message: /^'Member Name' contains the word 'undefined': “undefined Smith”$/,
		advises: /\?\? ''/,
	},
	{
		what: 'no first name in a login built from names',
		bad: { first: undefined },
		fields: JOINED_LOGIN,
		message: /^'Login ID' contains the word 'undefined': “undefined\.Smith42\d\d@example\.com”$/,
		advises: /\?\? ''/,
	},
	{
		what: 'a date that does not exist, in a text',
		bad: { won: 'soon' },
		fields: {
			clientName: "={{ 'Signed ' + DateTime.fromISO($json.won ?? '2026-10-01').toFormat('yyyy') }}",
		},
		message: /^'Client Name' contains the words 'Invalid DateTime': “Signed Invalid DateTime”$/,
		advises: /date that doesn't exist/,
	},
	{
		what: 'a date that does not exist, added to a text',
		bad: { won: 'soon' },
		fields: { clientName: "={{ 'Signed ' + DateTime.fromISO($json.won ?? '2026-10-01') }}" },
		message: /^'Client Name' contains the word 'NaN': “Signed NaN”$/,
		advises: /date that doesn't exist/,
	},
	{
		what: 'a calculation without a result, in a text',
		bad: { seats: 'many' },
		fields: { clientName: "={{ 'Seats: ' + Number($json.seats ?? 7) }}" },
		message: /^'Client Name' contains the word 'NaN': “Seats: NaN”$/,
		advises: /isn't a number/,
	},
	{
		what: "a spreadsheet's #REF! as the client",
		bad: { company: '#REF!' },
		message: /^'Client Name' contains “#REF!”, which a spreadsheet shows/,
		advises: /Fix the cell or its formula in the spreadsheet/,
	},
	{
		what: "a German spreadsheet's #NV as the member",
		bad: contact('nathan@example.com', '#NV'),
		message: /^'Member Name' contains “#NV”, which a spreadsheet shows/,
		advises: /Fix the cell or its formula in the spreadsheet/,
	},
	{
		what: 'a cell that is still loading as the login',
		bad: contact('Loading...'),
		message: /^'Login ID' contains “Loading\.\.\.”, which a spreadsheet shows/,
		advises: /still loading/,
	},
	{
		what: 'two logins in the lines of one cell',
		bad: contact('a@example.com\nb@example.com'),
		message: /^'Login ID' contains a line break or a tab: “a@example\.com↵b@example\.com”$/,
		advises: /single value on one line/,
	},
	{
		what: 'two logins with a semicolon between them',
		bad: contact('a@example.com; b@example.com'),
		message: /^'Login ID' contains more than one login ID: “a@example\.com; b@example\.com”$/,
		advises: /single login ID/,
	},
	{
		what: 'a name next to the login',
		bad: contact('Nathan Smith <a@example.com>'),
		message: /^'Login ID' contains more than one login ID: “Nathan Smith .a@example\.com.”$/,
		advises: /single login ID/,
	},
	{
		what: 'a control character in the name',
		bad: { company: 'Acme\u0007Dental' },
		message: /^'Client Name' contains a character that isn't text \(U\+0007\): “Acme�Dental”$/,
		advises: /Enter the value again/,
	},
	{
		what: 'a control character in the login',
		bad: contact('nathan\u001b@example.com'),
		message: /^'Login ID' contains a character that isn't text \(U\+001B\)/,
		advises: /Enter the value again/,
	},
	{
		what: 'a name without a visible character',
		bad: { company: `${ZERO_WIDTH_SPACE}\u2060\ufeff` },
		message: /^'Client Name' is empty$/,
		advises: /'Client Name'/,
	},
	{
		what: 'a password without a visible character',
		bad: { pin: `${ZERO_WIDTH_SPACE} ` },
		message: /^'Password' is empty$/,
		advises: /'Generate Automatically'/,
	},
	{
		what: "a spreadsheet's error as the password",
		bad: { pin: '#N/A' },
		message: /^'Password' contains what a spreadsheet shows/,
		advises: /Fix the cell/,
	},
	{
		what: 'an address that begins with the word null',
		bad: { mail: 'null@example.com' },
		fields: WITH_EMAIL,
		message: /^'Email' contains the word 'null': “null@example\.com”$/,
		advises: /\?\? ''/,
	},
];

const itemsFor = ({ bad }: Rule): IDataObject[] =>
	deals(5).map((one, number) => ({ ...one, ...NAMES, ...(BAD.includes(number) && bad) }));

describe.each(RULES)('$what', (rule) => {
	const items = itemsFor(rule);
	const run = { items, ...(rule.fields && { fields: rule.fields }) };

	test('stops the node before anything is sent, and the error lists each of the items', async () => {
		const { agency, credential } = openAgency();
		const ran = await runDeals({ credential }, run);

		expect(agency.calls).toEqual([]);
		expect(ran.error?.message).toBe("3 of 5 items can't be sent");
		const told = String(ran.error?.description).split('<br>');
		const named = told.filter((line) => /^Items? \d/.test(line)).map(namedIn);
		expect(named.flatMap(({ numbers }) => numbers).sort()).toEqual(BAD);
		for (const { message, advice } of named) {
			expect(message).toMatch(rule.message);
			expect(advice).toMatch(rule.advises);
		}
	});

	test.each<[OnError]>([['continueRegularOutput'], ['continueErrorOutput']])(
		'is reported on its own item with %s, and the others are created',
		async (onError) => {
			const { agency, credential } = openAgency();
			const ran = await runDeals({ credential }, { ...run, onError });

			expect(ran.status).toBe('success');
			const all = [...ran.output, ...ran.errorOutput];
			const failed = all.filter(({ json }) => 'error' in json);
			expect(pairsOf(failed)).toEqual(BAD);
			for (const item of failed) {
				expect(saidBy(item).error).toMatch(rule.message);
				expect(saidBy(item).message).toMatch(rule.advises);
				expect(saidBy(item).message).toMatch(/wasn't sent to ChatDash/);
			}
			const created = all.filter(({ json }) => !('error' in json));
			expect(pairsOf(created)).toEqual(GOOD);
			expect(jsonOf(created)).toMatchObject([CREATED, CREATED]);
			expect(clientsOf(agency)).toHaveLength(GOOD.length);
		},
	);
});

/** "Items 0, 2, 4: what is wrong. What to do." The error text itself contains no full stop followed by a space. */
function namedIn(line: string) {
	const [, numbers = '', fault = '', advice = ''] =
		/^Items? ([\d, -]+): (.*?)\. (.*)$/.exec(line) ?? [];
	return { numbers: numbers.split(', ').map(Number), message: fault, advice };
}

describe('An invisible character', () => {
	test('in a login, an address or a name isn’t sent to ChatDash', async () => {
		const { agency, credential } = openAgency();
		const items = deals(3).map((one, number) => ({
			...one,
			company: [`\u202aCompany 0\u202c`, ` Company\r\n1\t`, '\ufeffCompany 2\0'][number] ?? '',
			contact: {
				name: `${ZERO_WIDTH_SPACE}Contact ${number}${ZERO_WIDTH_SPACE}`,
				email: `contact${number}\u00ad@example.${ZERO_WIDTH_SPACE}com\u200e`,
			},
			mail: `\u2060mail${number}@example.com${ZERO_WIDTH_SPACE}`,
		}));
		await runDeals({ credential }, { items, fields: WITH_EMAIL });

		expect(sentTo(agency)).toEqual(
			expect.arrayContaining(
				[0, 1, 2].map((number) => {
					const { client, member } = bodyOf(number);
					return { client, member: { ...member, email: `mail${number}@example.com` } };
				}),
			),
		);
	});

	test('that belongs to a name is kept', async () => {
		const { agency, credential } = openAgency();
		const names = ['Family 👨‍👩‍👧 Dental', 'کتاب‌خانه', 'Love ❤️'];
		const items = deals(3).map((one, number) => ({ ...one, company: names[number] ?? '' }));
		await runDeals({ credential }, { items, fields: { options: { maxConcurrency: 1 } } });
		expect(clientsOf(agency)).toEqual(names);
	});

	test('causes no second account, neither within a run nor next to an existing one', async () => {
		const { agency, credential } = openAgency({
			clients: [existing('Earlier', 'nathan@example.com')],
		});
		const login = (number: number, email: string) => ({ ...deal(number), ...contact(email) });
		const items = [
			login(0, `maria@example.com`),
			login(1, `maria@example.com${ZERO_WIDTH_SPACE}`),
			login(2, `na\u00adthan@example.com`),
		];
		const ran = await runDeals({ credential }, { items, onError: 'continueErrorOutput' });

		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual([
			"'Login ID' is the same as in item 0",
			'Login ID already in use',
		]);
		expect(agency.members.map(({ loginId }) => loginId)).toEqual([
			'nathan@example.com',
			'maria@example.com',
		]);
	});

	test('in fields that auto-map reads isn’t sent to ChatDash', async () => {
		const { agency, credential } = openAgency();
		const ran = await runNode({
			items: [0, 1, 2].map((number) => ({
				clientName: number === 1 ? '#VALUE!' : `Row\n${number}${ZERO_WIDTH_SPACE}`,
				memberName: 'Ada',
				loginId: `\ufeffada${number}@example.com`,
				password: 'pin of Ada',
			})),
			parameters: createParameters({ dataMode: 'autoMapInputData', passwordSource: 'define' }),
			onError: 'continueErrorOutput',
			credential,
		});

		expect(clientsOf(agency).sort()).toEqual(['Row 0', 'Row 2']);
		expect(saidBy(ran.errorOutput[0]).error).toMatch(/^'Client Name' contains “#VALUE!”/);
	});

	test('in a chosen name or login doesn’t prevent finding the record', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const items = [
			{
				client: `${ZERO_WIDTH_SPACE}Acme Dental\u00a0`,
				login: `ada${ZERO_WIDTH_SPACE}@acme.example`,
			},
			{ client: 'Acme Dental', login: 'ben@acme.example\ufeff' },
		];
		const ran = await runOperation({ credential }, 'member.update', {
			items,
			parameters: {
				clientId: byName('={{ $json.client }}'),
				memberId: byLogin('={{ $json.login }}'),
				updateFields: { memberName: 'Renamed\u2060' },
			},
		});

		expect(ran.error).toBeUndefined();
		expect(jsonOf(ran.output).map(({ memberId }) => memberId)).toEqual(['ada', 'ben']);
		expect(bodiesOf(agency, 'updateMember')).toEqual([
			expect.objectContaining({ name: 'Renamed' }),
			expect.objectContaining({ name: 'Renamed' }),
		]);
	});
});

test('A record that was stored with such characters is found by its visible name', async () => {
	const { credential } = openAgency({
		clients: [
			{
				_id: 'elm',
				name: 'Elm\nStreet\u2060',
				members: [{ _id: 'eva', name: 'Eva', loginId: `eva${ZERO_WIDTH_SPACE}@elm.example` }],
			},
		],
	});
	const ran = await runOperation({ credential }, 'member.update', {
		items: [
			{ client: 'Elm Street', login: 'eva@elm.example' },
			{ client: 'Elm\nStreet\u2060', login: `eva${ZERO_WIDTH_SPACE}@elm.example` },
		],
		parameters: {
			clientId: byName('={{ $json.client }}'),
			memberId: byLogin('={{ $json.login }}'),
			updateFields: { memberName: 'Renamed' },
		},
	});
	expect(ran.error).toBeUndefined();
	expect(jsonOf(ran.output).map(({ memberId }) => memberId)).toEqual(['eva', 'eva']);
});

describe('The fields of other operations', () => {
	test('of an agent: an invalid ID is quoted in the error, an invalid key never is', async () => {
		const { agency, credential } = openAgency();
		const SECRET = 'sk-test-of-the-platform';
		const items = [
			{ id: 'one\ntwo', key: SECRET },
			{ id: 'asst-1', key: `${SECRET}\u0007` },
			{ id: 'asst-1', key: `${SECRET} undefined` },
			{ id: `asst${ZERO_WIDTH_SPACE}-1`, key: `${SECRET}${ZERO_WIDTH_SPACE}` },
		];
		const ran = await runOperation({ credential }, 'agent.create', {
			items,
			onError: 'continueRegularOutput',
			parameters: {
				agentName: 'Front\tDesk',
				platform: 'openai',
				apiId: '={{ $json.id }}',
				apiKey: '={{ $json.key }}',
			},
		});

		expect(ran.output.slice(0, 3).map((item) => saidBy(item).error)).toEqual([
			"'API ID' contains a line break or a tab: “one↵two”",
			"'API Key' contains a character that isn't text (U+0007)",
			"'API Key' contains the word 'undefined'",
		]);
		expect(JSON.stringify(ran.output)).not.toContain(SECRET);
		expect(bodiesOf(agency, 'createAgent')).toEqual([
			expect.objectContaining({ name: 'Front Desk', apiId: 'asst-1', apiKey: SECRET }),
		]);
	});

	test('a chosen ID with a control character is rejected, and the other items are read', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await runOperation({ credential }, 'client.get', {
			items: [{ id: 'acme' }, { id: 'bo\u0007lt' }, { id: `ca${ZERO_WIDTH_SPACE}fe` }],
			onError: 'continueRegularOutput',
			parameters: { clientId: byId('={{ $json.id }}') },
		});

		expect(ran.output.map(({ json }) => json['_id'])).toEqual(['acme', undefined, 'cafe']);
		expect(saidBy(ran.output[1]).error).toMatch(/^'Client' contains .*\(U\+0007\)/);
		expect(timesAsked(agency)).toEqual({ getClient: 2 });
	});

	test('a switch is on for the TRUE of a sheet and off for its FALSE', async () => {
		const { credential } = openAgency();
		const flags = ['TRUE', 'FALSE', ' True ', 'yes'];
		const ran = await runNode({
			items: deals(4).map((one, number) => ({ ...one, wanted: flags[number] })),
			parameters: {
				...parametersOf({}),
				options: { includeClientId: '={{ $json.wanted }}' },
			},
			onError: 'continueRegularOutput',
			credential,
		});

		expect(ran.output.map(({ json }) => 'clientId' in json)).toEqual([true, false, true, false]);
		expect(saidBy(ran.output[3]).error).toBe("'Include Client ID' must be true or false");
	});
});
