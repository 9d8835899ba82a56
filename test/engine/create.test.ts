/**
 * Client → Create as a user sets it up: which request each field results in, what is output, and what each option does.
 * Failing items are covered in errors.test.ts, the credential in credential.test.ts.
 */
import { sleep, type IDataObject, type IExecuteFunctions, type INodeType } from 'n8n-workflow';

import { ChatDash } from '../../nodes/ChatDash/ChatDash.node';
import type { Agency } from '../../sandbox/server';
import {
	CREATED,
	createdDeal,
	LONG_LIMIT,
	bodyOf,
	changesAt,
	clientsOf,
	closeHosts,
	createHost,
	deal,
	deals,
	existing,
	hintsOf,
	host,
	jsonOf,
	opened,
	pairsOf,
	parametersOf,
	runDeals,
	saidBy,
	sentTo,
	statusesOf,
	useSandbox,
} from './fixtures';
import { createParameters, retryExecution, runNode } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

/** The requested operations, in order. */
const operationsOf = ({ calls }: Agency) => calls.map(({ operationId }) => operationId);

describe('A run sends', () => {
	test('one request for the list of clients, then one POST /clients per item, in JSON, with only the required fields', async () => {
		const { agency, credential } = openAgency();
		await runDeals({ credential }, { items: deals(3), fields: { options: { maxConcurrency: 1 } } });

		const [before, ...creates] = agency.calls.map(({ method, path, contentType }) => ({
			method,
			path,
			contentType,
		}));
		expect(before).toMatchObject({ method: 'GET', path: '/clients' });
		expect(creates).toEqual(
			Array(3).fill({
				method: 'POST',
				path: '/clients',
				contentType: expect.stringMatching(/^application\/json\b/),
			}),
		);
		expect(sentTo(agency)).toStrictEqual([bodyOf(0), bodyOf(1), bodyOf(2)]);
	});

	test('every field that the user filled in', async () => {
		const { agency, credential } = openAgency();
		await runDeals({ credential }, { fields: { language: 'de', email: 'ada@example.com' } });

		const { client, member } = bodyOf(0);
		expect(sentTo(agency)).toStrictEqual([
			{ client: { ...client, language: 'de' }, member: { ...member, email: 'ada@example.com' } },
		]);
	});

	test.each([
		['an empty text', ''],
		['only whitespace', '   '],
		['an expression that finds nothing', '={{ $json.mail }}'],
		['an expression that returns null', '={{ null }}'],
	])('no email if it is %s', async (_what, email) => {
		const { agency, credential } = openAgency();
		const ran = await runDeals({ credential }, { fields: { email } });
		expect(ran.status).toBe('success');
		expect(sentTo(agency)).toStrictEqual([bodyOf(0)]);
	});

	test('texts without surrounding spaces, but a password with them', async () => {
		const { agency, credential } = openAgency();
		const item = {
			company: '\u00a0 Müller & Söhne GmbH \n',
			contact: { name: ' Zoë\u00a0', email: '\tZOE@Example.com ' },
			pin: '  spaces are meant ',
			lang: ' PT_br ',
		};
		await runDeals({ credential }, { items: [item], fields: { language: '={{ $json.lang }}' } });

		expect(sentTo(agency)).toStrictEqual([
			{
				client: { name: 'Müller & Söhne GmbH', language: 'pt' },
				member: { name: 'Zoë', loginId: 'ZOE@Example.com', password: '  spaces are meant ' },
			},
		]);
	});

	test('texts if the CRM has numbers and dates', async () => {
		const { agency, credential } = openAgency();
		const item = { company: 4711, contact: { name: 7, email: 491711234567 }, pin: 12345678 };
		await runDeals(
			{ credential },
			{
				items: [item],
				fields: { memberName: "={{ DateTime.fromISO('2025-05-01', {zone:'utc'}) }}" },
			},
		);

		expect(sentTo(agency)).toStrictEqual([
			{
				client: { name: '4711', language: 'en' },
				member: {
					name: '2025-05-01T00:00:00.000Z',
					loginId: '491711234567',
					password: '12345678',
				},
			},
		]);
	});

	test('the whole name if it has 300 characters of every script', async () => {
		const { agency, credential } = openAgency();
		const company = 'Ü株🦷'.repeat(100);
		await runDeals({ credential }, { items: [{ ...deal(0), company }] });
		expect(clientsOf(agency)).toEqual([company]);
	});
});

