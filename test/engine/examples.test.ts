/**
 * The examples that create clients, each run twice with items in the real shape of its source: every client is created
 * once, every new client gets one email with a password that works, and what couldn't be created is reported.
 */
import type { IDataObject, INodeType } from 'n8n-workflow';

import { type Agency, type AgencySetup, type Sandbox, startSandbox } from '../../sandbox/server';
import { callItems } from '../contract/calls';
import { listPackageFolder } from '../read-file';
import { BASE_NODES, callLogType, gettingType, sheetsType } from './base-nodes';
import { type RanFile, readExample, runFile } from './workflow-file';

declare const PACKAGE_FOLDER: string;

/** The sandbox compiles the whole API description when it starts, which takes seconds on a busy machine. */
const START_TIMEOUT = 60_000;

/** What a source sends, and what becomes of it. */
interface Story {
	readonly file: string;
	/** The name of the trigger. */
	readonly start: string;
	/** The items of the trigger. */
	readonly items: () => Promise<IDataObject[]>;
	/** The types of the CRM's nodes, which answer in their real shape. */
	readonly types?: () => Promise<Record<string, INodeType>>;
	readonly agency?: AgencySetup;
	/** The new clients: name, language, member's name, and login ID. */
	readonly created: ReadonlyArray<readonly [string, string, string, string]>;
	/** What is reported, as fields of the items: a text that the error contains, and the other fields. */
	readonly attention: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

const MANUAL = 'When clicking ‘Execute workflow’';

const containing = (text: string): unknown => expect.stringContaining(text);

const STORIES: readonly Story[] = [
	{
		file: 'won-deals-to-chatdash-clients.json',
		start: MANUAL,
		items: async () => await Promise.resolve([{}]),
		agency: { clients: [{ name: 'Other', members: [member('ben.carter@example.com')] }] },
		created: [
			['Northwind Bakery', 'en', 'Ada Sommer', 'ada.sommer@example.com'],
			['Café Zoë – Straßburg', 'fr', 'Zoë Müller', 'zoe.mueller@example.com'],
			['Lumen Dental', 'es', 'Lucía Ortega', 'lucia.ortega@example.com'],
			['風ラーメン', 'ja', '佐藤 葵', 'aoi.sato@example.com'],
		],
		attention: [{ company: 'Harbor Fitness', error: containing('already in use') }],
	},
	{
		file: 'onboard-won-deals.json',
		start: MANUAL,
		items: async () => await Promise.resolve([{}]),
		agency: {
			agents: ['Bakery Order Line', 'Booking Assistant'].map((name) => ({
				name,
				platform: 'vapi',
			})),
		},
		created: [
			['Sunrise Bakery', 'en', 'Mila Novak', 'mila.novak@example.com'],
			['Harbor Dental', 'de', 'Jonas Berg', 'Jonas.Berg@example.com'],
		],
		attention: [
			{ company: 'Keystone Homes', step: 'Find Agent', error: containing('Lead Qualifier') },
		],
	},
	{
		file: 'hubspot-won-deal.json',
		start: 'HubSpot Trigger',
		items: async () => await itemsOf('hubspot-trigger-deal-property-change'),
		types: hubSpot,
		created: [
			['Acme Dental', 'en', "Maria O'Brien", 'maria.obrien@example.com'],
			['Müller & Söhne GmbH', 'de', 'Jürgen Müller', 'juergen.mueller@example.com'],
		],
		attention: [
			// The deal has no contact.
			{ step: 'Get Contact', dealId: '332507367233', error: containing('could not be found') },
		],
	},
	{
		file: 'highlevel-won-opportunity.json',
		start: 'HighLevel Webhook',
		items: async () => {
			const won = await itemsOf('highlevel-workflow-webhook');
			return [
				...won,
				...won.map((item) => ({ ...item, body: { ...bodyOf(item), status: 'lost' } })),
			];
		},
		created: [
			['Acme Dental', 'en', "Maria O'Brien", 'maria.obrien@example.com'],
			['Müller & Söhne GmbH', 'de', 'juergen mueller', 'juergen.mueller@example.com'],
		],
		// The contact only has a phone number.
		attention: [{ company: 'zoë', contact: 'zoë', error: containing("'Login ID' is empty") }],
	},
	{
		file: 'pipedrive-won-deal.json',
		start: 'Pipedrive Trigger',
		items: async () => await itemsOf('pipedrive-trigger-v2-deal-change'),
		types: pipedrive,
		created: [['Acme Dental', 'en', "Maria O'Brien", 'maria.obrien@example.com']],
		attention: [
			{ step: 'Get Deal', dealId: '651', error: containing('could not be found') },
			{ step: 'Create a Client', dealId: '650', company: "Zoë's café", error: containing('empty') },
		],
	},
	{
		file: 'stripe-checkout.json',
		start: 'Stripe Trigger',
		items: async () => {
			const [first = {}, ...others] = await itemsOf('stripe-checkout-session-completed');
			// Stripe may send the same event again.
			return [first, ...others, first];
		},
		created: [
			['Acme Dental', 'en', "Maria O'Brien", 'maria.obrien@example.com'],
			['Müller & Söhne GmbH', 'en', 'Jürgen Müller', 'JUERGEN.MUELLER@EXAMPLE.COM'],
			['Padaria São João Ltda', 'en', 'ANA SILVA', 'ana.silva@example.com'],
		],
		attention: [],
	},
	{
		file: 'form-sign-up.json',
		start: 'Sign-Up Form',
		items: async () => (await itemsOf('n8n-form-trigger')).slice(0, 3),
		created: [
			['Acme Dental', 'en', "Maria O'Brien", 'maria.obrien@example.com'],
			['Müller & Söhne GmbH', 'de', 'Jürgen Müller', 'JUERGEN.MUELLER@EXAMPLE.COM'],
		],
		attention: [{ company: 'Curly {{ Braces }} Studio', error: containing("'Login ID' is empty") }],
	},
];

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ description: `${PACKAGE_FOLDER}/api/chatdash-openapi.yaml` });
}, START_TIMEOUT);

