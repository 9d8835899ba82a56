/** Client → Create without an engine: the request for an item, its output, and how its client is found. */
import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';

import { create } from '../../nodes/ChatDash/resources/client/create';
import type { WriteRequest } from '../../nodes/ChatDash/operation/operation';
import type { Api } from '../../nodes/transport/api';
import { asWrite, lookUp } from '../fake-api';

const operation = asWrite(create);
const { confirm, ifExists, enrich } = create;

/** A rejection in which nothing had to be redacted. */
const rejection = (message: string, status: number) => ({
	message,
	unredactedMessage: message,
	status,
});
const IN_USE = rejection('Login ID already in use', 400);

/** The values of an item, as its fields parsed them. */
const VALUES = {
	clientName: 'Acme Dental',
	language: 'en',
	memberName: 'Nathan Smith',
	loginId: 'nathan@acme.example',
	passwordSource: 'define' as const,
	password: { text: 'open sesame', generated: false },
	email: undefined,
	onLoginIdInUse: 'error' as const,
	returnClient: false,
};

type ItemValues = Parameters<typeof create.request>[0];

const valuesOf = (given: Partial<ItemValues> = {}): ItemValues => ({ ...VALUES, ...given });

/** The request of an item, which needs no reads. */
async function sentFor(values: ItemValues) {
	const { result, reads } = await lookUp<WriteRequest>(
		(api) => create.request(values, api),
		() => undefined,
	);
	expect(reads).toEqual([]);
	expect(result?.ids).toBeUndefined();
	return result?.request;
}

describe('The request', () => {
	test("is the one of ChatDash's page, with every field", async () => {
		const request = await sentFor(valuesOf({ language: 'de', email: 'n@acme.example' }));
		expect(request).toEqual({
			method: 'POST',
			path: '/clients',
			body: {
				client: { name: 'Acme Dental', language: 'de' },
				member: {
					name: 'Nathan Smith',
					loginId: 'nathan@acme.example',
					email: 'n@acme.example',
					password: 'open sesame',
				},
			},
			expects: 'message',
		});
	});

	test('has no email at all when there is none', async () => {
		expect((await sentFor(valuesOf()))?.body).toStrictEqual({
			client: { name: 'Acme Dental', language: 'en' },
			member: { name: 'Nathan Smith', loginId: 'nathan@acme.example', password: 'open sesame' },
		});
	});

	test('has the password in its body, and nothing else that is shown or returned does', async () => {
		// Long enough that no other random text is likely to contain it.
		const text = fc.string({ unit: 'grapheme', minLength: 1 });
		const secret = fc.uuid().map((id) => `pw ${id}`);
		await fc.assert(
			fc.asyncProperty(
				text,
				text,
				text,
				secret,
				fc.boolean(),
				async (clientName, memberName, loginId, pw, skip) => {
					const values = valuesOf({
						clientName,
						memberName,
						loginId,
						password: { text: pw, generated: false },
						onLoginIdInUse: skip ? 'skip' : 'error',
					});
					const { body, ...request } = (await sentFor(values)) ?? {};
					expect(body).toEqual({
						client: { name: clientName, language: 'en' },
						member: { name: memberName, loginId, password: pw },
					});

					const client = { _id: '1', name: clientName, language: 'en', isSaasClient: false };
					const elsewhere = [
						request,
						create.label(values),
						create.advice(values, IN_USE),
						create.advice(values, rejection('Other', 422)),
						create.output(values, { message: 'Client created successfully' }),
						ifExists?.output(IN_USE, client),
						ifExists?.advice(values, 'same'),
						enrich?.output({ message: 'Client created successfully' }, client),
						await lookUp(
							async (api) => await ifExists?.find(values, api),
							() => [],
						),
					];
					expect(JSON.stringify(elsewhere)).not.toContain(pw.slice(3));
				},
			),
		);
	});
});

