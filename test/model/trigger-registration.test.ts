// Whatever the network does, the trigger ends up with one subscription an agent. n8n calls `checkExists`, `create` and
// `delete` here as it does in real life, in virtual time.
import fc from 'fast-check';

import { ChatDashTrigger } from '../../nodes/ChatDashTrigger/ChatDashTrigger.node';
import { detailsIfOwn } from '../../nodes/ChatDashTrigger/address';
import type { AgencySetup } from '../../sandbox/agency';
import type { Fault } from '../../sandbox/faults';
import type { Subscription } from '../../sandbox/subscriptions';
import { CLIENT_KEY, type FakeTrigger, WEBHOOK_URL, webhookFunctions } from '../fake-trigger';
import { anyConditions } from './conditions';
import { numbersTo } from './execution';
import { type TriggerModel, openTriggerModel } from './trigger';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

/** The longest that a round of `checkExists`, `create` and `delete` may take. n8n ends an activation after 84 seconds. */
const ROUND_MS = 12_000;

afterEach(() => jest.restoreAllMocks());

const FAULTS: ReadonlyArray<readonly [name: string, fault: Fault]> = [
	['a response that is lost', { kind: 'cutAfter' }],
	['a request that is lost', { kind: 'cutBefore' }],
	['status 500 after the work', { kind: 'serverError', afterWork: true }],
	['status 500 before the work', { kind: 'serverError', afterWork: false }],
	['a web page after the work', { kind: 'htmlBadGateway', afterWork: true }],
	['a web page before the work', { kind: 'htmlBadGateway', afterWork: false }],
	['status 429', { kind: 'rateLimit', retryAfter: 'none', seconds: 0 }],
	['status 429 for a second', { kind: 'rateLimit', retryAfter: 'seconds', seconds: 1 }],
	['status 429 for an hour', { kind: 'rateLimit', retryAfter: 'seconds', seconds: 3600 }],
	['a body that is cut', { kind: 'cutBody' }],
	['an empty body', { kind: 'emptyBody' }],
	['a slow body', { kind: 'slowBody', ms: 60_000 }],
	['a response that is late', { kind: 'latency', ms: 40_000 }],
	['silence after the work', { kind: 'silence', afterWork: true }],
	['silence before the work', { kind: 'silence', afterWork: false }],
];

/** The settings before and after a change, so that subscriptions are created, changed, kept and emptied. */
const BEFORE = {
	events: ['call.ended', 'call.missed'],
	agentIds: ['a0', 'a1', 'a2'],
	clientId: '',
};
const AFTER = {
	events: ['call.ended', 'call.started'],
	agentIds: ['a0', 'a1', 'a3'],
	clientId: '',
};

/** The trigger's subscriptions that have events. */
const withEvents = ({ agency, trigger }: TriggerModel) =>
	agency.subscriptions.all.filter(
		({ events, webhookUrl }) =>
			events.length > 0 && detailsIfOwn(webhookUrl, trigger.webhookUrl ?? '') !== undefined,
	);

/** Subscriptions as texts: the agent and the events. */
const asTexts = (subscriptions: readonly Subscription[]) =>
	subscriptions.map(({ agentId, events }) => `${agentId} ${[...events].sort().join(' ')}`).sort();

/** The trigger's subscriptions whose calls it takes. */
async function inUse(model: TriggerModel): Promise<readonly Subscription[]> {
	const own = withEvents(model);
	const statuses = await Promise.all(
		own.map(async ({ webhookUrl }) => await statusOf(webhookUrl, model.trigger)),
	);
	return own.filter((_, index) => statuses[index] === 200);
}

/** The status that a call to an address gets. */
async function statusOf(webhookUrl: string, trigger: FakeTrigger): Promise<number | undefined> {
	const query = Object.fromEntries(new URL(webhookUrl).searchParams);
	let status: number | undefined;
	const onResponse = (sent: number) => {
		status = sent;
	};
	await new ChatDashTrigger().webhook.call(
		webhookFunctions(trigger, { query, body: {}, onResponse }),
	);
	return status;
}

const wantedBy = ({ parameters }: FakeTrigger) => {
	const [events, agentIds] = [parameters['events'], parameters['agentIds']];
	if (!Array.isArray(events) || !Array.isArray(agentIds)) return [];
	return agentIds.map((agent) => `${String(agent)} ${[...events].sort().join(' ')}`).sort();
};

/** How many rounds a list that lags may take until it shows what was changed. */
const ROUNDS_WITH_LAG = 2;

