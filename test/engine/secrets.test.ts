/**
 * Neither a password nor the key is in anything that n8n would store of an execution, but where the user's own deals
 * hold it, or where the node puts out the password that it made. ChatDash, here, repeats all that it was sent.
 */
import type { INodeParameters, OnError } from 'n8n-workflow';

import {
	CREATED,
	byId,
	changesAt,
	closeHosts,
	createHost,
	deals,
	opened,
	runDeals,
	runOperation,
	type Got,
	type Reply,
} from './fixtures';
import type { Ran } from './harness';

afterEach(closeHosts);

const KEY = 'CD.agency-secret';
const MODES: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

/** All texts in a value, keys too, each with the way to it. */
function stringsIn(value: unknown, way = ''): Array<{ way: string; text: string }> {
	if (typeof value === 'string') return [{ way, text: value }];
	if (typeof value !== 'object' || value === null) return [{ way, text: String(value) }];
	return Object.entries(value).flatMap(([key, entry]) => [
		{ way: `${way}.${key}`, text: key },
		...stringsIn(entry, `${way}.${key}`),
	]);
}

/** Where a secret stands in what n8n stores. */
function placesOf(secret: string, stored: Ran['stored']): string[] {
	// As it is written into the database, so that what is not written is not looked at, and nothing that is is missed.
	const written: unknown = JSON.parse(JSON.stringify(stored));
	return stringsIn(written)
		.filter(({ text }) => text.includes(secret))
		.map(({ way }) => way);
}

/** The deals' own field: what the user put into an item, n8n stores. */
const isOfTheDeal = (way: string) => way.endsWith('.json.pin');

/** ChatDash, as it would be if it repeated whatever it gets in words, keys and lists. */
const repeating =
	(status: number, more: Reply = {}) =>
	({ headers, body }: Got): Reply => {
		const sent: unknown = JSON.parse(body || '{}');
		const key = String(headers['authorization']);
		return {
			status,
			body: {
				[status < 300 ? 'message' : 'error']: `Got ${key} and ${body}`,
				sent,
				headers,
				[key]: [body, { [body]: key }],
			},
			...more,
		};
	};

const ANSWERS: Array<[string, (request: Got) => Reply]> = [
	['creates the clients and repeats what it got', repeating(200)],
	['refuses and repeats what it got', repeating(400)],
	['locks out and repeats what it got', repeating(401)],
	['breaks down and repeats what it got', repeating(500)],
	// For longer than a run waits.
	['asks to wait and repeats what it got', repeating(429, { headers: { 'retry-after': '3600' } })],
	['redirects and repeats what it got', repeating(302, { headers: { location: '/elsewhere' } })],
	['gives a web page with what it got', ({ body }) => ({ status: 502, body: `<p>${body}</p>` })],
	['gives words that are no JSON with what it got', ({ body }) => ({ status: 400, body })],
	['cuts the connection', () => ({ cut: true })],
	[
		'says that the login is taken',
		() => ({ status: 400, body: { error: 'Login ID already in use' } }),
	],
];

describe.each(ANSWERS)('When ChatDash %s', (_what, answer) => {
	test.each(MODES)(
		"no given password and no key is stored beside the user's deals (%s)",
		async (onError) => {
			const items = deals(3);
			const chatDash = await createHost(answer);
			const ran = await runDeals(opened(chatDash, KEY), {
				items,
				onError,
				fields: {
					options: { maxRetries: 0, maxConcurrency: 1, onLoginIdInUse: 'skip', returnClient: true },
				},
			});

			// They were sent, so that there was something to leak; and the search sees what is stored.
			expect(changesAt(chatDash)[0]?.body).toContain(items[0]?.pin);
			expect(placesOf(String(items[0]?.pin), ran.stored).some(isOfTheDeal)).toBe(true);

			for (const { pin } of items) {
				expect(placesOf(pin, ran.stored).filter((way) => !isOfTheDeal(way))).toEqual([]);
			}
			expect(placesOf(KEY, ran.stored)).toEqual([]);
			expect(JSON.stringify(ran.error ?? {})).not.toContain(KEY);
		},
	);
});

test.each(MODES)(
	'A generated password is stored only as member.password of its item (%s)',
	async (onError) => {
		const sent: string[] = [];
		const chatDash = await createHost((request) => {
			sent.push(/"password":"([^"]+)"/.exec(request.body)?.[1] ?? 'none');
			return repeating(200)(request);
		});
		const ran = await runDeals(opened(chatDash, KEY), {
			items: deals(2),
			onError,
			fields: { passwordSource: 'generate' },
		});

		expect(sent).toHaveLength(2);
		for (const password of sent) {
			expect(password).toMatch(/^\S{16,}$/);
			const places = placesOf(password, ran.stored);
			expect(places.length).toBeGreaterThan(0);
			expect(places.filter((way) => !way.endsWith('.json.member.password'))).toEqual([]);
		}
	},
);