describe('A text that the user typed', () => {
	test('is sent with every item', async () => {
		const { agency, credential } = openAgency();
		await runDeals(
			{ credential },
			{
				items: deals(3),
				fields: { clientName: ' Acme ', memberName: 'Owner', password: 'same-for-all' },
			},
		);
		const sent = sentTo(agency);
		expect(sent).toHaveLength(3);
		for (const body of sent) {
			expect(body).toMatchObject({
				client: { name: 'Acme' },
				member: { name: 'Owner', password: 'same-for-all' },
			});
		}
	});

	// n8n itself rejects an empty text before the node runs.
	test('is rejected for every item if it is only whitespace', async () => {
		const { agency, credential } = openAgency();
		const ran = await runDeals(
			{ credential },
			{ items: deals(2), fields: { clientName: ' \u00a0 ' }, onError: 'continueErrorOutput' },
		);
		expect(agency.calls).toEqual([]);
		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual(
			Array(2).fill("'Client Name' is empty"),
		);
	});
});

describe('Auto-map', () => {
	const row = (number: number) => ({
		clientName: `Row ${number}`,
		language: 'FR',
		memberName: 'Ada',
		loginId: `row${number}@example.com`,
		password: ' as it is ',
		email: `row${number}@example.com`,
		budget: 5000,
	});
	const AUTO = createParameters({ dataMode: 'autoMapInputData', passwordSource: 'define' });

	test('reads the fields by their names and ignores the others', async () => {
		const { agency, credential } = openAgency();
		const ran = await runNode({ items: [row(0)], parameters: AUTO, credential });

		expect(ran.status).toBe('success');
		expect(sentTo(agency)).toStrictEqual([
			{
				client: { name: 'Row 0', language: 'fr' },
				member: {
					name: 'Ada',
					loginId: 'row0@example.com',
					email: 'row0@example.com',
					password: ' as it is ',
				},
			},
		]);
	});

	test('treats missing fields as empty: English, and no email', async () => {
		const { agency, credential } = openAgency();
		const { clientName, memberName, loginId, password } = row(0);
		await runNode({
			items: [{ clientName, memberName, loginId, password }],
			parameters: AUTO,
			credential,
		});
		expect(sentTo(agency)).toStrictEqual([
			{ client: { name: 'Row 0', language: 'en' }, member: { name: 'Ada', loginId, password } },
		]);
	});

	test('lists the names that it looked for and those that the item has', async () => {
		const { agency, credential } = openAgency();
		const ran = await runNode({
			items: [{ company: 'Acme', Contact: 'Ada', Mail: 'a@x.com' }],
			parameters: AUTO,
			onError: 'continueErrorOutput',
			credential,
		});

		expect(agency.calls).toEqual([]);
		const { error, message } = saidBy(ran.errorOutput[0]);
		expect(error).toBe('4 fields of this item are empty or invalid');
		expect(message).toMatch(
			/\n'Client Name' is missing\.\n'Member Name' is missing\.\n'Login ID' is missing\.\n'Password' is missing\. ./,
		);
		for (const wanted of ['clientName', 'language', 'memberName', 'loginId', 'password', 'email']) {
			expect(message).toMatch(new RegExp(`\\b${wanted}\\b`));
		}
		expect(message).toMatch(/company, Contact, Mail/);
	});

	test('never shows the values of the fields', async () => {
		const ran = await runNode({
			items: [{ ...row(0), clientName: undefined, password: { inner: 'open sesame' } }],
			parameters: AUTO,
			onError: 'continueRegularOutput',
			credential: openAgency().credential,
		});
		expect(saidBy(ran.output[0]).error).toMatch(
			/'Password' must be text, but it's a group of fields/,
		);
		expect(JSON.stringify(ran.output)).not.toContain('open sesame');
	});

	test('doesn’t mistake inherited object properties for fields', async () => {
		const ran = await runNode({
			items: [{ other: 1 }],
			parameters: AUTO,
			onError: 'continueRegularOutput',
			credential: openAgency().credential,
		});
		expect(saidBy(ran.output[0]).message).toMatch(/, but found other\. /);
	});

	test('generates the password if the user chose that, whatever the item contains', async () => {
		const { agency, credential } = openAgency();
		const ran = await runNode({
			items: [row(0)],
			parameters: createParameters({ dataMode: 'autoMapInputData', passwordSource: 'generate' }),
			credential,
		});
		const made = passwordOf(ran.output[0]?.json);
		expect(made).toMatch(/^\S{16,}$/);
		expect(sentTo(agency)).toMatchObject([{ member: { password: made } }]);
	});

	test('ignores what the user typed into the fields that it hides', async () => {
		const { agency, credential } = openAgency();
		await runNode({
			items: [row(0)],
			parameters: createParameters({ dataMode: 'autoMapInputData', clientName: 'Left over' }),
			credential,
		});
		expect(clientsOf(agency)).toEqual(['Row 0']);
	});
});