/** Limits that let the requests of a round through. */
const LIMITS: ReadonlyArray<NonNullable<AgencySetup['limit']>> = [
	{ perSecond: 5, burst: 10, retryAfter: 'none' },
	{ requests: 60, windowMs: 60_000, retryAfter: 'seconds' },
];

/** What is true at any moment, unless a list lags: no call arrives twice. */
async function expectNoTwins(model: TriggerModel): Promise<void> {
	const agents = (await inUse(model)).map(({ agentId }) => agentId);
	expect(agents).toEqual([...new Set(agents)]);
}

/** Events that are too many don't keep the trigger from being registered. Their calls are dropped. */
async function expectRegistered(model: TriggerModel): Promise<void> {
	const texts = asTexts(await inUse(model));
	expect(texts).toEqual(expect.arrayContaining(wantedBy(model.trigger)));
}

async function expectExactlyWanted(model: TriggerModel): Promise<void> {
	const wanted = wantedBy(model.trigger);
	expect(asTexts(withEvents(model))).toEqual(wanted);
	expect(asTexts(await inUse(model))).toEqual(wanted);
}

/** n8n publishes the workflow while nothing goes wrong. */
async function expectRightAfterCleanRound(model: TriggerModel): Promise<void> {
	model.agency.plan(undefined);
	expect(await model.activate()).toBe('active');
	await expectExactlyWanted(model);

	// Requests that were given up end meanwhile, and a limit isn't used up any more.
	await model.clock.run(model.clock.sleep(120_000));
	const before = model.agency.calls.length;
	expect(await model.checkExists()).toBe(true);
	expect(model.agency.calls.slice(before).map(({ method }) => method)).toEqual(['GET']);
}

describe.each(FAULTS)('%s', (_name, fault) => {
	/** How often it happens in a row. */
	test.each([1, 2, 4])(
		'at any point, %i times, leaves one subscription an agent',
		async (times) => {
			for (const point of numbersTo(12)) {
				const model = await openTriggerModel(point);
				model.trigger.parameters = BEFORE;
				expect(await model.activate()).toBe('active');
				model.trigger.parameters = AFTER;
				const none: null[] = numbersTo(point).map(() => null);
				model.agency.plan({ script: [...none, ...numbersTo(times).map(() => fault)] });
				const result = await model.activate();
				await expectNoTwins(model);
				if (result === 'active') await expectRegistered(model);
				expect(Math.max(...model.roundsMs)).toBeLessThanOrEqual(ROUND_MS);
				await expectRightAfterCleanRound(model);
			}
		},
		TIMEOUT_MS,
	);

	test(
		'all the time ends each round in time, and the workflow can always be switched off',
		async () => {
			const model = await openTriggerModel(1);
			model.agency.plan({ seed: 1, share: 1, kinds: [fault] });
			await model.activate();
			expect(Math.max(...model.roundsMs)).toBeLessThanOrEqual(ROUND_MS);
			expect(await model.deactivate()).toBe(true);
			await expectNoTwins(model);
			await expectRightAfterCleanRound(model);
		},
		TIMEOUT_MS,
	);

	test('while the workflow is switched off is over in three seconds', async () => {
		const model = await openTriggerModel(1);
		model.trigger.parameters = BEFORE;
		for (const point of numbersTo(5)) {
			model.agency.plan(undefined);
			expect(await model.activate()).toBe('active');
			const none: null[] = numbersTo(point).map(() => null);
			model.agency.plan({ script: [...none, ...numbersTo(20).map(() => fault)] });
			const startedAt = model.clock.now();
			expect(await model.deactivate()).toBe(true);
			expect(model.clock.now() - startedAt).toBeLessThanOrEqual(3000);
		}
		await expectRightAfterCleanRound(model);
	});
});

