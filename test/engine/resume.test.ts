/**
 * n8n runs a failed node again with all its items: by *Retry On Fail*, and by *Retry* in the list of executions. What
 * the first try finished isn't sent a second time, but is still output.
 */
import type { Agency, AgencySetup } from '../../sandbox/server';
import {
	bodyOf,
	clientsOf,
	CREATED,
	createdDeal,
	deals,
	existing,
	jsonOf,
	LONG_LIMIT,
	parametersOf,
	saidBy,
	sentTo,
	useSandbox,
	type Opened,
} from './fixtures';
import { retryExecution, runNode, type Ran, type Run } from './harness';

const openAgency = useSandbox();

/** The third request is rejected, because ChatDash asks for a longer wait than a run accepts. So the run ends there. */
const BUSY_AT_THE_THIRD: AgencySetup = {
	faults: { script: [null, null, LONG_LIMIT], operations: ['createClient'] },
};
const ONE_BY_ONE = { maxConcurrency: 1, maxRetries: 0 };

const retried = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

/** What the node keeps in the execution's data, as n8n stores it. */
const kept = ({ stored }: Ran) => JSON.stringify(stored.executionData?.contextData ?? {});

/** The keys of the runs in the journal, and the items whose outcome is unknown. */
function journalOf({ stored }: Ran) {
	const journal = stored.executionData?.contextData['node:ChatDash']?.['chatDash'];
	if (typeof journal !== 'object' || journal === null) return undefined;
	const entries = Object.entries(journal);
	const part = (name: string): object => entries.find(([key]) => key === name)?.[1] ?? {};
	return { runs: Object.keys(part('runs')), unresolved: Object.values(part('unresolved')) };
}

/** The login and the password of each client that was sent. */
const membersSent = (agency: Agency) =>
	sentTo(agency).map((body) => {
		const [, loginId, password] =
			/"loginId":"([^"]+)","password":"([^"]+)"/.exec(JSON.stringify(body)) ?? [];
		return { loginId, password };
	});

/** The created members in the output items. */
const membersOf = (items: Ran['output']) =>
	items.map(({ json: { loginId, password } }) => ({ loginId, password }));

/** The names of the clients that were sent, one per request. */
const namesSent = (bodies: readonly unknown[]) =>
	bodies.map((body) => /"client":\{"name":"([^"]+)"/.exec(JSON.stringify(body))?.[1]);

describe('A run that failed at the third of five deals', () => {
	test('continues there with Retry On Fail: nothing is sent twice, and all five are output', async () => {
		const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
		const ran = await runNode({
			items: deals(5),
			credential,
			parameters: parametersOf({ options: ONE_BY_ONE }),
			node: retried,
		});
		expect(ran.status).toBe('success');
		expect(jsonOf(ran.output)).toEqual([0, 1, 2, 3, 4].map(createdDeal));
		expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 2, 3, 4].map((n) => `Company ${n}`));
		expect(clientsOf(agency)).toEqual([0, 1, 2, 3, 4].map((n) => `Company ${n}`));
		expect(kept(ran)).not.toContain('Company');
		expect(kept(ran)).not.toContain('chatDash');
		expect(ran.hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/^2 of 5 items were already created in an earlier try/),
		);
	});

	test('continues there with Retry in the list of executions, with the passwords that the first part generated', async () => {
		const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
		const run = {
			items: deals(5),
			credential,
			parameters: parametersOf({ passwordSource: 'generate', options: ONE_BY_ONE }),
		};
		const failed = await runNode(run);
		expect(failed.status).toBe('error');
		const ran = await retryExecution(failed, run);

		expect(ran.status).toBe('success');
		const sent = sentTo(agency).filter((_body, index) => index !== 2);
		expect(namesSent(sent)).toEqual([0, 1, 2, 3, 4].map((n) => `Company ${n}`));
		const passwords = sent.map((body) => /"password":"([^"]+)"/.exec(JSON.stringify(body))?.[1]);
		expect(membersOf(ran.output)).toEqual(
			passwords.map((password, n) => ({ loginId: `contact${n}@example.com`, password })),
		);
		expect(kept(ran)).not.toContain('chatDash');
	});

	test('keeps neither a password that the user gave nor anything derived from it', async () => {
		const notesFor = async (pin: string) => {
			const { credential } = openAgency(BUSY_AT_THE_THIRD);
			const failed = await runNode({
				items: deals(5).map((deal) => ({ ...deal, pin })),
				credential,
				parameters: parametersOf({ options: ONE_BY_ONE }),
			});
			return kept(failed).replace(/"execution":"\d+"/, '');
		};
		const notes = await notesFor('one password');
		expect(notes).toContain('chatDash');
		expect(notes).not.toContain('one password');
		expect(await notesFor('another one')).toBe(notes);
	});

	test.each(['Retry On Fail', 'Retry'] as const)(
		'sends nothing twice with %s, even if an expression returns another value each time',
		async (how) => {
			const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
			const run = {
				items: deals(5),
				credential,
				parameters: parametersOf({
					memberName: '={{ "Ada " + Math.random() }}',
					options: ONE_BY_ONE,
				}),
				...(how === 'Retry On Fail' && { node: retried }),
			};
			const first = await runNode(run);
			const ran = how === 'Retry' ? await retryExecution(first, run) : first;
			expect(ran.status).toBe('success');
			expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 2, 3, 4].map((n) => `Company ${n}`));
			expect(kept(ran)).not.toContain('chatDash');
		},
	);

	test('sends a deal again if its request has changed in the meantime', async () => {
		const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
		const run = {
			items: deals(5),
			credential,
			parameters: parametersOf({ options: ONE_BY_ONE }),
		};
		const failed = await runNode(run);
		const login = "={{ $json.dealId === 4200 ? 'other@example.com' : $json.contact.email }}";
		const parameters = parametersOf({ loginId: login, options: ONE_BY_ONE });
		const ran = await retryExecution(failed, { ...run, parameters });

		expect(ran.status).toBe('success');
		const [, second] = sentTo(agency);
		expect(second).toEqual(bodyOf(1));
		expect(sentTo(agency).slice(3)).toEqual([
			{ ...bodyOf(0), member: { ...bodyOf(0).member, loginId: 'other@example.com' } },
			bodyOf(2),
			bodyOf(3),
			bodyOf(4),
		]);
	});
});