afterAll(async () => await sandbox.close());

/** The examples whose runs are tested elsewhere: below, and with n8n's own nodes in test/e2e. */
const ELSEWHERE = [
	'call-ended-to-crm-note.json',
	'google-sheets-migration.json',
	'tag-interested-leads.json',
	'weekly-report.json',
];

test('no example is left out', () => {
	const files = listPackageFolder('examples').filter((name) => name.endsWith('.json'));
	expect([...STORIES.map(({ file }) => file), ...ELSEWHERE].sort()).toEqual(files);
});

describe.each(STORIES)('$file', (story) => {
	let agency: Agency;
	let first: RanFile;
	let second: RanFile;
	let createdAtFirst: number;

	beforeAll(async () => {
		const apiKey = `CD.test-${story.file}`;
		agency = sandbox.openAgency(apiKey, story.agency);
		const run = {
			file: readExample(story.file),
			types: { ...BASE_NODES, ...(await story.types?.()) },
			start: story.start,
			items: await story.items(),
			credential: { apiKey, baseUrl: sandbox.baseUrl },
		};
		first = await runFile(run);
		createdAtFirst = agency.clients.length;
		second = await runFile(run);
	});

	test('each client is created once, even if its deal arrives twice', () => {
		expect([first.status, first.error]).toEqual(['success', undefined]);
		const logins = story.created.map(([, , , login]) => login);
		expect(
			agency.members
				.filter(({ loginId }) => logins.includes(loginId))
				.map(({ clientId, name, loginId }) => {
					const client = agency.clients.find(({ _id }) => _id === clientId);
					return [client?.name, client?.language, name, loginId];
				})
				.sort(),
		).toEqual([...story.created].sort());
		expect(createdAtFirst - (seeded(story.agency) ?? 0)).toBe(story.created.length);
		expect(agency.violations).toEqual([]);
	});

	test('each new client gets one email, with the password that opens the account', () => {
		const emails = first.itemsOf('Write Welcome Email');
		const passwords = passwordsOf(agency);
		expect(emails.map(({ to }) => to).sort()).toEqual(
			story.created.map(([, , , login]) => login).sort(),
		);
		for (const { to, text } of emails) {
			expect(text).toContain(`Login ID: ${String(to)}\nPassword: ${passwords.get(String(to))}`);
			expect(passwords.get(String(to))).toMatch(/^\S{16,}$/);
		}
	});

	test('what could not be created is reported, without a password', () => {
		expectAttention(first);
	});

	test('a second execution creates nothing and writes no email', () => {
		expect(second.status).toBe('success');
		expect(agency.clients).toHaveLength(createdAtFirst);
		expect(second.itemsOf('Write Welcome Email')).toEqual([]);
		expectAttention(second);
	});

	function expectAttention(ran: RanFile) {
		const items = ran.itemsOf('Needs Attention');
		expect(items).toHaveLength(story.attention.length);
		expect(items).toEqual(
			expect.arrayContaining(story.attention.map((item): unknown => expect.objectContaining(item))),
		);
		for (const item of items) expect(Object.keys(item)).not.toContain('password');
	}
});