/** The password in an output item. */
function passwordOf(json: IDataObject | undefined): unknown {
	return json?.['password'];
}

describe('A password', () => {
	test('that the node generates is output, differs for each item, and is the one that was sent', async () => {
		const { agency, credential } = openAgency();
		const ran = await runDeals(
			{ credential },
			{ items: deals(3), fields: { passwordSource: 'generate' } },
		);

		const made = ran.output.map(({ json }) => passwordOf(json));
		expect(new Set(made).size).toBe(3);
		expect(jsonOf(ran.output)).toEqual(
			made.map((password, number) => ({
				...createdDeal(number),
				password,
			})),
		);
		expect(sentTo(agency)).toEqual(
			expect.arrayContaining(
				made.map((password, number) => ({
					client: bodyOf(number).client,
					member: { ...bodyOf(number).member, password },
				})),
			),
		);
	});

	test('that is a word of the response doesn’t hide that the client was created', async () => {
		const ran = await runDeals(openAgency(), { items: [{ ...deal(0), pin: 'message' }] });
		expect(ran.status).toBe('success');
		expect(jsonOf(ran.output)).toEqual([createdDeal(0)]);
	});

	test('that the user gave is never output', async () => {
		const ran = await runDeals(openAgency(), { items: deals(2) });
		expect(jsonOf(ran.output)).toEqual([createdDeal(0), createdDeal(1)]);
	});

	test('that is missing is reported with what to do', async () => {
		const ran = await runDeals(openAgency(), {
			fields: { password: '={{ $json.nothing }}' },
			onError: 'continueErrorOutput',
		});
		expect(saidBy(ran.errorOutput[0]).error).toBe("'Password' is empty");
		expect(saidBy(ran.errorOutput[0]).message).toMatch(
			/'Password Source' to 'Generate Automatically'/,
		);
	});

	test('can be generated for some items and given for others with an expression', async () => {
		const items = [deal(0), { ...deal(1), pin: null }];
		const ran = await runDeals(openAgency(), {
			items,
			fields: { passwordSource: 'generate' },
		});
		expect(ran.status).toBe('success');
		const mixed = await runNode({
			items,
			parameters: {
				...parametersOf({}),
				passwordSource: "={{ $json.pin ? 'define' : 'generate' }}",
			},
			credential: openAgency().credential,
		});
		expect(mixed.output.map(({ json }) => passwordOf(json) !== undefined)).toEqual([false, true]);
	});
});

describe('Leave out if same client', () => {
	const OMIT = { onLoginIdInUse: 'omit' as const };
	const known = { clients: [existing('Company 0', 'contact0@example.com')] };

	test('outputs nothing for an item whose client already exists, and counts it in a hint', async () => {
		const { agency, credential } = openAgency(known);
		const ran = await runDeals({ credential }, { items: deals(3), fields: OMIT });
		expect(ran.status).toBe('success');
		expect(jsonOf(ran.output)).toEqual([createdDeal(1), createdDeal(2)]);
		expect(pairsOf(ran.output)).toEqual([1, 2]);
		expect(hintsOf(ran).join()).toMatch(/^1 of 3 items was left out/);
		expect(clientsOf(agency)).toEqual([0, 1, 2].map((n) => `Company ${n}`));
	});

	test('keeps a login of someone else as an error', async () => {
		const { credential } = openAgency({
			clients: [existing('Somebody Else', 'contact0@example.com')],
		});
		const ran = await runDeals({ credential }, { fields: OMIT });
		expect(ran.error?.message).toBe('Login ID already in use');
	});

	test('creates a deal that comes twice in one delivery once, and outputs it once', async () => {
		const { agency, credential } = openAgency();
		const items = [deal(0), deal(1), deal(0)];
		const fields = { ...OMIT, passwordSource: 'generate' as const };
		const ran = await runDeals({ credential }, { items, fields });
		expect(pairsOf(ran.output)).toEqual([0, 1]);
		expect(jsonOf(ran.output).map(({ password }) => typeof password)).toEqual(['string', 'string']);
		expect(clientsOf(agency)).toEqual(['Company 0', 'Company 1']);
	});

	test('can be changed for a Retry: what is done stays done', async () => {
		const { agency, credential } = openAgency({
			clients: [existing('Company 1', 'contact1@example.com')],
		});
		const run = {
			items: deals(3),
			credential,
			parameters: parametersOf({ options: { maxConcurrency: 1 } }),
		};
		const failed = await runNode(run);
		expect(failed.error?.message).toBe('Login ID already in use');
		const ran = await retryExecution(failed, { ...run, parameters: parametersOf(OMIT) });
		expect(jsonOf(ran.output)).toEqual([createdDeal(0), createdDeal(2)]);
		expect(clientsOf(agency)).toEqual(['Company 1', 'Company 0', 'Company 2']);
	});
});