test.each(MODES)(
	'A generated password of an item that failed is stored nowhere (%s)',
	async (onError) => {
		const sent: string[] = [];
		const chatDash = await createHost((request) => {
			sent.push(/"password":"([^"]+)"/.exec(request.body)?.[1] ?? 'none');
			return repeating(400)(request);
		});
		const ran = await runDeals(opened(chatDash, KEY), {
			items: deals(2),
			onError,
			fields: { passwordSource: 'generate' },
		});

		expect(sent.length).toBeGreaterThan(0);
		for (const password of sent) expect(placesOf(password, ran.stored)).toEqual([]);
	},
);

test('What ChatDash says around a password is still shown', async () => {
	const chatDash = await createHost(({ body }) => ({
		status: 400,
		body: { error: `Too weak: ${/"password":"([^"]+)"/.exec(body)?.[1]}!` },
	}));
	const ran = await runDeals(opened(chatDash, KEY), { onError: 'continueErrorOutput' });
	expect(ran.errorOutput[0]?.json['error']).toBe('Too weak: *****!');
});

test('An answer that is done comes out without what it repeats', async () => {
	const chatDash = await createHost(({ body }) => ({
		body: { ...CREATED, sent: JSON.parse(body) },
	}));
	const ran = await runDeals(opened(chatDash, KEY), {});
	expect(ran.output[0]?.json).toMatchObject({
		...CREATED,
		sent: { client: { name: 'Company 0' }, member: { password: '*****' } },
	});
});

// A server that trims what it gets would otherwise hand out all of the password but its blanks.
test('A password with blanks around it is masked where ChatDash repeats it without them', async () => {
	const chatDash = await createHost(() => ({
		status: 400,
		body: { error: 'Too weak: open sesame' },
	}));
	const ran = await runDeals(opened(chatDash, KEY), {
		items: deals(1).map((one) => ({ ...one, pin: ' open sesame ' })),
		onError: 'continueRegularOutput',
	});
	expect(ran.output[0]?.json['error']).toBe('Too weak: *****');
});

// As a server does that says of a body which part of it it could not read: quotes and backslashes are escaped there.
test('A password with a quote in it is masked where ChatDash repeats the body as it came', async () => {
	const chatDash = await createHost(({ body }) => ({
		status: 400,
		body: { error: `Cannot use ${body}` },
	}));
	const ran = await runDeals(opened(chatDash, KEY), {
		items: deals(1).map((one) => ({ ...one, pin: 'open "sesame" \\o/ now' })),
		onError: 'continueRegularOutput',
	});
	expect(ran.output[0]?.json['error']).toMatch(/^Cannot use .*"password":"\*+"/);
});

/** The other operations that are given secrets: each item holds them in its own field pin, as a deal does. */
describe.each<[string, `${string}.${string}`, INodeParameters]>([
	[
		'the password of a new member',
		'member.create',
		{
			clientId: byId('acme'),
			memberName: 'Ada',
			loginId: '={{ $json.login }}',
			passwordSource: 'define',
			password: '={{ $json.pin }}',
		},
	],
	[
		'a new password',
		'member.update',
		{
			clientId: byId('acme'),
			memberId: byId('={{ $json.login }}'),
			updateFields: { password: '={{ $json.pin }}', isAdmin: false },
		},
	],
	[
		"the key of an agent's platform",
		'agent.create',
		{
			agentName: '={{ $json.login }}',
			platform: 'vapi',
			additionalFields: { apiKey: '={{ $json.pin }}' },
		},
	],
	[
		"the credentials of an agent's platform",
		'agent.create',
		{
			agentName: '={{ $json.login }}',
			platform: 'n8n',
			additionalFields: { platformCredentials: '={{ { deep: [{ user: $json.pin }] } }}' },
		},
	],
])('Of %s (%s)', (_what, operation, parameters) => {
	test.each(ANSWERS)('nothing is stored when ChatDash %s', async (_when, answer) => {
		for (const onError of MODES) {
			const items = [0, 1].map((number) => ({
				login: `login${number}`,
				pin: `secret no. ${number}`,
			}));
			const chatDash = await createHost(answer);
			const ran = await runOperation(opened(chatDash, KEY), operation, {
				items,
				onError,
				parameters: { ...parameters, options: { maxRetries: 0, maxConcurrency: 1 } },
			});
			expect(changesAt(chatDash)[0]?.body).toContain('secret no. 0');
			for (const { pin } of items) {
				expect(placesOf(pin, ran.stored).filter((way) => !isOfTheDeal(way))).toEqual([]);
			}
			expect(placesOf(KEY, ran.stored)).toEqual([]);
		}
	});
});