describe('google-sheets-migration.json', () => {
	const ROWS = 2_000;
	const report: IDataObject[] = [];
	let agency: Agency;
	let fromPayload: IDataObject[];
	let runs: RanFile[];

	beforeAll(async () => {
		fromPayload = await itemsOf('google-sheets-row');
		const apiKey = 'CD.test-sheet';
		agency = sandbox.openAgency(apiKey);
		const rows = [...fromPayload, ...madeUpRows(ROWS - fromPayload.length)];
		const run = {
			file: readExample('google-sheets-migration.json'),
			types: { ...BASE_NODES, 'n8n-nodes-base.googleSheets': sheetsType(rows, report) },
			start: MANUAL,
			items: [{}],
			credential: { apiKey, baseUrl: sandbox.baseUrl },
		};
		runs = [await runFile(run), await runFile(run)];
	}, 400_000);

	test('creates a client for each valid row, once', () => {
		expect(runs.map(({ status }) => status)).toEqual(['success', 'success']);
		const logins = agency.members.map(({ loginId }) => loginId);
		expect(logins).toHaveLength(ROWS - 5);
		expect(new Set(logins).size).toBe(ROWS - 5);
	});

	test('writes one email for each new client, with the password that opens the account', () => {
		const [first, second] = runs.map((ran) => ran.itemsOf('Write Welcome Email'));
		const passwords = passwordsOf(agency);
		expect(first).toHaveLength(ROWS - 5);
		for (const { to, text } of first ?? []) {
			expect(text).toContain(`Password: ${passwords.get(String(to))}`);
		}
		expect(second).toEqual([]);
	});

	test('reports the result of each row of both executions, without passwords', () => {
		expect(report).toHaveLength(2 * ROWS);
		const [first, second] = [report.slice(0, ROWS), report.slice(ROWS)].map((rows) => ({
			rows: rows.map(({ row }) => row).sort((one, other) => Number(one) - Number(other)),
			results: counted(rows),
		}));
		expect(first?.rows).toEqual(Array.from({ length: ROWS }, (_, index) => index + 2));
		expect(second?.rows).toEqual(first?.rows);
		expect(first?.results).toEqual({ Created: ROWS - 5, 'Needs attention': 5 });
		expect(second?.results).toEqual({ 'Already a client': ROWS - 5, 'Needs attention': 5 });
		const written = JSON.stringify(report);
		const passwords = [...passwordsOf(agency).values()];
		expect(passwords.filter((password) => written.includes(password))).toEqual([]);
	});

	test('explains what is wrong with a row, and what to do', () => {
		const failed = report.slice(0, ROWS).filter(({ result }) => result === 'Needs attention');
		expect(failed.map(({ row }) => row)).toEqual([4, 5, 6, 8, 9]);
		for (const { error, message } of failed) {
			expect([error, message]).toEqual([containing(' '), containing(' ')]);
		}
	});
});

