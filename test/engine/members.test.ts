/**
 * Member → Create, Get Many and Update as a user sets them up. Failing items among others are covered in
 * operations.test.ts.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { omitUndefined } from '../../nodes/transport/json';
import type { AgencySetup, Fault } from '../../sandbox/server';
import {
	LONG_LIMIT,
	PEOPLE,
	bodiesOf,
	byId,
	byLogin,
	byName,
	closeHosts,
	hintsOf,
	host,
	jsonOf,
	opened,
	pairsOf,
	parametersFor,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
	type Opened,
} from './fixtures';
import { retryExecution, runNode, type Run } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

const ADDED = { message: 'Member added successfully' };
const UPDATED = { message: 'Member updated successfully' };
const IN_USE = 'Login ID already in use';

const retried = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

/** People to add to a client, as items. */
const people = (count: number) =>
	Array.from({ length: count }, (_, number) => ({
		name: `Person ${number}`,
		login: `person${number}@acme.example`,
	}));
const NEW: INodeParameters = {
	clientId: byName('Acme Dental'),
	memberName: '={{ $json.name }}',
	loginId: '={{ $json.login }}',
	passwordSource: 'generate',
};
const create = async (
	at: Pick<Opened, 'credential'>,
	parameters: INodeParameters = {},
	run: Partial<Run> = {},
) =>
	await runOperation(at, 'member.create', {
		items: people(1),
		...run,
		parameters: { ...NEW, ...parameters },
	});

/** The passwords that were sent for a login. */
const sentFor = (login: string, bodies: readonly unknown[]) =>
	bodies
		.map((body) => JSON.stringify(body))
		.filter((body) => body.includes(`"${login}"`))
		.map((body) => /"password":"([^"]+)"/.exec(body)?.[1]);

