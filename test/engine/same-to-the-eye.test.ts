/**
 * Names that look the same but differ, as they come from emails, sheets and CRMs: a client, an agent or a member chosen
 * by such a name is found, and a client that already has the login is recognized as the same one.
 */
import type { IDataObject } from 'n8n-workflow';

import {
	CREATED,
	PEOPLE,
	byId,
	byLogin,
	byName,
	existing,
	jsonOf,
	pairsOf,
	runDeals,
	runOperation,
	saidBy,
	sentTo,
	timesAsked,
	useSandbox,
	type Opened,
} from './fixtures';

const openAgency = useSandbox();

/** A name in ChatDash, and the same name as someone else wrote it. */
const ALIKE: Array<[string, string, string]> = [
	['another apostrophe', 'Zoë’s Café', "Zoë's Café"],
	['accents as separate characters', 'Zoe\u0308’s Cafe\u0301', 'Zoë’s Café'],
	['a no-break space', 'Acme Dental', 'Acme\u00a0Dental'],
	['two spaces', 'Acme Dental', 'Acme  Dental'],
	['capitals', 'Acme Dental', 'ACME DENTAL'],
	['a zero-width space', 'Acme Dental', 'Acme\u200b Dental'],
	['another dash', 'Acme – Berlin', 'Acme - Berlin'],
	['all of it, in the other direction', 'ZOE\u0308’S\u00a0 CAFÉ', "zoë's café"],
];

/** Names that a person would call different. */
const DIFFERENT: Array<[string, string]> = [
	['Café Zoë', 'Cafe Zoe'],
	['Bolt', 'Bolts'],
	['Weiß', 'Weiss'],
];