describe('Skip if same client', () => {
	const SKIP = { onLoginIdInUse: 'skip' as const };

	test('outputs an item whose client already exists, and names the client', async () => {
		const { agency, credential } = openAgency({
			clients: [existing('Company 0', 'contact0@example.com')],
		});
		const ran = await runDeals({ credential }, { items: deals(2), fields: SKIP });

		expect(ran.status).toBe('success');
		const [client] = agency.clients;
		expect(jsonOf(ran.output)).toEqual([
			{
				skipped: true,
				message: 'Login ID already in use',
				clientId: client?._id,
				clientName: 'Company 0',
				language: 'en',
				loginId: 'contact0@example.com',
			},
			createdDeal(1),
		]);
		expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual(deals(2));
	});

	test('finds the client by its member, whatever the case of the login', async () => {
		const { agency, credential } = openAgency({
			clients: [
				existing('Company 0', 'someone@else.example'),
				existing('Company 0', 'owner@example.com', 'CONTACT0@EXAMPLE.COM'),
			],
		});
		const ran = await runDeals({ credential }, { fields: SKIP });
		expect(ran.output[0]?.json).toMatchObject({
			skipped: true,
			clientId: agency.clients[1]?._id,
		});
	});

	test('keeps a login of someone else as an error, so that no customer is lost', async () => {
		const { credential } = openAgency({
			clients: [
				existing('Somebody Else', 'contact0@example.com'),
				// It has the deal's name, but not its login.
				existing('Company 0', 'owner@example.com'),
			],
		});
		const ran = await runDeals({ credential }, { fields: SKIP, onError: 'continueErrorOutput' });

		expect(ran.output).toEqual([]);
		expect(ran.downstream.error[0]?.json).toMatchObject({
			...deal(0),
			error: 'Login ID already in use',
			message: expect.stringMatching(/someone else.*different login ID/),
		});
	});

	test('stops a node that stops on errors at a login of someone else', async () => {
		const { credential } = openAgency({
			clients: [existing('Somebody Else', 'contact0@example.com')],
		});
		const ran = await runDeals({ credential }, { fields: SKIP });
		expect(ran.error?.message).toBe('Login ID already in use');
	});

	test('explains a failed lookup, and the item stays an error', async () => {
		const { credential } = openAgency({
			clients: [existing('Company 0', 'contact0@example.com')],
			faults: {
				seed: 1,
				share: 1,
				kinds: [{ kind: 'serverError', afterWork: false }],
				operations: ['listClients'],
			},
		});
		const fields = { ...SKIP, options: { maxRetries: 1 } };
		const ran = await runDeals({ credential }, { fields, onError: 'continueErrorOutput' });
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'Login ID already in use',
			message: expect.stringMatching(
				/Couldn't check ChatDash's records: An unexpected error occurred/,
			),
		});
	});

	test('looks up nothing if no login is taken: only the list before the first deal is read', async () => {
		const { agency, credential } = openAgency();
		await runDeals({ credential }, { items: deals(2), fields: SKIP });
		expect(operationsOf(agency)).toEqual(['listClients', 'createClient', 'createClient']);
	});

	test('reads the list of clients once for all items', async () => {
		const { agency, credential } = openAgency({
			clients: [0, 1, 2].map((number) => existing(`Company ${number}`, deal(number).contact.email)),
		});
		const ran = await runDeals({ credential }, { items: deals(3), fields: SKIP });
		expect(ran.output.map(({ json }) => json['skipped'])).toEqual([true, true, true]);
		expect(operationsOf(agency).filter((id) => id === 'listClients')).toHaveLength(1);
	});

	test.each([['already'], ['Login'], ['use']])(
		'works if a deal’s password is a word of ChatDash’s message: %s',
		async (pin) => {
			const { credential } = openAgency({
				clients: [existing('Company 0', 'contact0@example.com')],
			});
			const ran = await runDeals({ credential }, { items: [{ ...deal(0), pin }], fields: SKIP });
			expect(ran.output[0]?.json).toMatchObject({ skipped: true, clientName: 'Company 0' });
		},
	);

	test('outputs no password, because the existing login has another one', async () => {
		const { credential } = openAgency({ clients: [existing('Company 0', 'contact0@example.com')] });
		const ran = await runDeals({ credential }, { fields: { ...SKIP, passwordSource: 'generate' } });
		expect(ran.output[0]?.json).toMatchObject({ skipped: true });
		expect(ran.output[0]?.json).not.toHaveProperty('password');
	});

	test('is reported once in the output panel, with the number of skipped items', async () => {
		const { credential } = openAgency({
			clients: [0, 2].map((number) => existing(`Company ${number}`, deal(number).contact.email)),
		});
		const ran = await runDeals({ credential }, { items: deals(3), fields: SKIP });
		expect(ran.hints).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(
					/^2 of 3 items were skipped because they were already created in ChatDash\.$/,
				),
				location: 'outputPane',
			}),
		]);
	});
});