describe('Member → Create', () => {
	test('sends only the fields that are filled in', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await create(
			{ credential },
			{
				passwordSource: 'define',
				password: ' as it is ',
				additionalFields: { email: '={{ $json.mail }}' },
			},
			{ items: [people(1)[0] ?? {}, { ...people(2)[1], mail: 'one@mail.example' }] },
		);
		expect(bodiesOf(agency, 'addMember')).toEqual(
			expect.arrayContaining([
				{ name: 'Person 0', loginId: 'person0@acme.example', password: ' as it is ' },
				{
					name: 'Person 1',
					loginId: 'person1@acme.example',
					email: 'one@mail.example',
					password: ' as it is ',
				},
			]),
		);
		// A password that the user gave is never output.
		expect(jsonOf(ran.output)).toEqual([
			{ ...ADDED, clientId: 'acme', memberName: 'Person 0', loginId: 'person0@acme.example' },
			{
				...ADDED,
				clientId: 'acme',
				memberName: 'Person 1',
				loginId: 'person1@acme.example',
				email: 'one@mail.example',
			},
		]);
	});

	test('outputs the password that it generated for each item', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await create({ credential }, {}, { items: people(3) });
		const sent = people(3).map(({ login }) => sentFor(login, bodiesOf(agency, 'addMember'))[0]);
		expect(new Set(sent).size).toBe(3);
		expect(jsonOf(ran.output)).toEqual(
			people(3).map(({ name, login }, number) => ({
				...ADDED,
				clientId: 'acme',
				memberName: name,
				loginId: login,
				password: sent[number],
			})),
		);
		expect(
			agency
				.membersOf('acme')
				?.slice(2)
				.map(({ isAdmin }) => isAdmin),
		).toEqual([false, false, false]);
	});

	test('rejects the second of two items with the same login, before anything is sent', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await create(
			{ credential },
			{},
			{ items: [...people(1), { name: 'Twin', login: 'PERSON0@acme.example' }] },
		);
		expect(ran.error?.message).toBe("'Login ID' is the same as in item 0");
		expect(agency.calls).toEqual([]);
	});

	describe.each<[string, Fault]>([
		['the connection is cut after ChatDash added the member', { kind: 'cutAfter' }],
		['the response is cut off midway', { kind: 'cutBody' }],
		[
			'ChatDash responds with 500 after it added the member',
			{ kind: 'serverError', afterWork: true },
		],
	])('if %s', (_what, fault) => {
		const faults = { script: [null, fault], operations: ['addMember'] };

		test('creates the member once, confirms it, and outputs its valid password', async () => {
			const { agency, credential } = openAgency({ ...PEOPLE, faults });
			const ran = await create(
				{ credential },
				{ options: { maxConcurrency: 1 } },
				{ items: people(3) },
			);
			const bodies = bodiesOf(agency, 'addMember');
			const [password, again, ...rest] = sentFor('person1@acme.example', bodies);
			expect(again).toBe(password);
			expect(rest).toEqual([]);
			const [first, second, third] = jsonOf(ran.output);
			expect(second).toEqual({
				...ADDED,
				confirmed: true,
				clientId: 'acme',
				memberName: people(2)[1]?.name,
				loginId: 'person1@acme.example',
				password,
			});
			expect([first, third].map((json) => json?.['confirmed'])).toEqual([undefined, undefined]);
			expect(
				agency
					.membersOf('acme')
					?.slice(2)
					.map(({ name }) => name),
			).toEqual(['Person 0', 'Person 1', 'Person 2']);
			expect(hintsOf(ran)).toContainEqual(
				expect.stringMatching(/^1 of 3 items needed an extra check/),
			);
		});

		test('doesn’t mistake another member for the new one', async () => {
			const { agency, credential } = openAgency({
				...PEOPLE,
				faults: { ...faults, script: [fault] },
			});
			const ran = await create(
				{ credential },
				{},
				{ items: [{ name: 'Adam', login: 'ada@acme.example' }], onError: 'continueErrorOutput' },
			);
			expect(saidBy(ran.errorOutput[0])).toEqual({
				error: IN_USE,
				message: expect.stringMatching(/wasn't created/),
			});
			expect(agency.members).toHaveLength(4);
		});
	});

	test('reports what no lookup could settle as unknown, neither created nor failed', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: {
				// The members are read before the request.
				script: [null, { kind: 'cutAfter' }, { kind: 'cutBefore' }],
				operations: ['addMember', 'listMembers'],
			},
		});
		const ran = await create(
			{ credential },
			{ options: { maxRetries: 0 } },
			{ onError: 'continueErrorOutput' },
		);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'The connection closed before ChatDash responded',
			message: expect.stringMatching(/^It's unknown whether this item .* was created\./),
		});
		expect(agency.membersOf('acme')).toHaveLength(3);
	});

	test('tried again by Retry On Fail, recognizes the member that the first try created but could not confirm', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: {
				// The members are read before the request.
				script: [null, { kind: 'cutAfter' }, { kind: 'cutBefore' }],
				operations: ['addMember', 'listMembers'],
			},
		});
		const ran = await create({ credential }, { options: { maxRetries: 0 } }, { node: retried });
		expect(ran.status).toBe('success');
		// The second try sends what the first one did: the same password, which is the member's valid one.
		const [made, ...again] = sentFor('person0@acme.example', bodiesOf(agency, 'addMember'));
		expect(made).toMatch(/^\S{16,}$/);
		expect(again).toEqual([made]);
		expect(jsonOf(ran.output)).toEqual([
			{
				...ADDED,
				confirmed: true,
				clientId: 'acme',
				memberName: people(1)[0]?.name,
				loginId: 'person0@acme.example',
				password: made,
			},
		]);
		expect(agency.membersOf('acme')).toHaveLength(3);
	});

	const skipping: INodeParameters = { onLoginIdInUse: 'skip' };

	test('skips a member that the client already has if the user wants that', async () => {
		const ran = await create(openAgency(PEOPLE), skipping, {
			items: [{ name: 'Adam', login: 'ADA@acme.example' }, ...people(1)],
		});
		expect(ran.output[0]?.json).toEqual({
			skipped: true,
			message: IN_USE,
			clientId: 'acme',
			memberId: 'ada',
			memberName: 'Ada',
			loginId: 'ADA@acme.example',
		});
		expect(ran.output[1]?.json).toMatchObject(ADDED);
		expect(pairsOf(ran.output)).toEqual([0, 1]);
		expect(hintsOf(ran)).toContainEqual(
			expect.stringMatching(
				/^1 of 2 items was skipped because it was already created in ChatDash\.$/,
			),
		);
	});

	test('doesn’t skip a login of another client’s member', async () => {
		const ran = await create(openAgency(PEOPLE), skipping, {
			items: [{ name: 'Bob', login: 'bob@bolt.example' }],
			onError: 'continueErrorOutput',
		});
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: IN_USE,
			message: expect.stringMatching(/no member of this client has it/),
		});
	});

	test('explains a failed lookup of who has the login', async () => {
		const ran = await create(
			openAgency({
				...PEOPLE,
				faults: {
					// The members are read before the request, and none of them has this login.
					script: [null, { kind: 'serverError', afterWork: false }],
					operations: ['listMembers'],
				},
			}),
			{ onLoginIdInUse: 'skip', options: { maxRetries: 0 } },
			{ items: [{ name: 'Bob', login: 'bob@bolt.example' }], onError: 'continueErrorOutput' },
		);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: IN_USE,
			message: expect.stringMatching(
				/Couldn't check ChatDash's records: An unexpected error occurred\./,
			),
		});
	});

	test.each([
		['Retry On Fail', true],
		['Retry in the list of executions', false],
	])('continues after a failure with %s: nothing is sent twice', async (_how, byItself) => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: {
				script: [null, null, LONG_LIMIT],
				operations: ['addMember'],
			},
		});
		const run: Run = {
			items: people(4),
			credential,
			parameters: parametersFor('member.create', {
				...NEW,
				options: { maxConcurrency: 1, maxRetries: 0 },
			}),
			...(byItself && { node: retried }),
		};
		const first = await runNode(run);
		const ran = byItself ? first : await retryExecution(first, run);

		expect(ran.status).toBe('success');
		const sent = bodiesOf(agency, 'addMember');
		expect(people(4).map(({ login }) => sentFor(login, sent).length)).toEqual([1, 1, 2, 1]);
		// The passwords and IDs of the first part are output with the second.
		expect(jsonOf(ran.output)).toEqual(
			people(4).map(({ name, login }) => ({
				...ADDED,
				clientId: 'acme',
				memberName: name,
				loginId: login,
				password: sentFor(login, sent).at(-1),
			})),
		);
		expect(hintsOf(ran)).toContainEqual(
			expect.stringMatching(/^2 of 4 items were already created in an earlier try/),
		);
	});
});

