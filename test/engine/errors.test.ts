/**
 * What a user sees when items fail: where each of five deals ends in each of n8n's three error modes, in which order,
 * linked to which deal, and with which message.
 */
import { sleep, type IDataObject, type OnError } from 'n8n-workflow';

import type { AgencySetup } from '../../sandbox/server';
import {
	CREATED,
	createdDeal,
	bodyOf,
	changesAt,
	clientsOf,
	closeHosts,
	createHost,
	deal,
	deals,
	existing,
	host,
	jsonOf,
	opened,
	runDeals,
	saidBy,
	sentTo,
	takenBy,
	useSandbox,
} from './fixtures';

const openAgency = useSandbox();
afterEach(closeHosts);

const FIVE = [0, 1, 2, 3, 4];
const IN_USE = 'Login ID already in use';

const FAILING = [
	{ which: 'the first', failing: [0] },
	{ which: 'the middle one', failing: [2] },
	{ which: 'the last', failing: [4] },
	{ which: 'each one', failing: FIVE },
];

const without = (failing: number[]) => FIVE.filter((number) => !failing.includes(number));

/** n8n counts items from 0, and so does every message. */
const naming = (number: number) =>
	new RegExp(`\\bItem ${number} \\(login ID contact${number}@example\\.com\\)`);

describe.each(FAILING)('Of five deals, $which has a login ID that is in use', ({ failing }) => {
	const fine = without(failing);

	test("and the node stops: the error has ChatDash's message, the failed item, and what was created", async () => {
		const at = openAgency({ clients: takenBy(failing) });
		const first = failing[0] ?? 0;
		const ran = await runDeals(at, { items: deals(5), fields: { options: { maxConcurrency: 1 } } });

		expect(ran.status).toBe('error');
		expect(ran.error?.message).toBe(IN_USE);
		expect(ran.error?.httpCode).toBe('400');
		expect(ran.error?.description).toMatch(naming(first));
		expect(ran.error?.description).toMatch(/status 400/);
		expect(ran.error?.description).toMatch(
			{ 0: /No other items were created/, 2: /Already created: items 0–1\./, 4: /items 0–3\./ }[
				first
			] ?? /never/,
		);
		expect(ran.output).toEqual([]);
		expect(ran.downstream).toEqual({ main: [], error: [] });
	});

	test('and the node stops: nothing starts after it', async () => {
		const { agency, credential } = openAgency({ clients: takenBy(failing) });
		const first = failing[0] ?? 0;
		await runDeals({ credential }, { items: deals(5), fields: { options: { maxConcurrency: 1 } } });

		const upToIt = FIVE.filter((number) => number <= first);
		expect(sentTo(agency)).toEqual(upToIt.map(bodyOf));
	});

	test('and the node stops with all five running: those finish, and the error lists them', async () => {
		const { agency, credential } = openAgency({ clients: takenBy(failing) });
		const ran = await runDeals({ credential }, { items: deals(5) });

		expect(ran.error?.message).toBe(IN_USE);
		expect(ran.error?.description).toMatch(naming(failing[0] ?? 0));
		expect(ran.error?.description).toMatch(
			{
				'0': /Already created: items 1–4\./,
				'2': /Already created: items 0–1, 3–4\./,
				'4': /Already created: items 0–3\./,
				'0,1,2,3,4': /No other items were created\./,
			}[failing.join()] ?? /never/,
		);
		expect(clientsOf(agency).slice(failing.length).sort()).toEqual(
			fine.map((number) => `Company ${number}`),
		);
	});

	test('and the node continues: each deal has its item, in order, the failed ones in their place', async () => {
		const at = openAgency({ clients: takenBy(failing) });
		const ran = await runDeals(at, { items: deals(5), onError: 'continueRegularOutput' });

		expect(ran.status).toBe('success');
		expect(ran.errorOutput).toEqual([]);
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(FIVE.map((item) => ({ item })));
		expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual(deals(5));
		for (const number of FIVE) {
			const json = ran.output[number]?.json ?? {};
			if (!failing.includes(number)) expect(json).toEqual(createdDeal(number));
			else {
				expect(Object.keys(json).sort()).toEqual(['error', 'message']);
				expect(json['error']).toBe(IN_USE);
				expect(json['message']).toMatch(naming(number));
			}
		}
	});

	test('and the node has an error output: the failed deals are there with all their fields, the others continue', async () => {
		const { agency, credential } = openAgency({ clients: takenBy(failing) });
		const ran = await runDeals({ credential }, { items: deals(5), onError: 'continueErrorOutput' });

		expect(ran.status).toBe('success');
		expect(jsonOf(ran.downstream.main)).toMatchObject(fine.map(createdDeal));
		expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual(fine.map(deal));
		expect(ran.downstream.error).toEqual(
			failing.map((number) => ({
				json: { ...deal(number), error: IN_USE, message: expect.stringMatching(naming(number)) },
				deal: deal(number),
			})),
		);
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(fine.map((item) => ({ item })));
		expect(ran.errorOutput.map(({ pairedItem }) => pairedItem)).toEqual(
			failing.map((item) => ({ item })),
		);
		expect(clientsOf(agency).slice(failing.length).sort()).toEqual(
			fine.map((number) => `Company ${number}`),
		);
	});
});