describe('Include Client ID', () => {
	const RETURN = { options: { includeClientId: true } };

	test('is on unless the user turns it off', async () => {
		const { agency, credential } = openAgency();
		const parameters = { ...parametersOf({}), options: {} };
		const ran = await runNode({ items: deals(1), parameters, credential });
		expect(jsonOf(ran.output)).toMatchObject([{ clientId: agency.clients[0]?._id }]);
	});

	test('adds the ID of the new client', async () => {
		const { agency, credential } = openAgency({
			clients: [existing('Other', 'other@example.com')],
		});
		const ran = await runDeals({ credential }, { items: deals(2), fields: RETURN });

		const byName = (name: string) => agency.clients.find((client) => client.name === name);
		expect(jsonOf(ran.output)).toEqual([
			{ ...createdDeal(0), clientId: byName('Company 0')?._id },
			{ ...createdDeal(1), clientId: byName('Company 1')?._id },
		]);
		expect(ran.output[0]?.json['clientId']).toMatch(/./);
	});

	test('distinguishes clients with the same name by their logins', async () => {
		const { agency, credential } = openAgency({
			clients: [existing('Acme', 'old@example.com'), existing('Acme')],
		});
		const ran = await runDeals(
			{ credential },
			{ items: deals(2), fields: { ...RETURN, clientName: 'Acme' } },
		);

		const ids = [0, 1].map(
			(number) =>
				agency.members.find(({ loginId }) => loginId === deal(number).contact.email)?.clientId,
		);
		expect(ran.output.map(({ json }) => json['clientId'])).toEqual(ids);
	});

	test('requests the list once before and once after, however many items there are', async () => {
		const { agency, credential } = openAgency();
		await runDeals({ credential }, { items: deals(7), fields: RETURN });
		expect(operationsOf(agency)).toEqual([
			'listClients',
			...Array(7).fill('createClient'),
			'listClients',
		]);
	});

	test('is null if the lookup fails, and the item stays created', async () => {
		const { credential } = openAgency({
			faults: {
				seed: 1,
				share: 1,
				kinds: [{ kind: 'htmlBadGateway', afterWork: false }],
				operations: ['listClients'],
			},
		});
		const fields = { options: { ...RETURN.options, maxRetries: 0 } };
		const ran = await runDeals({ credential }, { items: deals(2), fields });
		expect(ran.status).toBe('success');
		expect(jsonOf(ran.output)).toEqual([0, 1].map((n) => ({ ...createdDeal(n), clientId: null })));
	});

	test('is output together with a generated password', async () => {
		const ran = await runDeals(openAgency(), {
			fields: { ...RETURN, passwordSource: 'generate' },
		});
		expect(Object.keys(ran.output[0]?.json ?? {})).toEqual([
			'message',
			'clientId',
			'clientName',
			'language',
			'memberName',
			'loginId',
			'password',
		]);
	});

	test('isn’t requested for items that failed', async () => {
		const { agency, credential } = openAgency({
			clients: [existing('Other', deal(0).contact.email)],
		});
		const ran = await runDeals({ credential }, { fields: RETURN, onError: 'continueErrorOutput' });
		expect(ran.errorOutput).toHaveLength(1);
		// The last list finds out who has the login. No client has this name, so no members are read.
		expect(operationsOf(agency)).toEqual(['listClients', 'createClient', 'listClients']);
	});

	test('works in a workflow that leaves out resource and operation, as n8n does with defaults', async () => {
		const { resource, operation, ...parameters } = parametersOf(RETURN);
		expect([resource, operation]).toEqual(['client', 'create']);
		const { credential } = openAgency();
		const ran = await runNode({ items: deals(1), parameters, credential });
		expect(ran.output[0]?.json['clientId']).toMatch(/./);
	});

	test('can differ from item to item', async () => {
		const ran = await runNode({
			items: deals(2),
			parameters: {
				...parametersOf({}),
				options: { includeClientId: '={{ $json.dealId === 4201 }}' },
			},
			credential: openAgency().credential,
		});
		expect(ran.output.map(({ json }) => 'clientId' in json)).toEqual([false, true]);
	});
});

