// What the sandbox shows and returns to other processes: the state contains no secret, and the page never treats a name
// as HTML.
import { createHash } from 'crypto';
import type { Sandbox } from '../../../sandbox/server';
import { acme, call, start } from './calling';

const AGENCY = 'CD.test-page-0123456789';
const OF_CLIENT = 'CD.CL.test-page-0123456789';
const AT = '2026-01-05T09:00:00.000Z';
const SECRET = 'not for the page';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterAll(async () => {
	await sandbox.close();
});

async function readState({ origin } = sandbox): Promise<unknown> {
	return await (await fetch(`${origin}/sandbox/state`)).json();
}

async function setUp(body: unknown): Promise<Response> {
	return await fetch(`${sandbox.origin}/sandbox/agencies`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}

describe('the state', () => {
	it('has clients with their members, agents with their clients, and calls with the newest first', async () => {
		const agency = sandbox.openAgency(AGENCY, {
			agents: [
				{ _id: 'desk', name: 'Front Desk', platform: 'vapi', apiKey: 'test-vapi' },
				{ _id: 'chat', name: 'Website Chat', platform: 'n8n' },
			],
		});
		await call(sandbox, AGENCY, 'POST', '/clients', acme());
		const clientId = agency.clients[0]?._id ?? '';
		agency.agents.assign(['chat'], clientId);
		agency.plan({ script: [{ kind: 'emptyBody' }] });
		await call(sandbox, AGENCY, 'GET', '/clients');
		expect(await readState()).toEqual({
			agencies: [
				{
					key: 'CD.test-…',
					clients: [
						{
							_id: clientId,
							name: 'Acme',
							language: 'de',
							members: [
								{
									name: 'Ada',
									loginId: 'ada@acme.example',
									email: 'ada@acme.example',
									isAdmin: false,
								},
							],
						},
					],
					agents: [
						{ _id: 'desk', name: 'Front Desk', platform: 'vapi', conversations: [], leads: [] },
						{
							_id: 'chat',
							name: 'Website Chat',
							platform: 'n8n',
							clientId,
							conversations: [],
							leads: [],
						},
					],
					subscriptions: [],
					accounts: [],
					calls: [
						{
							at: expect.any(Number),
							method: 'GET',
							path: '/clients',
							status: 200,
							ms: expect.any(Number),
							fault: 'emptyBody',
						},
						{
							at: expect.any(Number),
							method: 'POST',
							path: '/clients',
							status: 200,
							ms: expect.any(Number),
						},
					],
				},
			],
			violations: sandbox.violations,
		});
	});

	it('has each agent’s conversations and leads, with the labels of their tags', async () => {
		sandbox.openAgency(AGENCY, {
			agents: [{ _id: 'desk', name: 'Front Desk', platform: 'n8n' }],
			conversations: [
				{ _id: 'named', agentId: 'desk', name: 'Ada', phone: '+1', createdAt: AT, messages: [{}] },
				{ _id: 'phone', agentId: 'desk', name: '', phone: '+1', createdAt: AT },
				{ _id: 'web', agentId: 'desk', ipAddress: SECRET, summary: SECRET, createdAt: AT },
			],
			leads: [
				{
					agentId: 'desk',
					tags: [{ _id: 'hot', label: 'Hot' }],
					leads: [{ _id: 'one', phone: '+1', tags: ['hot'], customFields: { key: SECRET } }],
				},
			],
		});
		const state = await readState();
		expect(state).toMatchObject({
			agencies: [
				{
					agents: [
						{
							_id: 'desk',
							conversations: [
								{ _id: 'named', with: 'Ada', createdAt: AT, messages: 1 },
								{ _id: 'phone', with: '+1', createdAt: AT, messages: 0 },
								{ _id: 'web', with: '', createdAt: AT, messages: 0 },
							],
							leads: [{ _id: 'one', phone: '+1', tags: ['Hot'] }],
						},
					],
				},
			],
		});
		expect(JSON.stringify(state)).not.toContain(SECRET);
	});

	it('has the records of each Stripe account, with their prices or their status', async () => {
		const customer = { id: 'cus_1', email: 'ada@acme.example' };
		sandbox.openAgency(AGENCY, {
			accounts: [
				{
					accountId: 'acct_1',
					products: [{ productId: 'prod_1', name: 'Care Plan', status: 'archived' }],
					subscriptions: [
						{
							id: 'sub_1',
							type: 'subscription',
							status: 'active',
							customer,
							product: { id: 'prod_1', name: 'Care Plan' },
						},
					],
					invoices: [
						{
							id: 'in_1',
							amount: 4950,
							currency: 'eur',
							status: 'open',
							number: null,
							customer,
							description: 'Setup',
						},
					],
					transactions: [
						{
							id: 'ch_1',
							amount: 5,
							currency: 'usd',
							status: 'succeeded',
							description: null,
							customer,
						},
					],
					coupons: [
						{ id: 'off', name: 'Summer', percent_off: 20 },
						{ id: 'five', name: 'Five', amount_off: 500, currency: 'usd' },
					],
					promotionCodes: [{ id: 'promo_1', coupon: 'off', code: 'SUN' }],
				},
			],
		});
		expect(await readState()).toMatchObject({
			agencies: [
				{
					accounts: [
						{
							accountId: 'acct_1',
							products: [
								{ id: 'prod_1', name: 'Care Plan', details: ['49.00 usd per month', 'archived'] },
							],
							subscriptions: [
								{ id: 'sub_1', name: 'Care Plan', details: [customer.email, 'active'] },
							],
							invoices: [
								{ id: 'in_1', name: 'Setup', details: [customer.email, '49.50 eur', 'open'] },
							],
							transactions: [
								{ id: 'ch_1', name: 'ch_1', details: [customer.email, '0.05 usd', 'succeeded'] },
							],
							coupons: [
								{ id: 'off', name: 'Summer', details: ['20% off'], codes: ['SUN'] },
								{ id: 'five', name: 'Five', details: ['5.00 usd off'], codes: [] },
							],
						},
					],
				},
			],
		});
	});

	it('has the last 50 calls', async () => {
		sandbox.openAgency(AGENCY);
		for (let i = 0; i < 55; i++) await call(sandbox, AGENCY, 'GET', `/clients/${i}`);
		const state = await readState();
		expect(state).toMatchObject({ agencies: [{ calls: { length: 50 } }] });
		expect(state).toMatchObject({ agencies: [{ calls: { 0: { path: '/clients/54' } } }] });
	});

	it('contains no password and no key, whatever a request contained', async () => {
		const agency = sandbox.openAgency(AGENCY, { clients: [{ name: 'Bolt', apiKey: OF_CLIENT }] });
		const { client, member } = acme();
		await call(sandbox, AGENCY, 'POST', '/clients', acme());
		await call(sandbox, AGENCY, 'POST', '/clients', { client, member: { ...member, email: 1 } });
		await call(sandbox, AGENCY, 'POST', '/clients', `{"password":"${member.password}"`);
		await call(
			sandbox,
			AGENCY,
			'GET',
			`/clients?key=${AGENCY}&p=${encodeURIComponent(member.password)}`,
		);
		await call(sandbox, AGENCY, 'PUT', `/clients/${agency.clients[0]?._id}/members/x`, {
			password: member.password,
		});
		const text = JSON.stringify(await readState());
		expect(text).toContain('"side":"request"');
		expect(text).not.toContain(member.password);
		expect(text).not.toContain(AGENCY);
		expect(text).not.toContain(OF_CLIENT);
	});

	it('contains no credentials of an agent’s platform, wherever they came from', async () => {
		const secret = 'test-key-to-a-platform';
		const secrets = { apiKey: secret, platformCredentials: { token: secret, botId: secret } };
		const agent = { name: 'Front Desk', platform: 'vapi' as const, ...secrets };
		const agency = sandbox.openAgency(AGENCY, { agents: [{ _id: 'desk', ...agent }] });
		await call(sandbox, AGENCY, 'POST', '/agents', agent);
		await call(sandbox, AGENCY, 'POST', '/agents', { ...agent, platform: secret });
		await call(sandbox, AGENCY, 'POST', '/agents', { ...agent, apiKey: { text: secret } });
		await call(sandbox, AGENCY, 'POST', '/agents', `{"apiKey":"${secret}"`);
		await call(sandbox, AGENCY, 'PUT', '/agents/desk', { ...secrets, agentConfig: secret });
		await call(sandbox, AGENCY, 'GET', `/agents/desk?apiKey=${secret}`);
		expect(JSON.stringify((await call(sandbox, AGENCY, 'GET', '/agents')).json)).toContain(secret);
		expect(agency.violations).toHaveLength(5);
		const text = JSON.stringify(await readState());
		expect(text).toContain('Front Desk');
		expect(text).not.toContain(secret);
	});
});

describe('setting up over HTTP', () => {
	it('opens an agency, and empties it', async () => {
		const clients = [{ name: 'Acme', members: [{ name: 'Ada', loginId: 'ada' }] }];
		const silence = { kind: 'silence', afterWork: true };
		const faults = { script: [null, { kind: 'serverError', afterWork: false }, silence] };
		expect((await setUp({ apiKey: AGENCY, clients, faults })).status).toBe(204);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toMatchObject([{ name: 'Acme' }]);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).status).toBe(500);

		const agent = {
			name: 'Website Chat',
			platform: 'botpress',
			apiId: 'https://messaging.botpress.example/chat',
			apiKey: 'test-botpress-token',
			platformCredentials: { botId: 'bot' },
			agentConfig: { isTemplate: true },
		};
		const acme = [{ _id: 'acme', name: 'Acme' }];
		const agents = [{ ...agent, clientId: 'acme' }];
		expect((await setUp({ apiKey: AGENCY, clients: acme, agents })).status).toBe(204);
		expect((await call(sandbox, AGENCY, 'GET', '/clients/acme/agents')).json).toMatchObject([
			agent,
		]);

		expect((await setUp({ apiKey: AGENCY })).status).toBe(204);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toEqual([]);
	});

	it('accepts what ChatDash’s pages leave open', async () => {
		const clients = ['acme', 'bolt'].map((_id) => ({ _id, name: 'Two  spaces' }));
		const agents = [{ _id: 'desk', name: 'Desk', platform: 'vapi', clientId: 'acme' }];
		const variants = {
			normalizesNames: true,
			movesAgents: true,
			keepsLastEvent: true,
			refusesLocalhost: true,
		};
		expect((await setUp({ apiKey: AGENCY, clients, agents, ...variants })).status).toBe(204);
		const { json } = await call(sandbox, AGENCY, 'GET', '/clients');
		expect(json).toMatchObject([{ name: 'Two spaces' }, { name: 'Two spaces' }]);
		const move = { agentIds: ['desk'], clientId: 'bolt' };
		expect((await call(sandbox, AGENCY, 'PUT', '/agents/assign', move)).status).toBe(200);
	});

	it('accepts a lag', async () => {
		expect((await setUp({ apiKey: AGENCY, lag: { reads: 1 } })).status).toBe(204);
		await call(sandbox, AGENCY, 'POST', '/clients', acme());
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toEqual([]);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toHaveLength(1);
	});

	it('accepts a limit that is used up', async () => {
		const window = { requests: 60, windowMs: 60_000, retryAfter: 'none' };
		const limit = { ...window, usedUp: 60, windowOffsetMs: 1000 };
		expect((await setUp({ apiKey: AGENCY, limit })).status).toBe(204);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).status).toBe(429);
	});

	it.each([
		['no key', { clients: 1 }],
		['an unknown field', { apiKey: AGENCY, client: 1 }],
		['a number as text', { apiKey: AGENCY, clients: '1' }],
		[
			'an agent on an unknown platform',
			{ apiKey: AGENCY, agents: [{ name: 'Desk', platform: 'fax' }] },
		],
		[
			'an agent of an unknown client',
			{ apiKey: AGENCY, agents: [{ name: 'Desk', platform: 'vapi', clientId: 'gone' }] },
		],
		['an unknown fault', { apiKey: AGENCY, faults: { script: [{ kind: 'flood' }] } }],
		['a fault without its fields', { apiKey: AGENCY, faults: { script: [{ kind: 'latency' }] } }],
		['a negative lag', { apiKey: AGENCY, lag: { reads: -1 } }],
		[
			'a window without its length',
			{ apiKey: AGENCY, limit: { requests: 60, retryAfter: 'none' } },
		],
		['a limit of zero', { apiKey: AGENCY, limit: { perSecond: 0, burst: 1, retryAfter: 'none' } }],
		[
			'a duplicate login ID',
			{
				apiKey: AGENCY,
				clients: ['ada', 'Ada'].map((loginId) => ({
					name: 'Acme',
					members: [{ name: 'Ada', loginId }],
				})),
			},
		],
	])('rejects %s', async (_what, body) => {
		const agency = sandbox.openAgency(AGENCY, { clients: 1 });
		expect((await setUp(body)).status).toBe(400);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).json).toEqual(agency.clients);
	});
});

