/** Client → Create without an engine: the request for an item, its output, and the lookup of its client. */
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
	includeClientId: false,
};

type ItemValues = Parameters<typeof create.request>[0];

const valuesOf = (given: Partial<ItemValues> = {}): ItemValues => ({ ...VALUES, ...given });

/** The request for an item. It needs no reads. */
async function requestFor(values: ItemValues) {
	const { result, reads } = await lookUp<WriteRequest>(
		(api) => create.request(values, api),
		() => undefined,
	);
	expect(reads).toEqual([]);
	expect(result?.ids).toBeUndefined();
	return result?.request;
}

describe('The request', () => {
	test("matches ChatDash's documentation, with every field", async () => {
		const request = await requestFor(valuesOf({ language: 'de', email: 'n@acme.example' }));
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

	test('has no email field if the item has no email', async () => {
		expect((await requestFor(valuesOf()))?.body).toStrictEqual({
			client: { name: 'Acme Dental', language: 'en' },
			member: { name: 'Nathan Smith', loginId: 'nathan@acme.example', password: 'open sesame' },
		});
	});

	test('contains the password in its body, and no text that is shown or returned contains it', async () => {
		// It's so long that no other random text is likely to contain it.
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
					const { body, ...request } = (await requestFor(values)) ?? {};
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
						ifExists?.output(values, client, IN_USE),
						ifExists?.advice(values, 'same'),
						create.echo(values),
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

	test('has the password if the node generated it', () => {
		const password = { text: 'Ab3de-fghij', generated: true };
		expect(create.output(valuesOf({ passwordSource: 'generate', password }), RESPONSE)).toEqual({
			...RESPONSE,
			password: 'Ab3de-fghij',
		});
	});

	test("repeats the item's values under the parameters' names, without the password", () => {
		expect(create.echo(valuesOf())).toStrictEqual({
			clientName: 'Acme Dental',
			language: 'en',
			memberName: 'Nathan Smith',
			loginId: 'nathan@acme.example',
		});
		expect(create.echo(valuesOf({ email: 'n@acme.example' }))).toMatchObject({
			email: 'n@acme.example',
		});
	});

	test("of a skipped item is ChatDash's message and the client that has the login", () => {
		const client = { _id: '1', name: 'ACME Dental', language: 'de', isSaasClient: false };
		expect(ifExists?.output(valuesOf(), client, IN_USE)).toEqual({
			skipped: true,
			message: 'Login ID already in use',
			clientId: '1',
			clientName: 'ACME Dental',
			language: 'de',
			loginId: 'nathan@acme.example',
		});
	});
});

describe('A login in use', () => {
	test.each(['error', 'skip', 'omit'] as const)('is treated as the user chose: %s', (choice) => {
		expect(ifExists?.action(valuesOf({ onLoginIdInUse: choice }))).toBe(choice);
	});

	test('differs from every other rejection', () => {
		expect(ifExists?.matches(IN_USE)).toBe(true);
		expect(ifExists?.matches(rejection('Invalid language', 400))).toBe(false);
		expect(ifExists?.matches(rejection('Login ID already in use', 500))).toBe(false);
	});

	test('gets advice that depends on whose login it is', () => {
		const advice = (holder: 'same' | 'other' | 'unknown') => ifExists?.advice(valuesOf(), holder);
		expect(advice('same')).toMatch(
			/Acme Dental.*earlier execution.*password.*'Skip if Same Client'.*'Member: Update'/i,
		);
		expect(advice('other')).toMatch(/someone else.*different login ID/);
		expect(advice('unknown')).toMatch(/arrive twice.*'Skip if Same Client'.*someone else/);
		expect(operation.advice(valuesOf(), rejection('Invalid language', 400))).toBeUndefined();
	});
});

describe('The lookup', () => {
	/**
	 * - `new`: finds the client that was just created
	 * - `own`: checks whether this request took effect
	 * - `same`: finds the existing client that has the login
	 */
	type Purpose = 'new' | 'own' | 'same';

	const FIND: Readonly<
		Record<
			Purpose,
			(
				api: Api,
				existing: ReadonlySet<string> | undefined,
			) => Promise<IDataObject | string | boolean | undefined>
		>
	> = {
		new: async (api, existing) => await enrich?.find(valuesOf(), api, existing, false),
		own: async (api, existing) => await confirm?.isDone(valuesOf(), api, existing),
		same: async (api) => await ifExists?.find(valuesOf(), api),
	};

	/**
	 * Returns what a lookup found, and the paths that it read.
	 *
	 * @param responses by path
	 * @param existing the IDs of the clients that existed before the run
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

	test('finds the client whose member has the login, if two have the same name', async () => {
		const { found, read } = await find('same', {
			'/clients': [client('1'), client('2', 'Globex'), client('3')],
			'/clients/1/members': [member('someone@else.example')],
			'/clients/3/members': [member('first@acme.example'), member('nathan@acme.example')],
		});
		expect(found).toEqual(client('3'));
		expect(read).toEqual(['/clients', '/clients/1/members', '/clients/3/members']);
	});

	test('ignores the case of logins, as ChatDash does', async () => {
		const { found } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [member('NATHAN@Acme.Example')],
		});
		expect(found).toEqual(client('1'));
	});

	test('finds nothing if the login belongs to a client with another name', async () => {
		const { found, read } = await find('same', {
			'/clients': [client('2', 'Globex'), client('4', 'Acme Dental Ltd')],
		});
		expect(found).toBeUndefined();
		expect(read).toEqual(['/clients']);
	});

	test('finds nothing if the client with the same name has only other logins', async () => {
		const { found } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [member('someone@else.example')],
		});
		expect(found).toBeUndefined();
	});

	test('reads no members if the client is new and the only one with its name', async () => {
		const { found, read } = await find(
			'new',
			{
				'/clients': [client('2', 'Globex'), client('1')],
			},
			['2'],
		);
		expect(found).toBe('1');
		expect(read).toEqual(['/clients']);
	});

	test('reads the members of a new client if two clients have its name', async () => {
		const { found } = await find(
			'new',
			{
				'/clients': [client('1'), client('3')],
				'/clients/1/members': [member('someone@else.example')],
				'/clients/3/members': [member('nathan@acme.example')],
			},
			[],
		);
		expect(found).toBe('3');
	});

	test.each(['new', 'own'] as const)(
		'never finds an existing client for the purpose %s, whatever logins it has',
		async (purpose) => {
			const { found } = await find(
				purpose,
				{
					'/clients': [client('1')],
					'/clients/1/members': [{ ...member('nathan@acme.example'), name: 'Nathan Smith' }],
				},
				['1'],
			);
			expect(found).toBeUndefined();
		},
	);

	test('requires a matching login if it is unknown which clients existed before', async () => {
		const { found, read } = await find('new', {
			'/clients': [client('1')],
			'/clients/1/members': [member('someone@else.example')],
		});
		expect(found).toBeUndefined();
		expect(read).toContain('/clients/1/members');
	});

	test('requires a matching login even of the only client with the name', async () => {
		const { found, read } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [],
		});
		expect(found).toBeUndefined();
		expect(read).toContain('/clients/1/members');
	});

	test('ignores spaces around a name in ChatDash', async () => {
		const { found } = await find('new', { '/clients': [client('1', ' Acme Dental ')] }, []);
		expect(found).toBe('1');
	});

	test('finds only the documented fields of a client', async () => {
		const { found } = await find('same', {
			'/clients': [{ _id: '1', name: 'Acme Dental', platformCredentials: 'of somebody' }],
			'/clients/1/members': [member('nathan@acme.example')],
		});
		expect(found).toEqual(client('1'));
	});

	test.each([
		['../../admin', '/clients/..%2F..%2Fadmin/members'],
		['a?x=1#y', '/clients/a%3Fx%3D1%23y/members'],
		['50%25', '/clients/50%2525/members'],
		['ключ 1', '/clients/%D0%BA%D0%BB%D1%8E%D1%87%201/members'],
	])('keeps the ID %s inside its segment of the path', async (id, path) => {
		const { read } = await find('same', { '/clients': [client(id)], [path]: [] });
		expect(read).toEqual(['/clients', path]);
	});

	// URL parsers resolve a segment that consists of dots, even if it's encoded. It could drop the segment before it.
	test.each([['.'], ['..']])('never leads out of the path with the ID %s', async (id) => {
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

	test('skips members without a login', async () => {
		const { found } = await find('same', {
			'/clients': [client('1')],
			'/clients/1/members': [null, {}, { loginId: 5 }, member('nathan@acme.example')],
		});
		expect(found).toEqual(client('1'));
	});
});
