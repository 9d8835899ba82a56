// Unusual values of Retry-After, and a run that stops while an item waits, in virtual time.
import type { HttpResult, HttpSend } from '../../nodes/transport/http';
import { deal, execute } from './execution';
import { VirtualClock } from './virtual-clock';
import { virtualSandbox } from './virtual-sandbox';

const busy = (status: number, retryAfter: string): HttpResult => ({
	kind: 'response',
	status,
	text: '{"error":"Come again later"}',
	retryAfter,
});

describe('If Retry-After is', () => {
	/** Creates one client. The first create requests get these responses. */
	async function createAfter(...responses: readonly HttpResult[]) {
		const clock = new VirtualClock(1);
		const { agency, http } = await virtualSandbox(clock, {});
		let sent = 0;
		const first: HttpSend = async (request) =>
			(request.method === 'POST' ? responses[sent++] : undefined) ?? (await http(request));
		const { outcomes } = await clock.run(execute(first, clock, [deal(0)]));
		return { kind: outcomes[0]?.kind, clients: agency.clients.length, ms: clock.now() };
	}
	const PAST = 'Sun, 06 Nov 1960 08:49:37 GMT';

	test.each<[string, HttpResult[]]>([
		['a past date', [busy(429, PAST), busy(503, PAST)]],
		['zero', [busy(503, '0'), busy(429, '0')]],
		['invalid', [busy(429, '-5'), busy(429, 'soon'), busy(429, '')]],
	])('%s, the node retries soon', async (_what, responses) => {
		const { ms, ...ended } = await createAfter(...responses);
		expect(ended).toEqual({ kind: 'done', clients: 1 });
		expect(ms).toBeLessThan(5000);
	});

	test.each<[string, HttpResult[]]>([
		[
			'a date in the far future, after a past one',
			[busy(429, PAST), busy(429, 'Thu, 01 Jan 2099 00:00:00 GMT')],
		],
		['700 seconds, with status 503', [busy(503, '700')]],
		['a number of 400 digits', [busy(429, '9'.repeat(400))]],
	])('%s, the run stops at once', async (_what, responses) => {
		const { ms, ...ended } = await createAfter(...responses);
		expect(ended).toEqual({ kind: 'rejected', clients: 0 });
		expect(ms).toBeLessThan(5000);
	});
});

test('A run that stops at a failure stops at once, although another item is throttled', async () => {
	const clock = new VirtualClock(1);
	const { agency, http } = await virtualSandbox(clock, {});
	let creates = 0;
	const first: HttpSend = async (request) => {
		if (request.method !== 'POST') return await http(request);
		creates += 1;
		return creates === 1
			? busy(429, '300')
			: { kind: 'response', status: 400, text: '{"error":"Invalid language"}' };
	};
	const { outcomes } = await clock.run(
		execute(first, clock, [deal(0), deal(1)], { stopsAtFailure: true }),
	);
	expect(outcomes.map(({ kind }) => kind)).toEqual(['notSent', 'rejected']);
	expect(agency.clients).toEqual([]);
	expect(clock.now()).toBeLessThan(5000);
});