describe('Options', () => {
	const BUSY = { kind: 'rateLimit', retryAfter: 'none', seconds: 0 } as const;
	const LATE = { kind: 'latency', ms: 3000 } as const;

	test.each([
		[1, { maxConcurrency: 1 }, 5],
		[4, { maxConcurrency: 4 }, 12],
		[20, {}, 100],
	])('at most %i requests run at once', async (most, options, count) => {
		// Respond when the maximum number of requests is running, after a short wait in which one more would show.
		let waiting: Array<() => void> = [];
		const chatDash = await createHost(async () => {
			const answered = new Promise<void>((resolve) => waiting.push(resolve));
			if (waiting.length === most) {
				await sleep(20);
				waiting.forEach((answer) => answer());
				waiting = [];
			}
			await answered;
			return { body: CREATED };
		});
		await runDeals(opened(chatDash), { items: deals(count), fields: { options } });
		expect(changesAt(chatDash)).toHaveLength(count);
		expect(chatDash.mostAtOnce()).toBe(most);
	});

	test('a throttled request is sent again, and the item is created once', async () => {
		const { agency, credential } = openAgency({
			faults: { script: [BUSY], operations: ['createClient'] },
		});
		const ran = await runDeals({ credential }, {});
		expect(jsonOf(ran.output)).toEqual([createdDeal(0)]);
		expect(statusesOf(agency)).toEqual([429, 200]);
		expect(sentTo(agency)).toEqual([bodyOf(0), bodyOf(0)]);
	});

	test('a throttled request isn’t sent again before the time that ChatDash asked for', async () => {
		const { agency, credential } = openAgency({
			faults: {
				script: [{ kind: 'rateLimit', retryAfter: 'seconds', seconds: 1 }],
				operations: ['createClient'],
			},
		});
		await runDeals({ credential }, {});
		const [first, second] = agency.calls.flatMap(({ method, at }) =>
			method === 'POST' ? [at] : [],
		);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1000);
	});

	test('a throttled request is sent again more often than Max Retries, because a limit doesn’t concern the deal itself', async () => {
		const { agency, credential } = openAgency({
			faults: { script: [BUSY, BUSY, BUSY], operations: ['createClient'] },
		});
		const ran = await runDeals({ credential }, { fields: { options: { maxRetries: 0 } } });
		expect(jsonOf(ran.output)).toEqual([createdDeal(0)]);
		expect(statusesOf(agency)).toEqual([429, 429, 429, 200]);
	});

	test('a limit that lasts longer than a run waits gets one request, and the deal is reported as not created', async () => {
		const { agency, credential } = openAgency({
			faults: { script: [LONG_LIMIT], operations: ['createClient'] },
		});
		const ran = await runDeals({ credential }, { onError: 'continueErrorOutput' });
		expect(statusesOf(agency)).toEqual([429]);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'Too many requests',
			message: expect.stringMatching(
				/wasn't created.*status 429.*Wait a few minutes, then run the workflow again/,
			),
		});
	});

	test.each([
		[0, 1],
		[1, 2],
	])(
		'with %i retries a request with an ambiguous response is sent %i times',
		async (maxRetries, times) => {
			const { agency, credential } = openAgency({
				faults: {
					seed: 1,
					share: 1,
					kinds: [{ kind: 'serverError', afterWork: false }],
					operations: ['createClient'],
				},
			});
			const ran = await runDeals(
				{ credential },
				{ fields: { options: { maxRetries } }, onError: 'continueErrorOutput' },
			);
			expect(statusesOf(agency)).toEqual(Array(times).fill(500));
			expect(saidBy(ran.errorOutput[0])).toEqual({
				error: 'An unexpected error occurred',
				message: expect.stringMatching(
					/^It's unknown whether this item .* was created\..*status 500/,
				),
			});
		},
	);

	test('a host that comes back gets the request again, except without retries', async () => {
		const away = await host(() => ({ body: CREATED }));
		await away.close();

		const gone = await runDeals(opened(away), {
			fields: { options: { maxRetries: 0 } },
			onError: 'continueErrorOutput',
		});
		expect(saidBy(gone.errorOutput[0])).toEqual({
			error: 'No response from this address',
			message: expect.stringMatching(
				/^This item \(login ID .*\) wasn't created because ChatDash couldn't be reached\..*'Base URL'/,
			),
		});

		const running = runDeals(opened(away), {});
		// The first retry comes after about a fifth of a second.
		await sleep(100);
		const back = await createHost(() => ({ body: CREATED }), away.port);
		expect(jsonOf((await running).output)).toEqual([createdDeal(0)]);
		expect(changesAt(back)).toHaveLength(1);
	});

	test('a response that exceeds the timeout isn’t awaited: a lookup shows whether the client was created', async () => {
		const { agency, credential } = openAgency({
			faults: { script: [LATE], operations: ['createClient'] },
		});
		const ran = await runDeals(
			{ credential },
			{ fields: { options: { timeout: 500, maxRetries: 0 } }, onError: 'continueErrorOutput' },
		);
		expect(jsonOf(ran.output)).toEqual([{ ...createdDeal(0), confirmed: true }]);
		expect(clientsOf(agency)).toEqual(['Company 0']);
	});

	test('a response that exceeds the timeout leaves the item unknown if the lookup fails', async () => {
		const { agency, credential } = openAgency({
			// The list before the deal is read. Neither the deal nor the list after it gets a response in time.
			faults: { script: [null, LATE, LATE] },
		});
		const ran = await runDeals(
			{ credential },
			{ fields: { options: { timeout: 500, maxRetries: 0 } }, onError: 'continueErrorOutput' },
		);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: "ChatDash didn't respond in time",
			message: expect.stringMatching(
				/^It's unknown whether this item \(login ID .*\) was created\. ChatDash didn't respond/,
			),
		});
		// It was created, so a report that nothing was created would be wrong.
		expect(clientsOf(agency)).toEqual(['Company 0']);
	});

	test.each([
		['maxConcurrency', 0, "'Max Simultaneous Requests'"],
		['maxConcurrency', 2.5, "'Max Simultaneous Requests'"],
		['maxRetries', -1, "'Max Retries'"],
		['timeout', 0, "'Timeout'"],
	])('that are invalid are rejected before anything is sent: %s %d', async (name, value, label) => {
		const { agency, credential } = openAgency();
		const fields = { options: { [name]: value } };
		const stopped = await runDeals({ credential }, { items: deals(2), fields });
		const continued = await runDeals(
			{ credential },
			{ items: deals(2), fields, onError: 'continueErrorOutput' },
		);
		expect(agency.calls).toEqual([]);
		expect(stopped.error?.message).toContain(label);
		expect(continued.output).toEqual([]);
		expect(continued.downstream.error.map(({ deal: from }) => from)).toEqual(deals(2));
	});
});

