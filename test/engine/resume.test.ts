/**
 * n8n runs a failed node again with all its items: by *Retry On Fail*, and by *Retry* in the list of executions. What the
 * first try finished is not sent a second time, and comes out all the same.
 */
import type { IDataObject } from 'n8n-workflow';

import type { Agency, AgencySetup } from '../../sandbox/server';
import {
	bodyOf,
	clientsOf,
	CREATED,
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

/** The third request is refused, for ChatDash wants to be left alone longer than a run waits: so it ends there. */
const BUSY_AT_THE_THIRD: AgencySetup = {
	faults: { script: [null, null, LONG_LIMIT], operations: ['createClient'] },
};
const ONE_BY_ONE = { maxConcurrency: 1, maxRetries: 0 };

const retried = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

/** What the node keeps in the execution's data, where n8n stores it. */
const kept = ({ stored }: Ran) => JSON.stringify(stored.executionData?.contextData ?? {});

/** The keys of the runs in it, and the items that it calls open. */
function journalOf({ stored }: Ran) {
	const journal = stored.executionData?.contextData['node:ChatDash']?.['chatDash'];
	if (typeof journal !== 'object' || journal === null) return undefined;
	const entries = Object.entries(journal);
	const part = (name: string): object => entries.find(([key]) => key === name)?.[1] ?? {};
	return { runs: Object.keys(part('runs')), open: Object.values(part('open')) };
}

/** The login and the password of each client that was sent. */
const membersSent = (agency: Agency) =>
	sentTo(agency).map((body) => {
		const [, loginId, password] =
			/"loginId":"([^"]+)","password":"([^"]+)"/.exec(JSON.stringify(body)) ?? [];
		return { loginId, password };
	});

/** What the items say of the members that were created. */
const membersOf = (items: Ran['output']) => items.map(({ json }) => json['member']);

/** The names of the clients that were sent, one for each request. */
const namesSent = (bodies: readonly unknown[]) =>
	bodies.map((body) => /"client":\{"name":"([^"]+)"/.exec(JSON.stringify(body))?.[1]);

describe('A run that failed at the third of five deals', () => {
	test('goes on there by Retry On Fail: nothing is sent twice, and all five come out', async () => {
		const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
		const ran = await runNode({
			items: deals(5),
			credential,
			parameters: parametersOf({ options: ONE_BY_ONE }),
			node: retried,
		});
		expect(ran.status).toBe('success');
		expect(jsonOf(ran.output)).toEqual(Array(5).fill(CREATED));
		expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 2, 3, 4].map((n) => `Company ${n}`));
		expect(clientsOf(agency)).toEqual([0, 1, 2, 3, 4].map((n) => `Company ${n}`));
		expect(kept(ran)).not.toContain('Company');
		expect(kept(ran)).not.toContain('chatDash');
		expect(ran.hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/^2 of 5 items were done by an earlier try/),
		);
	});

	test('goes on there by Retry in the list of executions, with the passwords that the first part made', async () => {
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
		expect(ran.output.map(({ json }) => json['member'])).toEqual(
			passwords.map((password, n) => ({ loginId: `contact${n}@example.com`, password })),
		);
		expect(kept(ran)).not.toContain('chatDash');
	});

	test('keeps no password that the user gave, nor anything made from it', async () => {
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

	test('sends a deal anew whose request was changed meanwhile', async () => {
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
	['while an answer trickles in', { kind: 'slowBody', ms: 5000 }],
] as const)(
	'A run that the user stops %s ends at once and sends nothing more',
	async (_when, fault) => {
		const { agency, credential } = openAgency({
			faults: { script: [null, null, fault], operations: ['createClient'] },
		});
		const begun = Date.now();
		const stopped = await runNode({
			items: deals(5),
			credential,
			parameters: parametersOf({ options: { maxConcurrency: 1 } }),
			cancelWhen: () => agency.clients.length === 3 || sentTo(agency).length === 3,
		});
		expect(stopped.status).toBe('canceled');
		expect(Date.now() - begun).toBeLessThan(3000);
		expect(sentTo(agency).length).toBeLessThanOrEqual(3);
		expect(clientsOf(agency).length).toBeLessThanOrEqual(3);
	},
);

describe('A run that n8n ends for its time-out while the third of five deals is under way', () => {
	const LATE_AT_THE_THIRD: AgencySetup = {
		faults: { script: [null, null, { kind: 'latency', ms: 5000 }], operations: ['createClient'] },
	};
	/** What is done came out, so that nothing has to be noted of it; what may be done, a later try has to know. */
	const THIRD_IS_OPEN = {
		runs: [],
		open: [
			{
				message: 'The execution was canceled before ChatDash answered',
				status: null,
				execution: expect.stringMatching(/^\d+$/),
			},
		],
	};
	// n8n cancels such a run as it does at Stop. But what the node leaves after that is stored, which Stop overwrites.
	const runOf = ({ credential }: Pick<Opened, 'credential'>): Run => ({
		items: deals(5),
		credential,
		parameters: parametersOf({ passwordSource: 'generate', options: ONE_BY_ONE }),
	});

	test('says what was created, and goes on by Retry with the passwords of the first part', async () => {
		const opened = openAgency(LATE_AT_THE_THIRD);
		const { agency } = opened;
		const run = runOf(opened);
		const stopped = await runNode({ ...run, cancelWhen: () => agency.clients.length === 3 });
		expect(stopped.status).toBe('canceled');
		expect(stopped.error?.message).toBe('The execution was canceled before ChatDash answered');
		expect(stopped.error?.description).toMatch(/^Item 2, .*Already created: items 0-1\.$/);

		const ran = await retryExecution(stopped, run);
		expect(ran.status).toBe('success');
		expect(namesSent(sentTo(agency))).toEqual([0, 1, 2, 2, 3, 4].map((n) => `Company ${n}`));
		expect(clientsOf(agency)).toEqual([0, 1, 2, 3, 4].map((n) => `Company ${n}`));
		expect(ran.output).toHaveLength(5);
		const [first, second, third] = membersOf(ran.output);
		expect([first, second]).toEqual(membersSent(agency).slice(0, 2));
		expect(third).not.toHaveProperty('password');
		expect(kept(ran)).not.toContain('chatDash');
	});

	test('puts out every deal if it continues on errors', async () => {
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
				.map((member) => ({ ...CREATED, member })),
		);
		expect(stopped.errorOutput.map(saidBy).map(({ error }) => error)).toEqual([
			'The execution was canceled before ChatDash answered',
			'The execution was canceled before this item was sent',
			'The execution was canceled before this item was sent',
		]);
		// The next nodes do not run any more.
		expect(stopped.downstream).toEqual({ main: [], error: [] });
		expect(journalOf(stopped)).toEqual(THIRD_IS_OPEN);
	});

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'does not wait for Retry On Fail, and puts out what is done (%s)',
		async (onError) => {
			const opened = openAgency({
				clients: [{ name: 'Other', members: [{ name: 'X', loginId: 'contact0@example.com' }] }],
				...LATE_AT_THE_THIRD,
			});
			const { agency } = opened;
			const begun = Date.now();
			const stopped = await runNode({
				...runOf(opened),
				// With *stop*, the taken login would end the run before it is stopped.
				items: onError === 'stopWorkflow' ? deals(5).slice(1) : deals(5),
				onError,
				cancelWhen: () => agency.clients.length === (onError === 'stopWorkflow' ? 4 : 3),
				node: { ...retried, waitBetweenTries: 5000 },
			});
			expect(Date.now() - begun).toBeLessThan(4000);
			expect(stopped.status).toBe('canceled');
			expect(clientsOf(agency)).toHaveLength(onError === 'stopWorkflow' ? 4 : 3);
			const done = onError === 'stopWorkflow' ? 2 : 1;
			expect(jsonOf(stopped.output)).toEqual(Array(done).fill(expect.objectContaining(CREATED)));
			expect(stopped.errorOutput).toEqual([]);
			expect(journalOf(stopped)).toEqual(THIRD_IS_OPEN);
		},
	);
});

