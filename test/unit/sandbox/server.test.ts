// The sandbox as a caller sees it when nothing goes wrong, and when the caller makes a mistake.
import * as operations from '../../../sandbox/operations';
import type { Fault, Sandbox } from '../../../sandbox/server';
import { acme, call, start } from './calling';

const AGENCY = 'CD.test-server-0001';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterAll(async () => {
	await sandbox.close();
});

describe('the key', () => {
	it('is required', async () => {
		sandbox.openAgency(AGENCY);
		for (const key of ['', 'CD.test-other', `Bearer ${AGENCY}`]) {
			const { status, json } = await call(sandbox, key, 'GET', '/clients');
			expect({ key, status, json }).toEqual({
				key,
				status: 401,
				json: { error: 'Invalid API key' },
			});
		}
	});

	it('opens its own agency', async () => {
		const other = 'CD.test-server-0002';
		sandbox.openAgency(AGENCY);
		sandbox.openAgency(other);
		await call(sandbox, AGENCY, 'POST', '/clients', acme());
		expect((await call(sandbox, other, 'GET', '/clients')).json).toEqual([]);
		expect((await call(sandbox, other, 'POST', '/clients', acme())).status).toBe(200);
	});

	it('empties its agency when the agency is opened again', async () => {
		sandbox.openAgency(AGENCY, { clients: 3 });
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toHaveLength(3);
		sandbox.openAgency(AGENCY);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toEqual([]);
	});
});

describe('clients and members', () => {
	it('are created, listed and read', async () => {
		const agency = sandbox.openAgency(AGENCY);
		const created = await call(sandbox, AGENCY, 'POST', '/clients', acme());
		expect(created).toMatchObject({
			status: 200,
			json: { message: 'Client created successfully' },
		});

		const _id = agency.clients[0]?._id ?? '';
		expect(_id).toMatch(/^[0-9a-f]{24}$/);
		const client = { _id, name: 'Acme', language: 'de', isSaasClient: false };
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toEqual([client]);
		expect((await call(sandbox, AGENCY, 'GET', `/clients/${_id}`)).json).toEqual(client);
		expect((await call(sandbox, AGENCY, 'GET', `/clients/${_id}/members`)).json).toEqual([
			{
				_id: expect.stringMatching(/^[0-9a-f]{24}$/),
				clientId: _id,
				isAdmin: false,
				name: 'Ada',
				loginId: 'ada@acme.example',
				email: 'ada@acme.example',
			},
		]);
		expect(agency.violations).toEqual([]);
	});

	it('are changed', async () => {
		const agency = sandbox.openAgency(AGENCY, {
			clients: [{ name: 'Acme', members: [{ name: 'Ada', loginId: 'ada', isAdmin: true }] }],
		});
		const client = `/clients/${agency.clients[0]?._id}`;
		const member = `${client}/members/${agency.members[0]?._id}`;

		expect(await call(sandbox, AGENCY, 'PUT', client, { name: 'Acme Ltd' })).toMatchObject({
			status: 200,
			json: { message: 'Client updated successfully' },
		});
		expect(agency.clients).toMatchObject([{ name: 'Acme Ltd', language: 'en' }]);

		const newMember = { name: 'Bo', loginId: 'bo', password: 'pw' };
		expect(await call(sandbox, AGENCY, 'POST', `${client}/members`, newMember)).toMatchObject({
			status: 200,
			json: { message: 'Member added successfully' },
		});
		const update = { loginId: 'ada2', isAdmin: true };
		expect(await call(sandbox, AGENCY, 'PUT', member, update)).toMatchObject({
			status: 200,
			json: { message: 'Member updated successfully' },
		});
		expect(agency.members).toMatchObject([
			{ name: 'Ada', loginId: 'ada2', isAdmin: true },
			{ name: 'Bo', loginId: 'bo', isAdmin: false },
		]);
		expect(agency.violations).toEqual([]);
	});

	it('that are unknown result in 404', async () => {
		const agency = sandbox.openAgency(AGENCY, { clients: 1 });
		const known = agency.clients[0]?._id;
		const calls: [string, string, unknown?][] = [
			['GET', '/clients/gone'],
			['PUT', '/clients/gone', { name: 'x' }],
			['GET', '/clients/gone/members'],
			['POST', '/clients/gone/members', acme().member],
			['PUT', '/clients/gone/members/gone', {}],
		];
		for (const [method, path, body] of calls) {
			const { status, json } = await call(sandbox, AGENCY, method, path, body);
			expect({ method, path, status, json }).toMatchObject({
				status: 404,
				json: { error: 'Client not found' },
			});
		}
		const noMember = await call(sandbox, AGENCY, 'PUT', `/clients/${known}/members/gone`, {});
		expect(noMember).toMatchObject({ status: 404, json: { error: 'Member not found' } });
		expect(agency.violations).toEqual([]);
	});

	it('share no login ID, in any case', async () => {
		const agency = sandbox.openAgency(AGENCY);
		await call(sandbox, AGENCY, 'POST', '/clients', acme('Ada@Acme.example'));
		expect(await call(sandbox, AGENCY, 'POST', '/clients', acme('ADA@acme.EXAMPLE'))).toMatchObject(
			{
				status: 400,
				json: { error: 'Login ID already in use' },
			},
		);
		expect(agency.clients).toHaveLength(1);
	});

	it('share no login ID if twenty requests use it at once', async () => {
		const agency = sandbox.openAgency(AGENCY);
		const replies = await Promise.all(
			Array.from(
				{ length: 20 },
				async () => await call(sandbox, AGENCY, 'POST', '/clients', acme()),
			),
		);
		expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(replies.filter(({ status }) => status === 400)).toHaveLength(19);
		expect(agency.clients).toHaveLength(1);
	});
});