describe('By Name', () => {
	const getClient = async (
		{ credential }: Pick<Opened, 'credential'>,
		items: IDataObject[],
		onError: 'continueErrorOutput' | 'stopWorkflow' | 'continueRegularOutput' = 'stopWorkflow',
	) =>
		await runOperation({ credential }, 'client.get', {
			items,
			onError,
			parameters: { clientId: byName('={{ $json.name }}') },
		});

	test.each(ALIKE)('finds the only client whose name differs by %s', async (_what, has, given) => {
		const at = openAgency({
			clients: [
				{ _id: 'other', name: 'Other' },
				{ _id: 'it', name: has },
			],
		});
		const ran = await getClient(at, [{ name: given }]);
		expect(ran.error).toBeUndefined();
		expect(ran.output.map(({ json }) => json['_id'])).toEqual(['it']);
	});

	test.each(DIFFERENT)(
		'takes “%s” for another client than “%s”, but suggests it',
		async (has, given) => {
			const at = openAgency({ clients: [{ _id: 'it', name: has }] });
			const ran = await getClient(at, [{ name: given }]);
			expect(ran.error?.message).toBe(`No client found with the name “${given}”`);
			expect(ran.error?.description).toContain(`Did you mean “${has}”?`);
		},
	);

	const LOOKALIKES = [
		{ _id: 'upper', name: 'ELM STREET' },
		{ _id: 'title', name: 'Elm Street', language: 'fr' },
		{ _id: 'maple', name: 'Maple Law' },
	];
	const ASKED = ['Elm Street', 'maple law', 'elm street', 'ELM STREET', 'Elm Stret'];

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'prefers the exact name, and lists those that look the same if none is exact (%s)',
		async (onError) => {
			const { agency, credential } = openAgency({ clients: LOOKALIKES });
			const ran = await getClient(
				{ credential },
				ASKED.map((name) => ({ name })),
				onError,
			);
			const isFault = ({ json }: { json: IDataObject }) => 'error' in json;
			const found = ran.output.filter((item) => !isFault(item));
			const faults = [...ran.output.filter(isFault), ...ran.errorOutput];
			expect(found.map(({ json }) => json['_id'])).toEqual(['title', 'maple', 'upper']);
			expect(pairsOf(found)).toEqual([0, 1, 3]);
			expect(pairsOf(faults)).toEqual([2, 4]);
			expect(faults.map(saidBy)).toEqual([
				{
					error: '2 clients are named “elm street”',
					message:
						"Item 2 (client “elm street”) wasn't sent to ChatDash. Set 'Client' to By ID and enter one of these IDs: upper (“ELM STREET”, en), title (“Elm Street”, fr).",
				},
				{
					error: 'No client found with the name “Elm Stret”',
					message:
						"Item 4 (client “Elm Stret”) wasn't sent to ChatDash. Check the spelling in 'Client'. Did you mean “ELM STREET” or “Elm Street”?",
				},
			]);
			expect(timesAsked(agency)).toEqual({ listClients: 1, getClient: 3 });
		},
	);

	test('suggests at most five names, the closest first', async () => {
		const names = [
			'Acme 7 East',
			'Acme',
			'Acmes',
			'Acme 22',
			'Acme 333',
			'Acne',
			'Bolt',
			'Acme One',
		];
		const at = openAgency({ clients: names.map((name) => ({ name })) });
		const ran = await getClient(at, [{ name: 'acmee' }]);
		expect(ran.error?.description).toContain('Did you mean “Acme” or “Acmes”?');
		const part = await getClient(at, [{ name: 'acm' }]);
		expect(part.error?.description).toContain(
			'Did you mean “Acme”, “Acmes”, “Acme 22”, “Acme 333”, or “Acme One”?',
		);
	});

	test('never mistakes an agent without a name for the chosen one', async () => {
		const at = openAgency({ agents: [{ _id: 'nameless', name: '', platform: 'custom' }] });
		const ran = await runOperation(at, 'agent.get', {
			items: [{ name: 'a\u200b' }, { name: '\u2060' }],
			onError: 'continueErrorOutput',
			parameters: { agentId: byName('={{ $json.name }}') },
		});
		expect(ran.output).toEqual([]);
		expect(ran.errorOutput).toHaveLength(2);
	});

	test('changes one record in input order, however each item spells its name', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: {
				// The first request is cut off and repeated later, when the others would have finished long ago.
				script: [{ kind: 'cutBefore' }],
				operations: ['updateClient'],
			},
		});
		const spellings = ['Zoë’s Café', "Zoë's Café", 'ZOË’S CAFÉ', 'Zoe\u0308’s\u00a0Cafe\u0301'];
		const ran = await runOperation({ credential }, 'client.update', {
			items: spellings.map((name, number) => ({
				name,
				language: ['de', 'fr', 'it', 'es'][number],
			})),
			parameters: {
				clientId: byName('={{ $json.name }}'),
				updateFields: { language: '={{ $json.language }}' },
			},
		});
		expect(ran.error).toBeUndefined();
		expect(agency.client('cafe')?.language).toBe('es');
	});
});

test('Assigning an agent to one client twice is harmless, however the items spell its name', async () => {
	const ran = await runOperation(openAgency(PEOPLE), 'agent.assign', {
		items: [{ name: 'Zoë’s Café' }, { name: "zoë's café" }],
		parameters: { agentId: byName('Spare'), clientId: byName('={{ $json.name }}') },
	});
	expect(ran.error).toBeUndefined();
	expect(jsonOf(ran.output)).toMatchObject([{ clientId: 'cafe' }, { clientId: 'cafe' }]);
});

test('By Login ID finds a member whose login looks the same, but prefers the exact one', async () => {
	const at = openAgency({
		clients: [
			{
				_id: 'acme',
				name: 'Acme',
				members: [
					{ _id: 'curly', name: 'One', loginId: 'o’neil@acme.example' },
					{ _id: 'straight', name: 'Two', loginId: "o'neil@acme.example" },
					{ _id: 'dash', name: 'Three', loginId: 'mary–ann@acme.example' },
				],
			},
		],
	});
	const ran = await runOperation(at, 'member.update', {
		items: ["O'NEIL@acme.example", 'O’Neil@acme.example', 'mary-ann@acme.example'].map((login) => ({
			login,
		})),
		parameters: {
			clientId: byId('acme'),
			memberId: byLogin('={{ $json.login }}'),
			updateFields: { memberName: 'Renamed' },
		},
	});
	expect(ran.error).toBeUndefined();
	expect(ran.output.map(({ json }) => json['memberId'])).toEqual(['straight', 'curly', 'dash']);
});