describe('A hint in the output panel', () => {
	const WITH_EMAIL = { email: '={{ $json.mail }}' };

	test('reports an email that was empty for all items', async () => {
		const ran = await runDeals(openAgency(), { items: deals(12), fields: WITH_EMAIL });
		expect(ran.hints).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/^'Email' was empty for all 12 items/),
				location: 'outputPane',
			}),
		]);
	});

	test('isn’t shown if one item has an email', async () => {
		const items = [deal(0), { ...deal(1), mail: 'a@example.com' }];
		const ran = await runDeals(openAgency(), { items, fields: WITH_EMAIL });
		expect(ran.hints).toEqual([]);
	});

	test('isn’t shown if the user left out the email', async () => {
		expect((await runDeals(openAgency(), { items: deals(2) })).hints).toEqual([]);
		expect(
			(await runDeals(openAgency(), { items: deals(2), fields: { email: '' } })).hints,
		).toEqual([]);
	});

	test('doesn’t call an email empty that was filled in but is no address', async () => {
		const items = deals(2).map((one) => ({ ...one, mail: '#N/A' }));
		const ran = await runDeals(openAgency(), {
			items,
			fields: WITH_EMAIL,
			onError: 'continueErrorOutput',
		});
		expect(ran.errorOutput).toHaveLength(2);
		expect(ran.hints).toEqual([]);
	});
});