describe('A login ID that is in use', () => {
	const OPTION = /'If Login ID Is in Use'.*'Skip if Same Client'/;
	const messageFor = async (setup: AgencySetup) => {
		const fields = { options: { maxRetries: 0 } };
		const ran = await runDeals(openAgency(setup), { fields, onError: 'continueErrorOutput' });
		const { message } = saidBy(ran.errorOutput[0]);
		expect(message).toMatch(/status 400/);
		expect(message).toMatch(/wasn't created/);
		return message;
	};

	test('by a client with the same name is explained: deals arrive twice, and there is an option for it', async () => {
		const message = await messageFor({ clients: [existing('Company 0', 'contact0@example.com')] });
		expect(message).toMatch(/A client named “Company 0” already has this login ID/);
		expect(message).toMatch(/won deals often arrive twice/);
		expect(message).toMatch(OPTION);
		expect(message).toMatch(/To set a new password, use 'Member: Update'/);
	});

	test('by someone else is explained: that requires another login, not the option', async () => {
		const message = await messageFor({ clients: takenBy([0]) });
		expect(message).toMatch(/probably belongs to someone else: .* Use a different login ID/);
		expect(message).not.toMatch(OPTION);
	});

	test("is explained with both if it can't be looked up who has it", async () => {
		const message = await messageFor({
			clients: takenBy([0]),
			faults: {
				script: [null, { kind: 'serverError', afterWork: false }],
				operations: ['listClients'],
			},
		});
		expect(message).toMatch(/Couldn't check ChatDash's records: An unexpected error occurred\./);
		expect(message).toMatch(/Won deals often arrive twice/);
		expect(message).toMatch(OPTION);
		expect(message).toMatch(/belongs to someone else, use a different one/);
	});

	test('leaves the words error, problem and failure to ChatDash', async () => {
		const at = openAgency({ clients: takenBy([0]) });
		const continued = await runDeals(at, { onError: 'continueErrorOutput' });
		const stopped = await runDeals(at, { items: deals(2) });

		const ours = [saidBy(continued.errorOutput[0]).message, String(stopped.error?.description)];
		expect(ours.filter((text) => /\b(error|problem|fail)/i.test(text))).toEqual([]);
	});

	test('mentions no other items if there is only one', async () => {
		const ran = await runDeals(openAgency({ clients: takenBy([0]) }), {});
		expect(ran.error?.message).toBe(IN_USE);
		expect(ran.error?.description).not.toMatch(/other item|Already/);
	});
});

test('A deal with fields named error and message doesn’t confuse n8n: the node’s own values replace them', async () => {
	const item = { ...deal(0), error: 'of the CRM', message: 'of the CRM' };
	const ran = await runDeals(openAgency({ clients: takenBy([0]) }), {
		items: [item],
		onError: 'continueErrorOutput',
	});

	expect(ran.downstream.error).toHaveLength(1);
	expect(ran.downstream.error[0]?.json).toMatchObject({ dealId: 4200, error: IN_USE });
	expect(ran.downstream.error[0]?.deal).toEqual(item);
});

test("A message of ChatDash that looks like one of Node's error codes is shown as it is", async () => {
	const says = 'No permission for createPermission: EPERM, ECONNREFUSED';
	const at = async () => opened(await createHost(() => ({ status: 400, body: { error: says } })));

	const stopped = await runDeals(await at(), {});
	const continued = await runDeals(await at(), { onError: 'continueErrorOutput' });

	expect(stopped.error?.message).toBe(says);
	expect(saidBy(continued.errorOutput[0]).error).toBe(says);
});

test('With many items running, a failure prevents more from starting', async () => {
	const slow = { kind: 'latency' as const, ms: 100 };
	const { agency, credential } = openAgency({
		clients: takenBy([0]),
		faults: { seed: 1, share: 1, kinds: [slow] },
	});
	const ran = await runDeals(
		{ credential },
		{ items: deals(12), fields: { options: { maxConcurrency: 3 } } },
	);

	expect(ran.error?.message).toBe(IN_USE);
	// The first three start together. By the time the failure is known, two more may have started after the other two.
	expect(sentTo(agency).length).toBeGreaterThanOrEqual(3);
	expect(sentTo(agency).length).toBeLessThanOrEqual(5);
});

test('The output is in input order, whatever order the responses come in', async () => {
	const at = opened(
		await createHost(async ({ body }) => {
			const [, number = '0'] = /"Company (\d+)"/.exec(body) ?? [];
			// The first request gets the last response.
			await sleep(20 * (8 - Number(number)));
			return { body: { ...CREATED, of: Number(number) } };
		}),
	);
	const ran = await runDeals(at, { items: deals(8) });

	expect(jsonOf(ran.output).map(({ of }) => of)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual(deals(8));
});

/** An error item without the fields that the node added. */
const withoutWords = (json: IDataObject) =>
	Object.fromEntries(Object.entries(json).filter(([key]) => !['error', 'message'].includes(key)));

describe('Invalid items', () => {
	/** Of five deals, the second has no company, and the fourth has an object as its contact's name. */
	const mixed = deals(5).map((one, number) => {
		if (number === 1) return { ...one, company: null };
		if (number === 3) return { ...one, contact: { ...one.contact, name: { first: 'Ada' } } };
		return one;
	});

	test('stop the node before anything is sent, and the error lists each of them with the reason', async () => {
		const { agency, credential } = openAgency();
		const ran = await runDeals({ credential }, { items: mixed });

		expect(ran.status).toBe('error');
		expect(agency.calls).toEqual([]);
		expect(ran.error?.message).toMatch(/2 of 5 items/);
		expect(ran.error?.description).toMatch(/Item 1: 'Client Name' is empty/);
		expect(ran.error?.description).toMatch(/Item 3: 'Member Name' .*(group of fields|object)/);
		expect(ran.error?.description).toMatch(/No items were sent/);
		expect(ran.error?.description).not.toMatch(/Item [024]:/);
	});

	test.each<[OnError]>([['continueRegularOutput'], ['continueErrorOutput']])(
		'become error items in their place when the node continues (%s), and the others are created',
		async (onError) => {
			const { agency, credential } = openAgency();
			const ran = await runDeals({ credential }, { items: mixed, onError });

			expect(clientsOf(agency).sort()).toEqual(['Company 0', 'Company 2', 'Company 4']);
			const all = [...ran.downstream.main, ...ran.downstream.error];
			const failed = all.filter(({ json }) => 'error' in json);
			expect(failed.map(({ deal: from }) => from)).toEqual([mixed[1], mixed[3]]);
			expect(saidBy(failed[0]).error).toMatch(/^'Client Name' is empty/);
			expect(saidBy(failed[0]).message).toMatch(/Item 1\b.*wasn't sent to ChatDash/);
			expect(saidBy(failed[1]).error).toMatch(/^'Member Name' /);
			expect(saidBy(failed[1]).message).toMatch(/Item 3\b.*wasn't sent to ChatDash/);

			const created = all.filter(({ json }) => !('error' in json));
			expect(jsonOf(created)).toMatchObject([CREATED, CREATED, CREATED]);
			expect(created.map(({ deal: from }) => from)).toEqual([mixed[0], mixed[2], mixed[4]]);
		},
	);

	test('keep their place in the regular output', async () => {
		const ran = await runDeals(openAgency(), { items: mixed, onError: 'continueRegularOutput' });
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(FIVE.map((item) => ({ item })));
		expect(ran.output.map(({ json }) => 'error' in json)).toEqual([
			false,
			true,
			false,
			true,
			false,
		]);
	});

	test('are on the error output with all fields of the deal', async () => {
		const ran = await runDeals(openAgency(), { items: mixed, onError: 'continueErrorOutput' });
		expect(ran.downstream.error.map(({ json }) => withoutWords(json))).toEqual([
			mixed[1],
			mixed[3],
		]);
	});

	test('all five of them: nothing is sent in any mode', async () => {
		const nameless = deals(5).map((one) => ({ ...one, company: '' }));
		const { agency, credential } = openAgency();
		const stopped = await runDeals({ credential }, { items: nameless });
		const continued = await runDeals(
			{ credential },
			{ items: nameless, onError: 'continueErrorOutput' },
		);

		expect(agency.calls).toEqual([]);
		expect(stopped.error?.message).toBe("'Client Name' is empty");
		expect(stopped.error?.description).toMatch(/all 5 items/);
		expect(continued.output).toEqual([]);
		expect(continued.downstream.error.map(({ deal: from }) => from)).toEqual(nameless);
	});

	test('only one of them: the error names it', async () => {
		const { agency, credential } = openAgency();
		const items = [deal(0), deal(1), { ...deal(2), company: '' }];
		const ran = await runDeals({ credential }, { items });

		expect(agency.calls).toEqual([]);
		expect(ran.error?.message).toMatch(/'Client Name' is empty/);
		expect(ran.error?.description).toMatch(/No items were sent/);
		expect(`${ran.error?.message} ${ran.error?.description}`).toMatch(/\bitem 2\b/i);
	});

	test('list everything that is wrong with one item', async () => {
		const items = [
			{ ...deal(0), company: '', pin: null, contact: { name: true, email: 'a@x.com' } },
		];
		const ran = await runDeals(openAgency(), { items, onError: 'continueErrorOutput' });

		const { error, message } = saidBy(ran.errorOutput[0]);
		expect(error).toBe('3 fields of this item are empty or invalid');
		expect(message.split('\n')).toEqual([
			"This item wasn't sent to ChatDash.",
			expect.stringMatching(/^'Client Name' is empty\. ./),
			expect.stringMatching(/^'Member Name' .*true.*\. ./),
			expect.stringMatching(/^'Password' is empty\. ./),
		]);
	});

	test('by the hundreds with the same problem share a line', async () => {
		const items = deals(300).map((one, number) => (number === 0 ? one : { ...one, company: '' }));
		const ran = await runDeals(openAgency(), { items });
		expect(ran.error?.message).toMatch(/299 of 300 items/);
		expect(ran.error?.description).toMatch(/^Items 1–299: 'Client Name' is empty\./);
	});

	test('by the hundreds with a problem each result in an error of readable length', async () => {
		const items = deals(300).map((one, number) =>
			number === 0
				? one
				: { ...one, contact: { ...one.contact, email: `not an address ${number}` } },
		);
		const fields = { email: '={{ $json.contact.email }}' };
		const ran = await runDeals(openAgency(), { items, fields });
		expect(ran.error?.message).toMatch(/299 of 300 items/);
		expect(ran.error?.description?.length).toBeLessThan(10_000);
		expect(ran.error?.description).toMatch(/249 more/);
	});

	// n8n shows the description as HTML, which hides text between angle brackets.
	test('show the CRM’s text between angle brackets', async () => {
		const items = deals(2).map((one) => ({ ...one, mail: `N. <n${one.dealId}@x.example>` }));
		const ran = await runDeals(openAgency(), { items, fields: { email: '={{ $json.mail }}' } });
		expect(ran.error?.description).toMatch(/N\. ‹n4200@x\.example›/);
		expect(ran.error?.description?.replaceAll('<br>', '')).not.toMatch(/[<>]/);
	});

	test("with a word that n8n mistakes for one of Node's error codes keep the same message", async () => {
		const items = [{ ...deal(0), contact: { ...deal(0).contact, email: 'not.EPERMITTED' } }];
		const fields = { email: '={{ $json.contact.email }}' };
		const stopped = await runDeals(openAgency(), { items, fields });
		expect(stopped.error?.message).toMatch(
			/^'Email' isn't a valid email address: .*not\.EPERMITTED/,
		);
	});

	test("with an expression that n8n can't evaluate explain that, with n8n's own message", async () => {
		const { agency, credential } = openAgency();
		const fields = { clientName: "={{ $('No Such Node').item.json.company }}" };
		const ran = await runDeals(
			{ credential },
			{ items: deals(2), fields, onError: 'continueErrorOutput' },
		);

		expect(agency.calls).toEqual([]);
		expect(ran.downstream.error.map(({ deal: from }) => from)).toEqual(deals(2));
		expect(saidBy(ran.errorOutput[0]).error).toBe(
			"The expression in 'Client Name' couldn't be evaluated",
		);
		expect(saidBy(ran.errorOutput[0]).message).toMatch(
			/n8n's message: .+ Fix the expression, then execute the node again\./,
		);
	});
});

describe('Two items with the same login ID', () => {
	const twin = (number: number, email: string) => ({
		...deal(number),
		contact: { name: `Contact ${number}`, email },
	});

	test('in another case: the first is created, the second is rejected and names the first', async () => {
		const { agency, credential } = openAgency();
		const items = [deal(0), twin(1, 'CONTACT0@Example.COM'), deal(2)];
		const ran = await runDeals({ credential }, { items, onError: 'continueErrorOutput' });

		expect(clientsOf(agency).sort()).toEqual(['Company 0', 'Company 2']);
		expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual([items[0], items[2]]);
		expect(ran.downstream.error.map(({ deal: from }) => from)).toEqual([items[1]]);
		const { error, message } = saidBy(ran.errorOutput[0]);
		expect(error).toBe("'Login ID' is the same as in item 0");
		expect(message).toMatch(/same deal/);
	});

	test('stop the node before anything is sent', async () => {
		const { agency, credential } = openAgency();
		const items = [deal(0), deal(1), twin(2, ' contact1@example.com')];
		const ran = await runDeals({ credential }, { items });

		expect(agency.calls).toEqual([]);
		expect(ran.error?.message).toMatch(/'Login ID' is the same as in item 1/);
	});

	test('whose first one is invalid for another reason: the second is created', async () => {
		const { agency, credential } = openAgency();
		const items = [{ ...deal(0), company: '' }, twin(1, 'contact0@example.com')];
		const ran = await runDeals({ credential }, { items, onError: 'continueErrorOutput' });

		expect(clientsOf(agency)).toEqual(['Company 1']);
		expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual([items[1]]);
		expect(saidBy(ran.errorOutput[0]).error).toBe("'Client Name' is empty");
	});

	test('three times: both later ones name the first', async () => {
		const items = [deal(0), twin(1, 'contact0@example.com'), twin(2, 'contact0@example.com')];
		const ran = await runDeals(openAgency(), { items, onError: 'continueErrorOutput' });
		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual([
			"'Login ID' is the same as in item 0",
			"'Login ID' is the same as in item 0",
		]);
	});

	test('as a text that is the same for all items: only the first is sent', async () => {
		const { agency, credential } = openAgency();
		const ran = await runDeals(
			{ credential },
			{ items: deals(3), fields: { loginId: 'nathan' }, onError: 'continueErrorOutput' },
		);
		expect(clientsOf(agency)).toEqual(['Company 0']);
		expect(ran.downstream.error.map(({ deal: from }) => from)).toEqual([deal(1), deal(2)]);
	});
});

describe('A key that ChatDash doesn’t accept', () => {
	const rejectionWith = (status: number) => () => ({ status, body: { error: 'Invalid API key' } });

	test.each([
		['the list before it', 401, host, 0],
		['the first deal after a rejected list', 403, host, 1],
		['the first deal', 401, createHost, 1],
		['the first deal', 403, createHost, 1],
	])(
		'ends the run at %s: with status %i the rest is not sent, and each item explains why',
		async (_what, status, start, changes) => {
			const chatDash = await start(rejectionWith(status));
			const ran = await runDeals(opened(chatDash), {
				items: deals(5),
				fields: { options: { maxConcurrency: 1 } },
				onError: 'continueErrorOutput',
			});

			expect(chatDash.got).toHaveLength(1 + changes);
			expect(changesAt(chatDash)).toHaveLength(changes);
			expect(ran.output).toEqual([]);
			expect(ran.downstream.error.map(({ deal: from }) => from)).toEqual(deals(5));
			for (const [number, item] of ran.errorOutput.entries()) {
				const { error, message } = saidBy(item);
				expect(error).toBe('Invalid API key');
				expect(message).toMatch(naming(number));
				expect(message).toMatch(number === 0 ? new RegExp(`status ${status}`) : /wasn't sent/);
				expect(message).toMatch(/Check 'API Key' in the ChatDash credential/);
			}
		},
	);

	test('in the middle of a run keeps what was already created', async () => {
		const revokedAfterTwo = async () => {
			let creates = 0;
			return await createHost(() => {
				creates += 1;
				return creates <= 2 ? { body: CREATED } : { status: 401, body: { error: 'Key revoked' } };
			});
		};
		const chatDash = await revokedAfterTwo();
		const run = { items: deals(5), fields: { options: { maxConcurrency: 1 } } };
		const ran = await runDeals(opened(chatDash), { ...run, onError: 'continueErrorOutput' });
		expect(changesAt(chatDash)).toHaveLength(3);
		expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual([deal(0), deal(1)]);
		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual(Array(3).fill('Key revoked'));

		const stopped = await runDeals(opened(await revokedAfterTwo()), run);
		expect(stopped.error).toMatchObject({ message: 'Key revoked', httpCode: '401' });
		expect(stopped.error?.description).toMatch(/Item 2\b.*Already created: items 0–1\./);
	});
});

describe('The response of ChatDash or the network', () => {
	test.each([
		['a web page with status 502', { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }],
		['an error of its own', { status: 500, body: { error: 'An unexpected error occurred' } }],
		['nothing at all', { body: '' }],
		['something that isn’t documented', { body: { ok: true } }],
		['a cut connection', { cut: true as const }],
	])(
		'is %s: the item explains that it is unknown whether the client was created',
		async (_what, reply) => {
			const chatDash = await createHost(() => reply);
			const ran = await runDeals(opened(chatDash), {
				fields: { options: { maxRetries: 0 } },
				onError: 'continueErrorOutput',
			});

			const { error, message } = saidBy(ran.errorOutput[0]);
			expect(error).not.toMatch(/<|status code|check your parameters/);
			expect(message).toMatch(
				/^It's unknown whether this item \(login ID contact0@example\.com\) was created\. ChatDash (returned status \d+|didn't respond)\. Check your ChatDash dashboard before you run this item again\.$/,
			);
			expect(message).not.toMatch(/wasn't created/);
		},
	);

	test("is a 200 with an error: the item has ChatDash's message", async () => {
		const chatDash = await createHost(() => ({ body: { error: 'Plan limit reached' } }));
		const ran = await runDeals(opened(chatDash), { onError: 'continueErrorOutput' });
		expect(saidBy(ran.errorOutput[0]).error).toBe('Plan limit reached');
		expect(saidBy(ran.errorOutput[0]).message).toMatch(/wasn't created/);
	});

	// n8n mistakes an item with only these two keys for a failed one, and a user would create the client a second time.
	test('is a created client with an error next to its message: the item is not on the error output', async () => {
		const chatDash = await createHost(() => ({
			body: { ...CREATED, error: 'The mail was not sent' },
		}));
		const ran = await runDeals(opened(chatDash), { onError: 'continueErrorOutput' });
		expect(ran.downstream.error).toEqual([]);
		expect(ran.downstream.main.map(({ json }) => json)).toMatchObject([CREATED]);
	});

	test.each([[301], [302], [303], [307], [308]])(
		'is a redirect with status %i: it isn’t followed, so the key is sent to no other host',
		async (status) => {
			const other = await host(() => ({ body: CREATED }));
			const chatDash = await host(() => ({
				status,
				headers: { location: `${other.origin}/v1/public/clients` },
			}));
			const ran = await runDeals(opened(chatDash), { onError: 'continueErrorOutput' });

			expect(other.got).toEqual([]);
			// The list before the deal is also redirected. That redirect isn't followed or retried either.
			expect(chatDash.got.map(({ method }) => method)).toEqual(['GET', 'POST']);
			expect(ran.output).toEqual([]);
			expect(saidBy(ran.errorOutput[0]).message).toMatch(new RegExp(`status ${status}`));
			expect(saidBy(ran.errorOutput[0]).message).toMatch(/wasn't created.*'Base URL'/);
		},
	);

	test('is a list of errors: the message of the first is shown, with the status', async () => {
		const chatDash = await createHost(() => ({
			status: 422,
			body: { errors: [{ message: 'Bad name' }] },
		}));
		const ran = await runDeals(opened(chatDash), { onError: 'continueErrorOutput' });
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'Bad name',
			message: expect.stringMatching(
				/^This item \(login ID contact0@example\.com\) wasn't created\. .*status 422\. Check the values/,
			),
		});
	});
});

test('Items of an existing client with the same name are still errors unless the user wants to skip them', async () => {
	const at = openAgency({ clients: [existing('Company 0', 'contact0@example.com')] });
	const ran = await runDeals(at, { onError: 'continueErrorOutput' });
	expect(saidBy(ran.errorOutput[0]).error).toBe(IN_USE);
});