describe('call-ended-to-crm-note.json', () => {
	const [call = {}] = callItems(false);
	const phones = ['+12025550123', '+12025550124', '+12025550125', ''];
	const logged: IDataObject[] = [];
	const idsByPhone = new Map([
		['+12025550123', '51'],
		['+12025550124', 'gone'],
	]);
	let imported: RanFile;
	let activated: RanFile;

	beforeAll(async () => {
		const file = readExample('call-ended-to-crm-note.json');
		const run = {
			file,
			types: { ...BASE_NODES, 'n8n-nodes-base.hubspot': callLogType(idsByPhone, logged) },
			start: 'ChatDash Trigger',
			items: phones.map((customerNumber) => ({ ...call, customerNumber })),
			credential: { apiKey: 'CD.test-calls', baseUrl: sandbox.baseUrl },
		};
		imported = await runFile(run);
		expect(logged).toEqual([]);
		const nodes = file.nodes.map((node) => ({ ...node, disabled: false }));
		activated = await runFile({ ...run, file: { ...file, nodes } });
	});

	test('shows the notes as long as the nodes of the CRM are deactivated', () => {
		expect([imported.status, imported.error]).toEqual(['success', undefined]);
		const notes = imported.itemsOf('Add Note to CRM');
		expect(notes.map(({ phone }) => phone)).toEqual(phones.filter((phone) => phone !== ''));
		expect(imported.itemsOf('Needs Attention')).toEqual([]);
	});

	test('logs the call with the contact that has this phone number, and with no other', () => {
		expect([activated.status, activated.error]).toEqual(['success', undefined]);
		expect(logged).toEqual([
			{
				contact: '51',
				body: expect.stringMatching(/^Call on [^]*\n\n[^]*Duration: 1:30 min[^]*Bot: Hello/),
			},
		]);
	});

	test('reports the call whose note could not be added', () => {
		expect(activated.itemsOf('Needs Attention')).toEqual([
			{
				phone: '+12025550124',
				title: expect.stringMatching(/^Call on/),
				error: 'The contact is gone',
			},
		]);
	});
});

const counted = (rows: readonly IDataObject[]) =>
	rows.reduce<Record<string, number>>((counts, { result }) => {
		const key = String(result);
		return { ...counts, [key]: (counts[key] ?? 0) + 1 };
	}, {});

/** Rows with the columns of the payload. */
const madeUpRows = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		row_number: index + 10,
		'Company Name': `Company ${index}`,
		Contact: `Contact ${index}`,
		'E-mail': `contact-${index}@example.com`,
		Language: 'English',
	}));

function member(loginId: string) {
	return { name: 'Other', loginId };
}

const seeded = (setup: AgencySetup | undefined) =>
	Array.isArray(setup?.clients) ? setup.clients.length : setup?.clients;

/** The passwords of the members that ChatDash created, by login ID. */
function passwordsOf(agency: Agency): ReadonlyMap<string, string> {
	return new Map(
		agency.calls.flatMap(({ operationId, status, body }): Array<[string, string]> => {
			const { loginId, password } = recordOf(recordOf(body)['member']);
			return operationId === 'createClient' && status === 200
				? [[String(loginId), String(password)]]
				: [];
		}),
	);
}

/** HubSpot with the deals and contacts of the payloads, and a deal that isn't won. */
async function hubSpot(): Promise<Record<string, INodeType>> {
	const deals = await itemsOf('hubspot-get-deal');
	const contacts = await itemsOf('hubspot-get-contact');
	const open = { ...deals[0], dealId: 332507367202, properties: { dealstage: { value: 'x' } } };
	return {
		'n8n-nodes-base.hubspot': gettingType(
			{ deal: 'dealId', contact: 'contactId' },
			(resource, id) =>
				resource === 'deal'
					? [...deals, open].find(({ dealId }) => String(dealId) === id)
					: contacts.find(({ vid }) => String(vid) === id),
		),
	};
}

async function pipedrive(): Promise<Record<string, INodeType>> {
	const deals = await itemsOf('pipedrive-get-deal-v1');
	return {
		'n8n-nodes-base.pipedrive': gettingType({ deal: 'dealId' }, (_resource, id) =>
			deals.find((deal) => String(deal['id']) === id),
		),
	};
}

const bodyOf = (item: IDataObject) => recordOf(item['body']);

const recordOf = (value: unknown): IDataObject => (isRecord(value) ? value : {});

const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null;

async function itemsOf(payload: string): Promise<IDataObject[]> {
	const file: unknown = await import(`../payloads/${payload}.json`);
	if (!isPayload(file)) throw new TypeError(`${payload}.json contains no items`);
	return file.items;
}

const isPayload = (file: unknown): file is { items: IDataObject[] } =>
	typeof file === 'object' && file !== null && 'items' in file && Array.isArray(file.items);