describe('The output', () => {
	const RESPONSE = { message: 'Client created successfully' };

	test("is ChatDash's response", () => {
		expect(create.output(valuesOf(), RESPONSE)).toEqual(RESPONSE);
	});

	test('has login and password if the node made the password', () => {
		const password = { text: 'Ab3de-fghij', generated: true };
		expect(create.output(valuesOf({ passwordSource: 'generate', password }), RESPONSE)).toEqual({
			...RESPONSE,
			member: { loginId: 'nathan@acme.example', password: 'Ab3de-fghij' },
		});
	});

	test('has the client that was found, or null if none was', () => {
		const client = { _id: '1', name: 'Acme Dental', language: 'en', isSaasClient: false };
		expect(enrich?.output(RESPONSE, client)).toEqual({ ...RESPONSE, client });
		expect(enrich?.output(RESPONSE, undefined)).toEqual({ ...RESPONSE, client: null });
	});

	test("of a skipped item is ChatDash's message and the client that has the login", () => {
		const client = { _id: '1', name: 'Acme Dental', language: 'en', isSaasClient: false };
		expect(ifExists?.output(IN_USE, client)).toEqual({
			skipped: true,
			message: 'Login ID already in use',
			client,
		});
	});
});

describe('A login in use', () => {
	test('is skipped only if the user wants that', () => {
		expect(ifExists?.skips(valuesOf({ onLoginIdInUse: 'skip' }))).toBe(true);
		expect(ifExists?.skips(valuesOf({ onLoginIdInUse: 'error' }))).toBe(false);
	});

	test('is distinguished from every other rejection', () => {
		expect(ifExists?.matches(IN_USE)).toBe(true);
		expect(ifExists?.matches(rejection('Invalid language', 400))).toBe(false);
		expect(ifExists?.matches(rejection('Login ID already in use', 500))).toBe(false);
	});

	test('is explained by whose it is', () => {
		const advice = (holder: 'same' | 'other' | 'unknown') => ifExists?.advice(valuesOf(), holder);
		expect(advice('same')).toMatch(
			/Acme Dental.*earlier execution.*password.*'Skip if It Is the Same Client'.*'Member: Update'/,
		);
		expect(advice('other')).toMatch(/someone else.*another login ID/);
		expect(advice('unknown')).toMatch(
			/arrive twice.*'Skip if It Is the Same Client'.*someone else/,
		);
		expect(operation.advice(valuesOf(), rejection('Invalid language', 400))).toBeUndefined();
	});
});