describe('Without faults', () => {
	test('a hundred times on and off leaves one subscription an agent, and no token but one', async () => {
		const model = await openTriggerModel(1);
		model.trigger.parameters = BEFORE;
		while (model.roundsMs.length < 100) {
			expect(await model.activate()).toBe('active');
			await expectExactlyWanted(model);
			expect(await model.deactivate()).toBe(true);
			expect(withEvents(model)).toEqual([]);
		}
		const { all } = model.agency.subscriptions;
		expect(all.map(({ agentId }) => agentId).sort()).toEqual(['a0', 'a1', 'a2']);
		expect(model.trigger.staticData['tokenDigest']).toHaveLength(43);
	});

	test('publishing again asks once and changes nothing', async () => {
		const model = await openTriggerModel(1);
		await expectRightAfterCleanRound(model);
		const before = model.agency.calls.length;
		expect(await model.activate()).toBe('active');
		expect(model.agency.calls.slice(before).map(({ method }) => method)).toEqual(['GET']);
	});

	test('the test address, a copy of the workflow, and other subscriptions are left alone', async () => {
		const model = await openTriggerModel(1);
		expect(await model.activate()).toBe('active');
		const others = structuredClone(model.agency.subscriptions.all);
		const { trigger } = model;
		for (const webhookUrl of [
			WEBHOOK_URL.replace('/webhook/', '/webhook-test/'),
			WEBHOOK_URL.replace('5f0c', '77aa'),
		]) {
			trigger.webhookUrl = webhookUrl;
			expect(await model.activate()).toBe('active');
			await expectExactlyWanted(model);
			expect(await model.deactivate()).toBe(true);
			expect(withEvents(model)).toEqual([]);
		}
		expect(model.agency.subscriptions.all).toEqual(expect.arrayContaining(others));
	});

	test('with another key in the credential, the addresses are replaced', async () => {
		const model = await openTriggerModel(1);
		model.trigger.parameters = BEFORE;
		expect(await model.activate()).toBe('active');
		const old = model.agency.subscriptions.all.map(({ _id }) => _id);
		model.trigger.credential = { ...model.trigger.credential, apiKey: `${CLIENT_KEY}-new` };
		expect(await model.checkExists()).toBe(false);
		await expectRightAfterCleanRound(model);
		expect(withEvents(model).filter(({ _id }) => old.includes(_id))).toEqual([]);
	});

	test('with lost static data and another key, new subscriptions are created', async () => {
		const model = await openTriggerModel(1);
		expect(await model.activate()).toBe('active');
		model.trigger.staticData = {};
		model.trigger.credential = { ...model.trigger.credential, apiKey: `${CLIENT_KEY}-new` };
		expect(await model.checkExists()).toBe(false);
		await expectRightAfterCleanRound(model);
	});

	test('an agent that ChatDash rejects leaves no other subscription with events', async () => {
		const model = await openTriggerModel(1);
		model.trigger.parameters = { ...BEFORE, agentIds: ['a0', 'a1', 'b0', 'a2'] };
		expect(await model.activate()).toMatch(/status 404.*Check 'Agents'/);
		expect(withEvents(model)).toEqual([]);
	});
});

test('If ChatDash asks to wait for longer than a round may take, the message tells the user to wait', async () => {
	const model = await openTriggerModel(1);
	const fault: Fault = { kind: 'rateLimit', retryAfter: 'seconds', seconds: 60 };
	model.agency.plan({ seed: 1, share: 1, kinds: [fault] });
	expect(await model.activate()).toMatch(/^ChatDash isn't accepting requests right now\. Wait/);
});

test(
	'whatever happens in several rounds, one clean round makes it right',
	async () => {
		const step = fc.record({
			faults: anyConditions.faults,
			agentIds: fc.subarray(['a0', 'a1', 'a2', 'a3', 'b0'], { minLength: 1 }),
			events: fc.subarray(['call.ended', 'call.missed', 'call.started'], { minLength: 1 }),
			action: fc.constantFrom('on', 'on', 'off', 'other key', 'lost data'),
		});
		const cases = fc.record({
			seed: fc.nat(),
			lags: fc.boolean(),
			limit: fc.constantFrom(undefined, ...LIMITS),
			steps: fc.array(step, { minLength: 1, maxLength: 5 }),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ seed, lags, limit, steps }) => {
				const model = await openTriggerModel(seed, {
					...(lags && { lag: { reads: 1 } }),
					...(limit && { limit }),
				});
				const { trigger, agency } = model;
				for (const [index, { faults, agentIds, events, action }] of steps.entries()) {
					agency.plan(faults);
					trigger.parameters = { agentIds, events, clientId: '' };
					if (action === 'lost data') trigger.staticData = {};
					if (action === 'other key') {
						trigger.credential = { ...trigger.credential, apiKey: `${CLIENT_KEY}-${index}` };
					}
					const result = action === 'off' ? await model.deactivate() : await model.activate();
					if (action === 'off') expect(result).toBe(true);
					else if (result === 'active' && !lags) await expectRegistered(model);
					if (!lags) await expectNoTwins(model);
				}
				expect(Math.max(0, ...model.roundsMs)).toBeLessThanOrEqual(ROUND_MS);
				trigger.parameters = AFTER;
				// A limit may be used up.
				await model.clock.run(model.clock.sleep(120_000));
				agency.plan(undefined);
				// A list that lags by a read may show a change only after the next round, which then has to correct it.
				for (let round = 0; lags && round < ROUNDS_WITH_LAG; round++) await model.activate();
				await expectRightAfterCleanRound(model);
			}),
			{ numRuns: 100 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);