describe('the page', () => {
	it('shows every text as text', async () => {
		const { text, policy } = await readPage();
		const hostile = '<img src=x onerror="alert(1)">';
		sandbox.openAgency(AGENCY, {
			clients: [{ name: hostile, members: [{ name: hostile, loginId: hostile, email: hostile }] }],
			agents: [{ _id: 'desk', name: hostile, platform: 'n8n' }],
			conversations: [{ agentId: 'desk', name: hostile }],
		});
		// The page is the same for everyone: it receives names as JSON, and never turns them into HTML.
		expect((await readPage()).text).toBe(text);
		expect(JSON.stringify(await readState())).toContain(JSON.stringify(hostile));
		expect(text).not.toMatch(
			/innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\b/,
		);
		expect(policy).not.toMatch(/script-src[^;]*'unsafe/);
	});

	it('loads nothing from elsewhere, and runs only its own script', async () => {
		const { text, policy } = await readPage();
		expect(text).toContain('<title>ChatDash sandbox</title>');
		expect(text).not.toMatch(/https?:|src=|@import|url\(/);
		const script = /<script>([^]*)<\/script>/.exec(text)?.[1] ?? '';
		const hash = createHash('sha256').update(script).digest('base64');
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain(`script-src 'sha256-${hash}'`);
	});

	async function readPage() {
		const response = await fetch(sandbox.origin);
		return {
			text: await response.text(),
			policy: response.headers.get('content-security-policy') ?? '',
		};
	}
});