test('Member → Get Many outputs one item per member, each linked to the input item of its client', async () => {
	const { agency, credential } = openAgency(PEOPLE);
	const items = [{ id: 'bolt' }, { id: 'cafe' }, { id: 'acme' }];
	const ran = await runOperation({ credential }, 'member.getAll', {
		items,
		parameters: { clientId: byId('={{ $json.id }}'), limit: 50 },
	});
	expect(ran.output.map(({ json }) => json['_id'])).toEqual(['bea', 'bob', 'ada', 'ben']);
	expect(pairsOf(ran.output)).toEqual([0, 0, 2, 2]);
	expect(ran.downstream.main.map(({ deal }) => deal)).toEqual(
		[0, 0, 2, 2].map((item) => items[item]),
	);
	expect(timesAsked(agency)).toEqual({ listMembers: 3 });

	const limited = await runOperation({ credential }, 'member.getAll', {
		items,
		parameters: { clientId: byId('={{ $json.id }}'), limit: 1 },
	});
	expect(limited.output.map(({ json }) => json['_id'])).toEqual(['bea', 'ada']);
});

describe('Member → Update', () => {
	const update = async (
		at: Pick<Opened, 'credential'>,
		updateFields: INodeParameters,
		{
			memberId = byId('ada'),
			options = {},
			...run
		}: Partial<Run> & { memberId?: INodeParameters[string]; options?: INodeParameters } = {},
	) =>
		await runOperation(at, 'member.update', {
			items: [{}],
			...run,
			parameters: { clientId: byId('acme'), memberId, updateFields, options },
		});

	test.each<[string, INodeParameters, IDataObject]>([
		['a name', { memberName: 'Ada Two' }, { name: 'Ada Two', isAdmin: true }],
		['a login', { loginId: 'two@acme.example' }, { loginId: 'two@acme.example', isAdmin: true }],
		['an email', { email: 'two@mail.example' }, { email: 'two@mail.example', isAdmin: true }],
		['an empty email', { email: '' }, { email: '', isAdmin: true }],
		['a password', { password: ' new one ' }, { password: ' new one ', isAdmin: true }],
		['admin rights that are removed', { isAdmin: false }, { isAdmin: false }],
		[
			'all of it',
			{
				memberName: 'Ada Two',
				loginId: 'two@acme.example',
				email: 'two@mail.example',
				password: 'new one',
				isAdmin: true,
			},
			{
				name: 'Ada Two',
				loginId: 'two@acme.example',
				email: 'two@mail.example',
				password: 'new one',
				isAdmin: true,
			},
		],
	])(
		'sends %s and the member’s current admin rights, nothing else',
		async (_what, fields, body) => {
			const { agency, credential } = openAgency(PEOPLE);
			const ran = await update({ credential }, fields);
			const { name, loginId, email } = body;
			expect(jsonOf(ran.output)).toEqual([
				{
					...UPDATED,
					clientId: 'acme',
					memberId: 'ada',
					...omitUndefined({ memberName: name, loginId, email }),
				},
			]);
			expect(bodiesOf(agency, 'updateMember')).toStrictEqual([body]);
			// The sandbox stores no password.
			const changed = Object.entries(body).filter(([name]) => name !== 'password');
			expect(agency.membersOf('acme')?.[0]).toEqual({
				_id: 'ada',
				clientId: 'acme',
				name: 'Ada',
				loginId: 'ada@acme.example',
				email: 'ada@mail.example',
				...Object.fromEntries(changed),
			});
			// Rights that the user sets need no lookup.
			expect(timesAsked(agency)['listMembers']).toBe('isAdmin' in fields ? undefined : 1);
		},
	);

	test('keeps a member without admin rights as it is', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		await update({ credential }, { memberName: 'Ben Two' }, { memberId: byId('ben') });
		expect(bodiesOf(agency, 'updateMember')).toStrictEqual([{ name: 'Ben Two', isAdmin: false }]);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['nothing is chosen', {}, /^No fields to update$/],
		['the name is empty', { memberName: '={{ null }}' }, /^'Member Name' is empty$/],
		['the login is empty', { loginId: ' ' }, /^'Login ID' is empty$/],
		['the password is empty', { password: '={{ $json.no }}' }, /^'Password' is empty$/],
		['the email is invalid', { email: 'ada@' }, /^'Email' isn't a valid email address/],
		// No one becomes an admin because a field is missing.
		[
			'the expression of the rights finds nothing',
			{ isAdmin: '={{ $json.no }}' },
			/^'Is Admin' is empty$/,
		],
		[
			"the rights aren't a boolean",
			{ isAdmin: '={{ "maybe" }}' },
			/^'Is Admin' must be true or false$/,
		],
	])('sends nothing if %s', async (_what, fields, error) => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await update({ credential }, fields, { onError: 'continueErrorOutput' });
		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual([
			expect.stringMatching(error),
		]);
		expect(agency.calls).toEqual([]);
	});

	test('explains that the client has no such member, before anything is changed', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await update(
			{ credential },
			{ memberName: 'Bob Two' },
			{ memberId: byId('bob'), onError: 'continueErrorOutput' },
		);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'This client has no member with the ID “bob”',
			message: expect.stringMatching(
				/^This item \(member bob\) wasn't sent.*Use 'Member: Get Many' to list .* set 'Member' to By Login ID\.$/,
			),
		});
		expect(timesAsked(agency)).toEqual({ listMembers: 1 });
	});

	test('explains a login of someone else and a missing member', async () => {
		const at = openAgency(PEOPLE);
		const taken = await update(at, { loginId: 'BOB@bolt.example' });
		expect(taken.error?.message).toBe(IN_USE);
		expect(taken.error?.description).toMatch(/Another member already has this login ID/);
		const gone = await update(at, { isAdmin: true }, { memberId: byId('gone') });
		expect(gone.error?.message).toBe('Member not found');
		expect(gone.error?.description).toMatch(/Check 'Client' and 'Member'/);
	});

	test('by login, reads the client’s members for each item, because the run itself may change them', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		await update(
			{ credential },
			{ email: '={{ $json.mail }}' },
			{
				memberId: byLogin('={{ $json.login }}'),
				items: [
					{ login: 'ben@acme.example', mail: 'one@mail.example' },
					{ login: 'ada@acme.example', mail: 'two@mail.example' },
				],
			},
		);
		expect(agency.membersOf('acme')?.map(({ email }) => email)).toEqual([
			'two@mail.example',
			'one@mail.example',
		]);
		expect(timesAsked(agency)).toEqual({ listMembers: 2, updateMember: 2 });
	});

	/** Faults with ambiguous responses, and late responses, for half of the requests. */
	const TROUBLE: AgencySetup['faults'] = {
		seed: 3,
		share: 0.5,
		kinds: [
			{ kind: 'latency', ms: 30 },
			{ kind: 'latency', ms: 5 },
			{ kind: 'cutBefore' },
			{ kind: 'serverError', afterWork: false },
		],
		operations: ['updateMember'],
	};

	test('of the same member many times in a row, keeps input order whatever happens to each request', async () => {
		const { agency, credential } = openAgency({ ...PEOPLE, faults: TROUBLE });
		const logins = ['ada@acme.example', 'ben@acme.example'];
		const items = Array.from({ length: 24 }, (_, number) => ({
			// The same login in different cases, as people write it.
			login: number % 3 === 0 ? logins[number % 2]?.toUpperCase() : logins[number % 2],
			name: `Name ${number}`,
		}));
		const ran = await update(
			{ credential },
			{ memberName: '={{ $json.name }}' },
			{ memberId: byLogin('={{ $json.login }}'), items, options: { maxRetries: 12 } },
		);
		expect(ran.status).toBe('success');
		expect(agency.membersOf('acme')?.map(({ name }) => name)).toEqual(['Name 22', 'Name 23']);
		// No member received an older name after a newer one.
		for (const parity of [0, 1]) {
			const sent = bodiesOf(agency, 'updateMember')
				.map((body) => Number(/"name":"Name (\d+)"/.exec(JSON.stringify(body))?.[1]))
				.filter((number) => number % 2 === parity);
			expect(sent).toEqual([...sent].sort((one, other) => one - other));
		}
	}, 20_000);

	test('of different members runs in parallel', async () => {
		// The responses wait for all requests. If they were sent one after another, none would get a response.
		let arrived = 0;
		let answerAll: () => void = () => undefined;
		const allArrived = new Promise<void>((resolve) => (answerAll = resolve));
		const chatDash = await host(async () => {
			arrived += 1;
			if (arrived === 4) answerAll();
			await allArrived;
			return { body: UPDATED };
		});
		const ran = await update(
			opened(chatDash),
			{ isAdmin: true },
			{
				memberId: byId('={{ $json.id }}'),
				items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }],
			},
		);
		expect(ran.status).toBe('success');
		expect(chatDash.mostAtOnce()).toBe(4);
	});

	test('by a login that the first try changed is not sent again by Retry', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: {
				script: [null, LONG_LIMIT],
				operations: ['updateMember'],
			},
		});
		const run: Run = {
			items: [
				{ login: 'ada@acme.example', to: 'ada.two@acme.example' },
				{ login: 'ben@acme.example', to: 'ben.two@acme.example' },
			],
			credential,
			parameters: parametersFor('member.update', {
				clientId: byName('Acme Dental'),
				memberId: byLogin('={{ $json.login }}'),
				updateFields: { loginId: '={{ $json.to }}' },
				options: { maxConcurrency: 1, maxRetries: 0 },
			}),
		};
		const failed = await runNode(run);
		expect(failed.error?.description).toMatch(/Already updated: item 0\./);
		const ran = await retryExecution(failed, run);
		expect(jsonOf(ran.output)).toEqual([
			{ ...UPDATED, clientId: 'acme', memberId: 'ada', loginId: 'ada.two@acme.example' },
			{ ...UPDATED, clientId: 'acme', memberId: 'ben', loginId: 'ben.two@acme.example' },
		]);
		expect(agency.membersOf('acme')?.map(({ loginId }) => loginId)).toEqual([
			'ada.two@acme.example',
			'ben.two@acme.example',
		]);
		expect(timesAsked(agency)['updateMember']).toBe(3);
	});

	test('is sent again after an ambiguous response, because repeating it is harmless', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: { script: [{ kind: 'cutAfter' }], operations: ['updateMember'] },
		});
		const ran = await update({ credential }, { memberName: 'Ada Two' });
		expect(jsonOf(ran.output)).toEqual([
			{ ...UPDATED, clientId: 'acme', memberId: 'ada', memberName: 'Ada Two' },
		]);
		expect(timesAsked(agency)['updateMember']).toBe(2);
	});
});