describe('Skip', () => {
	const skipping = { onLoginIdInUse: 'skip' } as const;

	test.each(ALIKE)('recognizes a client whose name differs by %s', async (_what, has, given) => {
		const { agency, credential } = openAgency({
			clients: [existing('Bolt Law', 'bea@bolt.example'), existing(has, 'maria@example.com')],
		});
		const items = [
			{ company: 'New One', contact: { name: 'Ada', email: 'ada@example.com' }, pin: 'x' },
			{ company: given, contact: { name: 'Maria', email: 'maria@example.com' }, pin: 'x' },
		];
		const ran = await runDeals({ credential }, { items, fields: { ...skipping } });
		expect(ran.error).toBeUndefined();
		expect(jsonOf(ran.output)).toEqual([
			expect.objectContaining(CREATED),
			expect.objectContaining({ skipped: true, clientName: has }),
		]);
		expect(sentTo(agency)).toHaveLength(2);
	});

	test.each(DIFFERENT)('takes “%s” for another client than “%s”', async (has, given) => {
		const { credential } = openAgency({ clients: [existing(has, 'maria@example.com')] });
		const ran = await runDeals(
			{ credential },
			{
				items: [{ company: given, contact: { name: 'M', email: 'maria@example.com' }, pin: 'x' }],
				fields: { ...skipping },
				onError: 'continueErrorOutput',
			},
		);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'Login ID already in use',
			message: expect.stringMatching(/belongs to someone else/),
		});
	});

	test('recognizes the same deal twice in one run', async () => {
		const { agency, credential } = openAgency();
		const items = ['Zoë’s Café', "ZOË'S CAFÉ"].map((company) => ({
			company,
			contact: { name: 'Zoë', email: 'zoe@example.com' },
			pin: 'x',
		}));
		const ran = await runDeals({ credential }, { items, fields: { ...skipping } });
		expect(jsonOf(ran.output)).toMatchObject([CREATED, { skipped: true }]);
		expect(agency.clients.map(({ name }) => name)).toEqual(['Zoë’s Café']);
	});

	test('finds the client with the login among several that look the same', async () => {
		const { credential } = openAgency({
			clients: [existing('ACME'), existing('Acme', 'maria@example.com'), existing('acme')],
		});
		const ran = await runDeals(
			{ credential },
			{
				items: [{ company: 'aCME', contact: { name: 'M', email: 'maria@example.com' }, pin: 'x' }],
				fields: { ...skipping },
			},
		);
		expect(jsonOf(ran.output)).toMatchObject([{ skipped: true, clientName: 'Acme' }]);
	});
});

describe('After an ambiguous response, the node recognizes what it created', () => {
	/** ChatDash may store a name in another form than the one that was sent. */
	test('by a member whose name looks the same', async () => {
		const { agency, credential } = openAgency({
			clients: [{ _id: 'acme', name: 'Acme Dental' }],
			faults: { script: [{ kind: 'cutAfter' }], operations: ['addMember'] },
		});
		const ran = await runOperation({ credential }, 'member.create', {
			items: [{ name: 'Zoe\u0308 O’Neill' }],
			parameters: {
				clientId: byName('ACME Dental'),
				memberName: '={{ $json.name }}',
				loginId: 'zoe@acme.example',
				passwordSource: 'generate',
			},
		});
		expect(jsonOf(ran.output)).toMatchObject([{ confirmed: true, clientId: 'acme' }]);
		expect(agency.membersOf('acme')).toHaveLength(1);
	});
});