test.each([
	['while a request is under way', { kind: 'latency', ms: 5000 }],
	['while the run waits for ChatDash', { kind: 'rateLimit', retryAfter: 'seconds', seconds: 60 }],
	['while a response trickles in', { kind: 'slowBody', ms: 5000 }],
] as const)(
	'A run that the user stops %s ends at once and sends nothing more',
	async (_when, fault) => {
		const { agency, credential } = openAgency({
			faults: { script: [null, null, fault], operations: ['createClient'] },
		});
		const startedAt = Date.now();
		const stopped = await runNode({
			items: deals(5),
			credential,
			parameters: parametersOf({ options: { maxConcurrency: 1 } }),
			cancelWhen: () => agency.clients.length === 3 || sentTo(agency).length === 3,
		});
		expect(stopped.status).toBe('canceled');
		expect(Date.now() - startedAt).toBeLessThan(3000);
		expect(sentTo(agency).length).toBeLessThanOrEqual(3);
		expect(clientsOf(agency).length).toBeLessThanOrEqual(3);
	},
);

describe('A run that n8n ends for its timeout while the third of five deals is running', () => {
	const LATE_AT_THE_THIRD: AgencySetup = {
		faults: { script: [null, null, { kind: 'latency', ms: 5000 }], operations: ['createClient'] },
	};
	/** Finished items were output, so the journal leaves them out. A later try must know the item that may be done. */
	const THIRD_IS_UNRESOLVED = {
		runs: [],
		unresolved: [
			{
				message: 'The execution was canceled before ChatDash responded',
				status: null,
				execution: expect.stringMatching(/^\d+$/),
			},
		],
	};
	// n8n cancels such a run as it does at Stop. But n8n stores what the node leaves after that, which Stop overwrites.
	const runOf = ({ credential }: Pick<Opened, 'credential'>): Run => ({
		items: deals(5),
		credential,
		parameters: parametersOf({ passwordSource: 'generate', options: ONE_BY_ONE }),
	});

	test('reports what was created, and continues with Retry and the passwords of the first part', async () => {
		const opened = openAgency(LATE_AT_THE_THIRD);
		const { agency } = opened;
		const run = runOf(opened);
		const stopped = await runNode({ ...run, cancelWhen: () => agency.clients.length === 3 });
		expect(stopped.status).toBe('canceled');
		expect(stopped.error?.message).toBe('The execution was canceled before ChatDash responded');
		expect(stopped.error?.description).toMatch(
			/^It's unknown whether item 2 .*Already created: items 0–1\.$/,
		);

		const ran = await retryExecution(stopped, run);
		expect(ran.status).toBe('success');
		expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 2, 3, 4].map((n) => `Company ${n}`));
		expect(clientsOf(agency)).toEqual([0, 1, 2, 3, 4].map((n) => `Company ${n}`));
		expect(ran.output).toHaveLength(5);
		const [first, second, third] = membersOf(ran.output);
		expect([first, second]).toEqual(membersSent(agency).slice(0, 2));
		expect(third?.password).toBeUndefined();
		expect(kept(ran)).not.toContain('chatDash');
	});

	test('outputs every deal if it continues on errors', async () => {
		const opened = openAgency(LATE_AT_THE_THIRD);
		const { agency } = opened;
		const stopped = await runNode({
			...runOf(opened),
			onError: 'continueErrorOutput',
			cancelWhen: () => agency.clients.length === 3,
		});
		expect(stopped.status).toBe('canceled');
		expect(jsonOf(stopped.output)).toEqual(
			membersSent(agency)
				.slice(0, 2)
				.map(({ loginId, password }, number) => ({ ...createdDeal(number), loginId, password })),
		);
		expect(stopped.errorOutput.map(saidBy).map(({ error }) => error)).toEqual([
			'The execution was canceled before ChatDash responded',
			'The execution was canceled before this item was sent',
			'The execution was canceled before this item was sent',
		]);
		// The next nodes don't run any more.
		expect(stopped.downstream).toEqual({ main: [], error: [] });
		expect(journalOf(stopped)).toEqual(THIRD_IS_UNRESOLVED);
	});

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'doesn’t wait for Retry On Fail, and outputs what is done (%s)',
		async (onError) => {
			const opened = openAgency({
				clients: [{ name: 'Other', members: [{ name: 'X', loginId: 'contact0@example.com' }] }],
				...LATE_AT_THE_THIRD,
			});
			const { agency } = opened;
			const startedAt = Date.now();
			const stopped = await runNode({
				...runOf(opened),
				// With *stop*, the login in use would end the run before it is stopped.
				items: onError === 'stopWorkflow' ? deals(5).slice(1) : deals(5),
				onError,
				cancelWhen: () => agency.clients.length === (onError === 'stopWorkflow' ? 4 : 3),
				node: { ...retried, waitBetweenTries: 5000 },
			});
			expect(Date.now() - startedAt).toBeLessThan(4000);
			expect(stopped.status).toBe('canceled');
			expect(clientsOf(agency)).toHaveLength(onError === 'stopWorkflow' ? 4 : 3);
			const done = onError === 'stopWorkflow' ? 2 : 1;
			expect(jsonOf(stopped.output)).toEqual(Array(done).fill(expect.objectContaining(CREATED)));
			expect(stopped.errorOutput).toEqual([]);
			expect(journalOf(stopped)).toEqual(THIRD_IS_UNRESOLVED);
		},
	);
});