test('Where n8n lost what was noted, a Retry looks whether a login in use is its own', async () => {
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
	// The password of the lost run is not known; one that this run made would not open the door.
	const lost: IDataObject = {
		loginId: 'contact0@example.com',
		note: expect.stringMatching(/password is not known/),
	};
	expect(outputs[0]?.['member']).toEqual(lost);
});

test('On continue, n8n tries again if the first deal failed: the others are not sent twice', async () => {
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
	expect(jsonOf(ran.output)).toEqual([CREATED, CREATED]);
	expect(ran.errorOutput).toHaveLength(1);
	expect(kept(ran)).not.toContain('chatDash');
});

describe('A node in a loop', () => {
	const [firstRound, secondRound] = [deals(3), deals(6).slice(3)];

	test('sends each round once, though n8n runs one again because its first deal failed', async () => {
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

	test('never takes the notes of an earlier round for those of a later one with the very same deals', async () => {
		const { agency, credential } = openAgency(BUSY_AT_THE_THIRD);
		const run: Run = {
			items: deals(3),
			credential,
			parameters: parametersOf({ options: ONE_BY_ONE }),
		};
		const failed = await runNode(run);
		expect(journalOf(failed)).toEqual({ runs: ['0'], open: [] });
		// n8n counts the rounds by what it has stored of each; one more, and the next one is another round than that of the notes.
		const rounds = failed.stored.resultData.runData['ChatDash'] ?? [];
		rounds.push(...rounds);
		const ran = await retryExecution(failed, { ...run, onError: 'continueErrorOutput' });
		expect(ran.rounds).toHaveLength(2);
		expect(namesSent(sentTo(agency)).slice(3)).toEqual([0, 1, 2].map((n) => `Company ${n}`));
	});

	test('goes on by Retry in the round that failed, and sends no earlier one again', async () => {
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
		expect(journalOf(failed)).toEqual({ runs: ['1'], open: [] });
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

test('A Retry with the node set to continue counts its tries anew: the passwords of the first part come out', async () => {
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
	// Meanwhile the user has put another deal's login into the first one's place, which is taken.
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
