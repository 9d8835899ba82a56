/** What the user reads of a run: one sentence frame for failures, each with a next step, and hints with counts. */
import type { INode } from 'n8n-workflow';

import { errorText } from '../../nodes/ChatDash/run/errorPanel';
import { describeFailure, hintsFor } from '../../nodes/ChatDash/run/messages';
import type { Failure, Outcome } from '../../nodes/ChatDash/run/outcome';

const NAME = 'login ID x';
const MESSAGE = "ChatDash's message";

/** The description of a failure of item 3 of five. */
const described = (outcome: Failure, of = 5) =>
	describeFailure(outcome, {
		index: of === 1 ? 0 : 3,
		of,
		pastTense: 'created',
		credential: 'agency',
	}).description;

const rejected = (status: number, advice?: string): Failure => ({
	kind: 'rejected',
	message: MESSAGE,
	name: NAME,
	status,
	advice,
});

describe('A failure', () => {
	const base = { message: MESSAGE, name: NAME };
	test.each<[string, Failure, string]>([
		[
			'an invalid item',
			{ ...base, kind: 'invalid', advice: ['Enter a value.'] },
			"Item 3 (login ID x) wasn't sent to ChatDash. Enter a value.",
		],
		[
			'a rejection that the operation explains',
			rejected(400, 'Use a different login ID.'),
			"Item 3 (login ID x) wasn't created. ChatDash rejected it with status 400. Use a different login ID.",
		],
		[
			'another rejection',
			rejected(418),
			"Item 3 (login ID x) wasn't created. ChatDash rejected it with status 418. Check the values of this item, then run it again. If they look right, ask ChatDash.",
		],
		[
			'a key that isn’t accepted',
			rejected(401),
			"Item 3 (login ID x) wasn't created. ChatDash rejected it with status 401. Check 'API Key' in the ChatDash credential. You can find the key on your agency profile in ChatDash.",
		],
		[
			'a limit',
			rejected(429),
			"Item 3 (login ID x) wasn't created. ChatDash rejected it with status 429. ChatDash is limiting requests right now. Wait a few minutes, then run the workflow again.",
		],
		[
			'an outage with a time',
			rejected(503),
			"Item 3 (login ID x) wasn't created. ChatDash rejected it with status 503. ChatDash is temporarily unavailable. Run the workflow again later.",
		],
		[
			'a redirect',
			rejected(301),
			"Item 3 (login ID x) wasn't created. ChatDash rejected it with status 301. Check 'Base URL' in the ChatDash credential.",
		],
		[
			'a read without a response',
			{ ...base, kind: 'readFailed', status: undefined },
			"Item 3 (login ID x) wasn't created. ChatDash didn't respond. Run the workflow again later.",
		],
		[
			'a read that ended with a status',
			{ ...base, kind: 'readFailed', status: 500 },
			"Item 3 (login ID x) wasn't created. ChatDash returned status 500. Run the workflow again later.",
		],
		[
			'a server that can’t be reached',
			{ ...base, kind: 'unreachable' },
			"Item 3 (login ID x) wasn't created because ChatDash couldn't be reached. Check 'Base URL' in the ChatDash credential and n8n's network connection, then run the workflow again.",
		],
		[
			'an unknown result',
			{ ...base, kind: 'unknown', status: undefined },
			"It's unknown whether item 3 (login ID x) was created. ChatDash didn't respond. Check your ChatDash dashboard before you run this item again.",
		],
		[
			'an unknown result that ChatDash doesn’t show',
			{ ...base, kind: 'unknown', status: 500, whereToCheck: "the account's invoices in Stripe" },
			"It's unknown whether item 3 (login ID x) was created. ChatDash returned status 500. Check the account's invoices in Stripe before you run this item again.",
		],
		[
			'an item after a key that isn’t accepted',
			{ ...base, kind: 'notSent', status: 403 },
			"Item 3 (login ID x) wasn't sent to ChatDash. Check 'API Key' in the ChatDash credential. You can find the key on your agency profile in ChatDash.",
		],
		[
			'an item after a server that can’t be reached',
			{ ...base, kind: 'notSent', status: undefined },
			"Item 3 (login ID x) wasn't sent to ChatDash. Check 'Base URL' in the ChatDash credential and n8n's network connection, then run the workflow again.",
		],
		[
			'an item after a stop',
			{ ...base, kind: 'notSent', status: undefined, advice: 'Run this item again.' },
			"Item 3 (login ID x) wasn't sent to ChatDash. Run this item again.",
		],
	])('has what happened and what to do: %s', (_what, outcome, text) => {
		expect(described(outcome)).toBe(text);
	});

	test('isn’t counted in a run of one item, because n8n adds the number', () => {
		expect(described(rejected(400), 1)).toMatch(/^This item \(login ID x\) wasn't created\. /);
		expect(described({ ...base, kind: 'unknown', status: 500 }, 1)).toMatch(
			/^It's unknown whether this item \(login ID x\) was created\. /,
		);
	});

	test.each([[undefined], ['']])('of an item without a name has no empty parentheses', (name) => {
		const outcome: Failure = { kind: 'unreachable', message: MESSAGE };
		expect(described(name === undefined ? outcome : { ...outcome, name })).toMatch(
			/^Item 3 wasn't created /,
		);
	});
});

describe('The hint about', () => {
	const done: Outcome = { kind: 'done', outputs: [], source: 'response' };
	const hints = (outcomes: readonly Outcome[], pastTense = 'created') =>
		hintsFor({ outcomes, wasThrottled: false }, pastTense);
	const skipped: Outcome = { kind: 'skipped', outputs: [{ skipped: true }] };
	const leftOut: Outcome = { kind: 'skipped', outputs: [] };
	const confirmed: Outcome = { ...done, source: 'lookup' };
	const again: Outcome = { ...done, source: 'journal' };
	const lacking: Outcome = { ...done, lacksId: true };

	test.each<[string, readonly Outcome[], string]>([
		[
			'the only item',
			[skipped],
			'The item was skipped because it was already created in ChatDash.',
		],
		[
			'an item without an output',
			[done, leftOut],
			'1 of 2 items was left out because it was already created in ChatDash.',
		],
		[
			'one of several items',
			[done, skipped],
			'1 of 2 items was skipped because it was already created in ChatDash.',
		],
		[
			'some items',
			[skipped, done, skipped],
			'2 of 3 items were skipped because they were already created in ChatDash.',
		],
		[
			'both items',
			[skipped, skipped],
			'Both items were skipped because they were already created in ChatDash.',
		],
		[
			'all items',
			[skipped, skipped, skipped],
			'All 3 items were skipped because they were already created in ChatDash.',
		],
		[
			'a confirmed item',
			[confirmed, done],
			"1 of 2 items needed an extra check: ChatDash's response was unclear, but the change was made.",
		],
		[
			'confirmed items',
			[confirmed, confirmed, done],
			"2 of 3 items needed an extra check: ChatDash's responses were unclear, but the changes were made.",
		],
		[
			'an item of an earlier try',
			[again, done],
			"1 of 2 items was already created in an earlier try of this execution, so it wasn't sent again.",
		],
		[
			'items of an earlier try',
			[again, again],
			"Both items were already created in an earlier try of this execution, so they weren't sent again.",
		],
		[
			'a record that isn’t listed yet',
			[lacking],
			"The item was created, but ChatDash's list doesn't show which one is new. Its ID is missing from the output. Use 'Get Many' later to find it.",
		],
		[
			'records that aren’t listed yet',
			[lacking, lacking, done],
			"2 of 3 items were created, but ChatDash's list doesn't show which ones are new. Their IDs are missing from the output. Use 'Get Many' later to find them.",
		],
	])('%s is right for the number', (_what, outcomes, text) => {
		expect(hints(outcomes)).toEqual([text]);
	});

	test('items that have what they ask for names the operation', () => {
		expect(hints([skipped], 'assigned')).toEqual([
			'The item was skipped because it was already assigned in ChatDash.',
		]);
	});

	test('nothing is left out', () => {
		expect(hints([done, done])).toEqual([]);
		expect(hintsFor({ outcomes: [done], wasThrottled: true }, 'created')).toEqual([
			'ChatDash limits how fast requests can be sent, so this execution had to wait.',
		]);
	});
});

describe('The error of', () => {
	const node = (type: string): INode => ({
		id: '1',
		name: 'ChatDash',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	});
	const text = { message: 'Login ID already in use', description: 'Not <created>.\nUse another.' };

	test('a node has the description as HTML, in which nothing is taken for a tag', () => {
		expect(errorText(node('n8n-nodes-chatdash.chatDash'), text)).toEqual({
			message: 'Login ID already in use',
			description: 'Not ‹created›.<br>Use another.',
		});
	});

	test.each(['n8n-nodes-chatdash.chatDashTool', 'CUSTOM.chatDashTool'])(
		'a tool has all in its message, because the model gets nothing else: %s',
		(type) => {
			expect(errorText(node(type), text)).toEqual({
				message: 'Login ID already in use. Not <created>. Use another.',
				description: '',
			});
			const withStop = { ...text, message: 'No more clients!' };
			expect(errorText(node(type), withStop).message).toMatch(/^No more clients! Not/);
		},
	);
});

test('A failure of an operation with a client’s key names that credential', () => {
	const describe = (outcome: Failure) =>
		describeFailure(outcome, { index: 0, of: 1, pastTense: 'created', credential: 'client' })
			.description;
	expect(describe(rejected(403))).toBe(
		"This item (login ID x) wasn't created. ChatDash rejected it with status 403. Check 'API Key' in the ChatDash client credential. It starts with CD.CL. and only works for its own client.",
	);
	expect(describe({ kind: 'unreachable', message: MESSAGE })).toMatch(
		/Check 'Base URL' in the ChatDash client credential/,
	);
});