test('If n8n lost the journal, a Retry checks whether a login in use is its own', async () => {
	const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
	const run = {
		items: deals(5),
		credential,
		parameters: parametersOf({ passwordSource: 'generate', options: ONE_BY_ONE }),
	};
	const failed = await runNode(run);
	if (failed.stored.executionData) failed.stored.executionData.contextData = {};
	const ran = await retryExecution(failed, run);

	expect(ran.status).toBe('success');
	expect(clientsOf(agency)).toEqual([0, 1, 2, 3, 4].map((n) => `Company ${n}`));
	const outputs = jsonOf(ran.output);
	expect(outputs.map(({ confirmed }) => confirmed)).toEqual([
		true,
		true,
		undefined,
		undefined,
		undefined,
	]);
	// The password of the lost run is unknown. One that this run generated would not work.
	expect(outputs[0]).toEqual({
		...createdDeal(0),
		confirmed: true,
		note: expect.stringMatching(/password isn't known/),
	});
});

test('When the node continues, n8n tries again if the first deal failed: the others are not sent twice', async () => {
	const { agency, credential } = openAgency({
		clients: [{ name: 'Other', members: [{ name: 'X', loginId: 'contact0@example.com' }] }],
	});
	const ran = await runNode({
		items: deals(3),
		credential,
		parameters: parametersOf({ options: { maxConcurrency: 1 } }),
		onError: 'continueErrorOutput',
		node: retried,
	});
	expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 0].map((n) => `Company ${n}`));
	expect(jsonOf(ran.output)).toEqual([createdDeal(1), createdDeal(2)]);
	expect(ran.errorOutput).toHaveLength(1);
	expect(kept(ran)).not.toContain('chatDash');
});