describe('a request that violates the description', () => {
	const { client, member } = acme();
	it.each([
		['a missing field', { client, member: { ...member, loginId: undefined } }, 'member.loginId'],
		['a misspelled field', { client, member: { ...member, loginID: 'x' } }, 'member.loginID'],
		['an unknown field', { client, member, extra: 1 }, 'extra'],
		['a wrong type', { client: { ...client, name: 42 }, member }, 'client.name'],
		['an empty name', { client: { ...client, name: '' }, member }, 'client.name'],
		['an empty password', { client, member: { ...member, password: '' } }, 'member.password'],
		['an array instead of an object', [], 'body'],
	])('is rejected and recorded: %s', async (_what, body, field) => {
		const agency = sandbox.openAgency(AGENCY);
		const before = sandbox.violations.length;
		const { status, json } = await call(sandbox, AGENCY, 'POST', '/clients', body);
		expect(status).toBe(400);
		expect(json).toEqual({ error: expect.stringContaining(field) });
		expect(agency.violations).toEqual([
			expect.objectContaining({
				key: 'CD.test-…',
				side: 'request',
				method: 'POST',
				path: '/clients',
				operationId: 'createClient',
				text: expect.stringContaining(field),
			}),
		]);
		expect(sandbox.violations.slice(before)).toEqual(agency.violations);
		expect(agency.clients).toEqual([]);
	});

	it.each([
		['text that isn’t JSON', 'POST', '/clients', '{"member":{"password":"hunter2"', undefined],
		['another content type', 'POST', '/clients', JSON.stringify(acme()), 'text/plain'],
		['no body', 'POST', '/clients', undefined, undefined],
		['an unexpected body', 'DELETE', '/agents/a/conversations/b', '{}', undefined],
		['an unknown query parameter', 'GET', '/clients?limit=5', undefined, undefined],
	])('is rejected and recorded: %s', async (_what, method, path, body, contentType) => {
		const agency = sandbox.openAgency(AGENCY);
		const { status } = await call(sandbox, AGENCY, method, path, body, contentType);
		expect(status).toBe(400);
		expect(agency.violations).toHaveLength(1);
		expect(JSON.stringify(agency.violations)).not.toContain('hunter2');
	});

	it.each([
		['GET', '/nowhere'],
		['DELETE', '/clients'],
		['GET', '/clients//members'],
	])('is not found and recorded: %s %s', async (method, path) => {
		const agency = sandbox.openAgency(AGENCY);
		const { status, json } = await call(sandbox, AGENCY, method, path);
		expect({ status, json }).toEqual({ status: 404, json: { error: 'Not found' } });
		expect(agency.violations).toHaveLength(1);
	});

	it('is recorded even if a fault hides it', async () => {
		const agency = sandbox.openAgency(AGENCY, {
			faults: { script: [{ kind: 'serverError', afterWork: false }] },
		});
		expect((await call(sandbox, AGENCY, 'POST', '/clients', {})).status).toBe(500);
		expect(agency.violations).toHaveLength(1);
	});
});

describe('an operation that is described but not served', () => {
	it('gets 501', async () => {
		const agency = sandbox.openAgency(AGENCY);
		const serve = operations.serviceOf('added to the description later');
		jest.spyOn(operations, 'serviceOf').mockReturnValueOnce(serve);
		const { status, json } = await call(sandbox, AGENCY, 'GET', '/clients');
		expect({ status, json }).toEqual({
			status: 501,
			json: { error: 'The sandbox does not serve this operation' },
		});
		expect(agency.violations).toEqual([]);
	});
});

describe('a response of the sandbox that violates the description', () => {
	it.each([
		['/clients', '0.name'],
		['/clients/CLIENT/members', '0.email'],
	])('is withheld and recorded: %s', async (path, field) => {
		const broken = await start('test/unit/sandbox/broken-answers.yaml');
		try {
			const members = [{ name: 'Ada', loginId: 'ada', email: 'ada@acme.example' }];
			const agency = broken.openAgency(AGENCY, { clients: [{ name: 'Acme', members }] });
			const realPath = path.replace('CLIENT', agency.clients[0]?._id ?? '');
			expect(await call(broken, AGENCY, 'GET', realPath)).toMatchObject({
				status: 500,
				json: { error: 'An unexpected error occurred' },
			});
			expect(broken.violations).toMatchObject([
				{ side: 'answer', text: expect.stringContaining(field) },
			]);
		} finally {
			await broken.close();
		}
	});
});

describe('the calls', () => {
	it('record what was sent and returned', async () => {
		const agency = sandbox.openAgency(AGENCY);
		const before = Date.now();
		await call(sandbox, AGENCY, 'POST', '/clients', acme());
		expect(agency.calls).toEqual([
			{
				method: 'POST',
				path: '/clients',
				operationId: 'createClient',
				status: 200,
				body: acme(),
				contentType: 'application/json',
				at: expect.any(Number),
				ms: expect.any(Number),
			},
		]);
		expect(agency.calls[0]?.at).toBeGreaterThanOrEqual(before);
	});
});

describe('closing', () => {
	it.each<Fault>([
		{ kind: 'latency', ms: 600_000 },
		{ kind: 'silence', afterWork: true },
	])('doesn’t wait for running requests: $kind', async (fault) => {
		const own = await start();
		const agency = own.openAgency(AGENCY, { faults: { script: [fault] } });
		const pending = call(own, AGENCY, 'POST', '/clients', acme());
		const cut = expect(pending).rejects.toThrow();
		while (agency.clients.length === 0) await fetch(own.origin);
		const before = performance.now();
		await own.close();
		expect(performance.now() - before).toBeLessThan(1000);
		await cut;
		await expect(fetch(own.origin)).rejects.toThrow();
	});
});