describe('The lookup', () => {
	/** `new`: the client that was just created; `own`: did this request take effect; `same`: the client in the way. */
	type Purpose = 'new' | 'own' | 'same';

	const FIND: Readonly<
		Record<
			Purpose,
			(
				api: Api,
				existing: ReadonlySet<string> | undefined,
			) => Promise<IDataObject | boolean | undefined>
		>
	> = {
		new: async (api, existing) => await enrich?.find(valuesOf(), api, existing, false),
		own: async (api, existing) => await confirm?.isDone(valuesOf(), api, existing),
		same: async (api) => await ifExists?.find(valuesOf(), api),
	};

	/**
	 * What a lookup found and which paths it read.
	 *
	 * @param responses by path
	 * @param existing the IDs of the clients that were there before the run
	 */
	async function find(
		purpose: Purpose,
		responses: Readonly<Record<string, unknown>>,
		existing?: readonly string[],
	) {
		const { result, reads } = await lookUp(
			async (api) => await FIND[purpose](api, existing && new Set(existing)),
			({ path }) => responses[path],
		);
		return { found: result === false ? undefined : result, read: reads.map(({ path }) => path) };
	}

	const client = (_id: string, name = 'Acme Dental') => ({
		_id,
		name,
		language: 'en',
		isSaasClient: false,
	});
	const member = (loginId: string) => ({ _id: 'm', name: 'Somebody', loginId, isAdmin: false });

	test('finds the one among two of the same name whose member has the login', async () => {
		const { found, read } = await find('same', {
			'/clients': [client('1'), client('2', 'Globex'), client('3')],
			'/clients/1/members': [member('somebody@else.example')],
			'/clients/3/members': [member('first@acme.example'), member('nathan@acme.example')],
		});
		expect(found).toEqual(client('3'));
		expect(read).toEqual(['/clients', '/clients/1/members', '/clients/3/members']);
	});

	test('compares logins without regard to case, as ChatDash does', async () => {
		const { found } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [member('NATHAN@Acme.Example')],
		});
		expect(found).toEqual(client('1'));
	});

	test('finds nothing where the login is of a client of another name', async () => {
		const { found, read } = await find('same', {
			'/clients': [client('2', 'Globex'), client('4', 'Acme Dental Ltd')],
		});
		expect(found).toBeUndefined();
		expect(read).toEqual(['/clients']);
	});

	test('finds nothing where a client of the same name has only other logins', async () => {
		const { found } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [member('somebody@else.example')],
		});
		expect(found).toBeUndefined();
	});

	test('reads no members when the client is the only one of its name and was not there before', async () => {
		const { found, read } = await find(
			'new',
			{
				'/clients': [client('2', 'Globex'), client('1')],
			},
			['2'],
		);
		expect(found).toEqual(client('1'));
		expect(read).toEqual(['/clients']);
	});

	test('reads members even for a new client where two have its name', async () => {
		const { found } = await find(
			'new',
			{
				'/clients': [client('1'), client('3')],
				'/clients/1/members': [member('somebody@else.example')],
				'/clients/3/members': [member('nathan@acme.example')],
			},
			[],
		);
		expect(found).toEqual(client('3'));
	});

	test.each(['new', 'own'] as const)(
		'never takes one that was there before for the %s one, whatever logins it has',
		async (sought) => {
			const { found } = await find(
				sought,
				{
					'/clients': [client('1')],
					'/clients/1/members': [{ ...member('nathan@acme.example'), name: 'Nathan Smith' }],
				},
				['1'],
			);
			expect(found).toBeUndefined();
		},
	);

	test('wants proof of the only one of its name where it is not known what was there before', async () => {
		const { found, read } = await find('new', {
			'/clients': [client('1')],
			'/clients/1/members': [member('somebody@else.example')],
		});
		expect(found).toBeUndefined();
		expect(read).toContain('/clients/1/members');
	});

	test('wants proof of the only client of the name if it is not certain', async () => {
		const { found, read } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [],
		});
		expect(found).toBeUndefined();
		expect(read).toContain('/clients/1/members');
	});

	test('takes a name in ChatDash with blanks around it for the same', async () => {
		const { found } = await find('new', { '/clients': [client('1', ' Acme Dental ')] }, []);
		expect(found).toMatchObject({ _id: '1' });
	});

	test('puts out of a client what the page documents, and nothing else', async () => {
		const { found } = await find(
			'new',
			{
				'/clients': [{ _id: '1', name: 'Acme Dental', platformCredentials: 'of somebody' }],
			},
			[],
		);
		expect(found).toEqual(client('1'));
	});

	test.each([
		['../../admin', '/clients/..%2F..%2Fadmin/members'],
		['a?x=1#y', '/clients/a%3Fx%3D1%23y/members'],
		['50%25', '/clients/50%2525/members'],
		['ключ 1', '/clients/%D0%BA%D0%BB%D1%8E%D1%87%201/members'],
	])('keeps the id %s inside of its place in the path', async (id, path) => {
		const { read } = await find('same', { '/clients': [client(id)], [path]: [] });
		expect(read).toEqual(['/clients', path]);
	});

	// A path of dots alone climbs, encoded or not: web addresses drop such a part together with the one before it.
	test.each([['.'], ['..']])('never climbs with the id %s', async (id) => {
		const { read } = await find('same', { '/clients': [client(id)] });
		for (const path of read) {
			const url = new URL(`https://api.chat-dash.com/v1/public${path}`);
			expect(url.pathname).toBe(`/v1/public${path}`);
		}
	});

	test.each([
		['no list', { clients: [] }],
		['nothing', undefined],
		['a list of anything', [null, 42, 'x', [], {}, { _id: 7, name: 'Acme Dental' }, { _id: '1' }]],
	])('finds nothing in %s', async (_what, clients) => {
		expect((await find('new', { '/clients': clients })).found).toBeUndefined();
	});

	test('passes over members without a login', async () => {
		const { found } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [null, {}, { loginId: 5 }, member('nathan@acme.example')],
		});
		expect(found).toEqual(client('1'));
	});
});