describe('A node in a loop', () => {
	const [firstRound, secondRound] = [deals(3), deals(6).slice(3)];

	test('sends each round once, even if n8n repeats one because its first deal failed', async () => {
		const { agency, credential } = openAgency({
			clients: [0, 3].map((n) => existing(`Other ${n}`, `contact${n}@example.com`)),
		});
		const ran = await runNode({
			items: firstRound,
			furtherRounds: [secondRound],
			credential,
			parameters: parametersOf({ passwordSource: 'generate', options: { maxConcurrency: 1 } }),
			onError: 'continueErrorOutput',
			node: retried,
		});
		expect(ran.status).toBe('success');
		expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 0, 3, 4, 5, 3].map((n) => `Company ${n}`));
		const given = membersSent(agency);
		expect(ran.rounds.map(({ output }) => membersOf(output))).toEqual([
			[given[1], given[2]],
			[given[5], given[6]],
		]);
		expect(ran.rounds.map(({ errorOutput }) => errorOutput.length)).toEqual([1, 1]);
		expect(kept(ran)).not.toContain('chatDash');
	});

	test('never takes the journal of an earlier round for a later one with the very same deals', async () => {
		const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
		const run: Run = {
			items: deals(3),
			credential,
			parameters: parametersOf({ options: ONE_BY_ONE }),
		};
		const failed = await runNode(run);
		expect(journalOf(failed)).toEqual({ runs: ['0'], unresolved: [] });
		// n8n counts the rounds by what it has stored of each. With one more, the next round isn't the one in the journal.
		const rounds = failed.stored.resultData.runData['ChatDash'] ?? [];
		rounds.push(...rounds);
		const ran = await retryExecution(failed, { ...run, onError: 'continueErrorOutput' });
		expect(ran.rounds).toHaveLength(2);
		expect(namesSent(sentTo(agency)).slice(3)).toEqual([0, 1, 2].map((n) => `Company ${n}`));
	});

	test('continues with Retry in the round that failed, and repeats no earlier one', async () => {
		const { agency, credential } = openAgency({
			faults: { script: [...Array<null>(4).fill(null), LONG_LIMIT], operations: ['createClient'] },
		});
		const run: Run = {
			items: firstRound,
			furtherRounds: [secondRound],
			credential,
			parameters: parametersOf({ passwordSource: 'generate', options: ONE_BY_ONE }),
		};
		const failed = await runNode(run);
		expect(failed.status).toBe('error');
		expect(journalOf(failed)).toEqual({ runs: ['1'], unresolved: [] });
		const ran = await retryExecution(failed, run);

		expect(ran.status).toBe('success');
		expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 3, 4, 4, 5].map((n) => `Company ${n}`));
		const given = membersSent(agency);
		expect(ran.rounds.map(({ output }) => membersOf(output))).toEqual([
			[given[0], given[1], given[2]],
			[given[3], given[5], given[6]],
		]);
		expect(kept(ran)).not.toContain('chatDash');
	});
});

test('A Retry with the node set to continue restarts its count of tries: the passwords of the first part are output', async () => {
	const { agency, credential } = openAgency({
		clients: [existing('Other', 'contact0@example.com')],
		faults: { script: [null, null, LONG_LIMIT], operations: ['createClient'] },
	});
	const run: Run = {
		items: deals(5).slice(1),
		credential,
		parameters: parametersOf({ passwordSource: 'generate', options: ONE_BY_ONE }),
	};
	const failed = await runNode(run);
	expect(failed.status).toBe('error');
	// Meanwhile the user has replaced the login of the first deal with that of another deal, which is in use.
	const loginId = "={{ $json.dealId === 4201 ? 'contact0@example.com' : $json.contact.email }}";
	const ran = await retryExecution(failed, {
		...run,
		parameters: parametersOf({ passwordSource: 'generate', loginId, options: ONE_BY_ONE }),
		onError: 'continueErrorOutput',
		node: retried,
	});

	expect(namesSent(sentTo(agency))).toEqual(
		[1, 2, 3, 1, 3, 4, 1].map((number) => `Company ${number}`),
	);
	const given = membersSent(agency);
	expect(membersOf(ran.output)).toEqual([given[1], given[4], given[5]]);
});