test('Without input items nothing is output and nothing is sent', async () => {
	const { agency, credential } = openAgency();
	for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
		const ran = await runDeals({ credential }, { items: [], onError });
		expect(ran.status).toBe('success');
		expect(ran.output).toEqual([]);
		expect(ran.error).toBeUndefined();
	}
	expect(agency.calls).toEqual([]);
});

test('The input items aren’t changed', async () => {
	const items = deals(3).map((one) => ({ ...one, company: ` ${one.company} ` }));
	const before = structuredClone(items);
	const ran = await runDeals(openAgency({ clients: [existing('X', deal(1).contact.email)] }), {
		items,
		onError: 'continueErrorOutput',
	});
	expect(items).toEqual(before);
	expect(
		ran.stored.resultData.runData['Deals']?.[0]?.data?.['main']?.[0]?.map(({ json }) => json),
	).toEqual(before);
});

describe('Cost', () => {
	/** A parameter that the node requested from n8n: `raw` is the text as saved, which costs next to nothing. */
	interface Read {
		name: string;
		item: number;
		raw: boolean;
	}

	/** The ChatDash node, wrapped to record each parameter that it requests from n8n. */
	function recordingNode(reads: Read[]): INodeType {
		const real = new ChatDash();
		return {
			description: real.description,
			async execute(this: IExecuteFunctions) {
				this.getNodeParameter = new Proxy(this.getNodeParameter, {
					apply: (target, self, [name, item, , options]: unknown[]) => {
						const raw =
							typeof options === 'object' && options !== null && 'rawExpressions' in options;
						reads.push({ name: String(name), item: Number(item), raw });
						return Reflect.apply(target, self, [name, item, null, options]);
					},
				});
				return await real.execute.call(this);
			},
		};
	}

	async function readsOf(fields: Parameters<typeof runDeals>[1]['fields'], count: number) {
		const reads: Read[] = [];
		const ran = await runDeals(openAgency(), {
			items: deals(count),
			fields: fields ?? {},
			nodeType: recordingNode(reads),
		});
		expect(ran.status).toBe('success');
		return reads;
	}

	test('an expression that only n8n can evaluate is evaluated once per item', async () => {
		const reads = await readsOf({ email: '={{ $json.contact.email.extractEmail() }}' }, 4);
		const itemsOf = (name: string) =>
			reads.filter((read) => read.name === name && !read.raw).map(({ item }) => item);
		expect(itemsOf('additionalFields.email')).toEqual([0, 1, 2, 3]);
		// For the first item the node asks n8n, to check that both evaluate the expression to the same value.
		const names = ['clientName', 'memberName', 'loginId', 'password'];
		for (const name of names) expect(itemsOf(name)).toEqual([0]);
	});

	test('what is the same for all items is read once per run', async () => {
		const reads = await readsOf(
			{
				language: 'de',
				passwordSource: 'generate',
				memberName: 'Owner',
				onLoginIdInUse: 'skip',
				options: { includeClientId: true, timeout: 5000, maxRetries: 1 },
			},
			50,
		);
		const counts = new Map<string, number>();
		for (const { name } of reads) counts.set(name, (counts.get(name) ?? 0) + 1);
		// For the two that differ between items: their text, and n8n's value for the first item.
		expect([...counts].filter(([, count]) => count > 1)).toEqual([
			['clientName', 2],
			['loginId', 2],
		]);
	});

	test('auto-map evaluates nothing per item', async () => {
		const reads: Read[] = [];
		await runNode({
			items: deals(20).map(({ company, contact, pin }) => ({
				clientName: company,
				memberName: contact.name,
				loginId: contact.email,
				password: pin,
			})),
			parameters: createParameters({ dataMode: 'autoMapInputData' }),
			credential: openAgency().credential,
			nodeType: recordingNode(reads),
		});
		expect(reads.filter(({ item }) => item > 0)).toEqual([]);
	});

	test('the credential is read once per run', async () => {
		let reads = 0;
		const real = new ChatDash();
		const nodeType: INodeType = {
			description: real.description,
			async execute(this: IExecuteFunctions) {
				this.getCredentials = new Proxy(this.getCredentials, {
					apply: (target, self, args: unknown[]) => {
						reads += 1;
						return Reflect.apply(target, self, args);
					},
				});
				return await real.execute.call(this);
			},
		};
		const { agency, credential } = openAgency();
		await runDeals({ credential }, { items: deals(5), nodeType });
		expect(sentTo(agency)).toHaveLength(5);
		expect(reads).toBe(1);
	});
});
