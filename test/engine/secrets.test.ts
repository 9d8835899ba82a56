/**
 * n8n stores neither a password nor the key of an execution, except in the user's own deals and where the node outputs
 * a password that it generated. In these tests ChatDash repeats everything that it received.
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

/** All texts in a value, including keys, each with its path. */
function stringsIn(value: unknown, path = ''): Array<{ path: string; text: string }> {
	if (typeof value === 'string') return [{ path, text: value }];
	if (typeof value !== 'object' || value === null) return [{ path, text: String(value) }];
	return Object.entries(value).flatMap(([key, entry]) => [
		{ path: `${path}.${key}`, text: key },
		...stringsIn(entry, `${path}.${key}`),
	]);
}

/** The paths of a secret in what n8n stores. */
function placesOf(secret: string, stored: Ran['stored']): string[] {
	// In the form in which it is written into the database, to search exactly what is stored.
	const written: unknown = JSON.parse(JSON.stringify(stored));
	return stringsIn(written)
		.filter(({ text }) => text.includes(secret))
		.map(({ path }) => path);
}

/** The deals' own field: n8n stores what the user put into an item. */
const isOfTheDeal = (path: string) => path.endsWith('.json.pin');

/** ChatDash if it repeated everything that it receives, in texts, keys and lists. */
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
	['creates the clients and repeats the request', repeating(200)],
	['rejects and repeats the request', repeating(400)],
	['responds with 401 and repeats the request', repeating(401)],
	['responds with 500 and repeats the request', repeating(500)],
	// Longer than a run waits.
	['asks to wait and repeats the request', repeating(429, { headers: { 'retry-after': '3600' } })],
	['redirects and repeats the request', repeating(302, { headers: { location: '/elsewhere' } })],
	['returns a web page with the request', ({ body }) => ({ status: 502, body: `<p>${body}</p>` })],
	['returns the request as plain text', ({ body }) => ({ status: 400, body })],
	['cuts the connection', () => ({ cut: true })],
	[
		'reports that the login is in use',
		() => ({ status: 400, body: { error: 'Login ID already in use' } }),
	],
];

describe.each(ANSWERS)('When ChatDash %s', (_what, answer) => {
	test.each(MODES)(
		"no given password and no key is stored except in the user's deals (%s)",
		async (onError) => {
			const items = deals(3);
			const chatDash = await createHost(answer);
			const ran = await runDeals(opened(chatDash, KEY), {
				items,
				onError,
				fields: {
					onLoginIdInUse: 'skip',
					options: { maxRetries: 0, maxConcurrency: 1, includeClientId: true },
				},
			});

			// The secrets were sent, so they could leak, and the search finds what is stored.
			expect(changesAt(chatDash)[0]?.body).toContain(items[0]?.pin);
			expect(placesOf(String(items[0]?.pin), ran.stored).some(isOfTheDeal)).toBe(true);

			for (const { pin } of items) {
				expect(placesOf(pin, ran.stored).filter((path) => !isOfTheDeal(path))).toEqual([]);
			}
			expect(placesOf(KEY, ran.stored)).toEqual([]);
			expect(JSON.stringify(ran.error ?? {})).not.toContain(KEY);
		},
	);
});

test.each(MODES)(
	'A generated password is stored only as the password of its item (%s)',
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
			expect(places.filter((path) => !path.endsWith('.json.password'))).toEqual([]);
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

test('The text around a password in ChatDash’s message is still shown', async () => {
	const chatDash = await createHost(({ body }) => ({
		status: 400,
		body: { error: `Too weak: ${/"password":"([^"]+)"/.exec(body)?.[1]}!` },
	}));
	const ran = await runDeals(opened(chatDash, KEY), { onError: 'continueErrorOutput' });
	expect(ran.errorOutput[0]?.json['error']).toBe('Too weak: *****!');
});

test('A successful response is output without the secrets that it repeats', async () => {
	const chatDash = await createHost(({ body }) => ({
		body: { ...CREATED, sent: JSON.parse(body) },
	}));
	const ran = await runDeals(opened(chatDash, KEY), {});
	expect(ran.output[0]?.json).toMatchObject({
		...CREATED,
		sent: { client: { name: 'Company 0' }, member: { password: '*****' } },
	});
});

// A server that trims its input would otherwise reveal the password without its spaces.
test('A password with spaces around it is redacted if ChatDash repeats it without them', async () => {
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

// A server may quote the part of a body that it could not read, where quotes and backslashes are escaped.
test('A password with a quote in it is redacted if ChatDash repeats the body as it came', async () => {
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

/** The other operations with secrets: each item has its secret in the field pin, as a deal does. */
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
			apiKey: '={{ $json.pin }}',
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
				expect(placesOf(pin, ran.stored).filter((path) => !isOfTheDeal(path))).toEqual([]);
			}
			expect(placesOf(KEY, ran.stored)).toEqual([]);
		}
	});
});
