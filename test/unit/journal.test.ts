/** The journal of a run: what n8n stores of it across the attempts of a node, and what only this process remembers. */
import type { IDataObject, INode } from 'n8n-workflow';

import { create } from '../../nodes/ChatDash/resources/agent/create';
import { Journal, type JournalContext, setupDigest } from '../../nodes/ChatDash/run/journal';
import { AbortScope } from '../../nodes/transport/abort';
import { DEFAULT_CREDENTIAL } from '../../nodes/transport/credentials';
import type { Ready } from '../../nodes/ChatDash/run/prepare';
import { VirtualClock } from '../model/virtual-clock';

const NODE: INode = {
	id: 'chatDash',
	name: 'ChatDash',
	type: 'chatDash',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

interface Setting {
	/** The node's data, which n8n stores; `undefined` if an execution has no data. */
	readonly data?: IDataObject | undefined;
	readonly execution?: string | undefined;
	readonly runIndex?: number | undefined;
	readonly node?: Partial<INode>;
}

/** The part of n8n's context that a journal uses. */
const contextOf = ({ data, execution, runIndex, node }: Setting): JournalContext => ({
	getContext: () => {
		if (data === undefined) throw new Error('`executionData` is not initialized');
		return data;
	},
	getExecutionId: () => execution,
	getNode: () => ({ ...NODE, ...node }),
	getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
});

/** Uses a journal and then releases it, as the end of a run does. */
function during<Result>(
	setting: Setting,
	use: (journal: Journal) => Result,
	setup?: string,
): Result {
	const journal = new Journal(contextOf(setting), setup);
	try {
		return use(journal);
	} finally {
		journal.release();
	}
}

const attemptWith = (text: string) => {
	const context = {
		http: async () => await Promise.resolve({ kind: 'networkError', code: '' } as const),
		kind: DEFAULT_CREDENTIAL,
		others: new Map(),
		apiKey: 'CD.test-journal',
		baseUrl: 'http://127.0.0.1',
		settings: { maxConcurrency: 1, maxRetries: 0 },
		clock: new VirtualClock(1),
		abort: new AbortScope(),
	};
	const values = {
		...Object.fromEntries(Object.keys(create.fields).map((name) => [name, undefined])),
		agentName: 'Front Desk',
		platform: 'custom',
	};
	const item: Ready = { kind: 'ready', values, context, secrets: [text], isRepeat: false };
	return { item, existing: new Set(['older']) };
};

const ACCOUNT = 'of an agency';

const entryIn = (
	journal: Journal,
	item: number,
	request: string,
	account = ACCOUNT,
	occurrence = 0,
) => journal.entry(item, request, account, occurrence);

const UNKNOWN = { message: 'No answer', status: undefined };
const OUTPUT = { message: 'Client created successfully' };

describe('A completed item', () => {
	test('is known to the next attempt of the same run, but only for the same request', () => {
		const data = {};
		during({ data, execution: '1' }, (journal) =>
			entryIn(journal, 3, 'digest').recordCompleted([OUTPUT]),
		);
		during({ data, execution: '1' }, (journal) => {
			expect(entryIn(journal, 3, 'digest').completedOutputs()).toEqual([OUTPUT]);
			expect(entryIn(journal, 3, 'another').completedOutputs()).toBeUndefined();
			expect(entryIn(journal, 2, 'digest').completedOutputs()).toBeUndefined();
		});
	});

	test('is known to a retry from the list of executions, although that is another execution', () => {
		const data = {};
		during({ data, execution: '1' }, (journal) =>
			entryIn(journal, 0, 'digest').recordCompleted([OUTPUT]),
		);
		const stored: IDataObject = JSON.parse(JSON.stringify(data));
		during({ data: stored, execution: '2' }, (journal) =>
			expect(entryIn(journal, 0, 'digest').completedOutputs()).toEqual([OUTPUT]),
		);
	});

	test('is unknown to another run index: a round of a loop, or another call of a tool', () => {
		const data = {};
		during({ data, execution: '1', runIndex: 0 }, (journal) =>
			entryIn(journal, 0, 'digest').recordCompleted([OUTPUT]),
		);
		during({ data, execution: '1', runIndex: 1 }, (journal) =>
			expect(entryIn(journal, 0, 'digest').completedOutputs()).toBeUndefined(),
		);
	});

	test('leaves nothing in the data of a run that succeeded', () => {
		const data = {};
		during({ data, execution: '1' }, (journal) => {
			entryIn(journal, 0, 'digest').recordCompleted([OUTPUT]);
			journal.finish(false);
		});
		expect(data).toEqual({});
	});
});

describe('The same setup of the node', () => {
	const nextAttempt = (setup: string, use: (journal: Journal) => void) => {
		const data = {};
		during(
			{ data, execution: '1' },
			(journal) => {
				entryIn(journal, 0, 'at nine').recordCompleted([OUTPUT]);
				entryIn(journal, 1, 'at nine').recordUnresolved(UNKNOWN, undefined);
			},
			'setup',
		);
		during({ data, execution: '1' }, use, setup);
	};

	test('means that each item asks for the same thing, whatever its expressions return now', () => {
		nextAttempt('setup', (journal) => {
			expect(entryIn(journal, 0, 'at ten').completedOutputs()).toEqual([OUTPUT]);
			expect(entryIn(journal, 1, 'at ten').unresolved()).toMatchObject({ inThisExecution: true });
			entryIn(journal, 1, 'at ten').recordCompleted([OUTPUT]);
			expect(entryIn(journal, 1, 'at noon').completedOutputs()).toEqual([OUTPUT]);
			expect(entryIn(journal, 2, 'at ten').completedOutputs()).toBeUndefined();
		});
	});

	test('means nothing if it has changed, or if the account has', () => {
		nextAttempt('another', (journal) => {
			expect(entryIn(journal, 0, 'at ten').completedOutputs()).toBeUndefined();
			expect(entryIn(journal, 1, 'at ten').unresolved()).toBeUndefined();
		});
		nextAttempt('setup', (journal) =>
			expect(entryIn(journal, 1, 'at ten', 'another account').unresolved()).toBeUndefined(),
		);
	});

	test('is known by the parameters, without passwords; a tool has none', () => {
		const digestOf = (parameters: INode['parameters'], type = 'chatDash') =>
			setupDigest({ ...NODE, type, parameters }, create);
		const parameters = { agentName: '={{ $now }}', apiKey: 'one' };
		expect(digestOf({ ...parameters, apiKey: 'two' })).toBe(digestOf(parameters));
		expect(digestOf({ ...parameters, agentName: 'Front Desk' })).not.toBe(digestOf(parameters));
		expect(digestOf(parameters, 'chatDashTool')).toBeUndefined();
	});
});

describe('Two calls of a tool at once', () => {
	test.each([
		['with different run indexes', 0, 1],
		['with the same run index', 0, 0],
		['without a run index', undefined, undefined],
	])('don’t see each other’s entries, %s', (_how, firstIndex, secondIndex) => {
		const data = {};
		const first = new Journal(contextOf({ data, execution: '1', runIndex: firstIndex }));
		const second = new Journal(contextOf({ data, execution: '1', runIndex: secondIndex }));
		entryIn(first, 0, 'digest').recordCompleted([OUTPUT]);
		expect(entryIn(second, 0, 'digest').completedOutputs()).toBeUndefined();
		entryIn(second, 0, 'open').recordUnresolved(UNKNOWN, undefined);
		first.finish(false);
		first.release();
		// The end of the first call removes nothing of the second.
		second.release();
		during({ data, execution: '1', runIndex: 2 }, (journal) =>
			expect(entryIn(journal, 0, 'open').unresolved()).toMatchObject({ inThisExecution: true }),
		);
	});
});

describe('An unresolved item', () => {
	test('is known to the next attempt, whatever its run index, with the earlier attempt unchanged', () => {
		const data = {};
		const attempt = attemptWith('test-password');
		during({ data, execution: '1', runIndex: 0 }, (journal) =>
			entryIn(journal, 0, 'digest').recordUnresolved(
				{ message: 'No answer', status: 502 },
				attempt,
			),
		);
		during({ data, execution: '1', runIndex: 1 }, (journal) => {
			expect(entryIn(journal, 0, 'digest').unresolved()).toEqual({
				message: 'No answer',
				status: 502,
				inThisExecution: true,
				attempt,
			});
			expect(entryIn(journal, 0, 'another').unresolved()).toBeUndefined();
		});
	});

	test('is unknown to the attempt that recorded it, because a second item may send the same request', () => {
		during({ data: {}, execution: '1' }, (journal) => {
			entryIn(journal, 0, 'digest').recordUnresolved(UNKNOWN, undefined);
			expect(entryIn(journal, 0, 'digest').unresolved()).toBeUndefined();
		});
	});

	test('of one account or item is unknown to another one with the identical request', () => {
		const data = {};
		during({ data, execution: '1' }, (journal) => {
			entryIn(journal, 0, 'digest').recordUnresolved(UNKNOWN, attemptWith('test-password'));
			entryIn(journal, 1, 'digest', ACCOUNT, 1).recordCompleted([OUTPUT]);
		});
		during({ data, execution: '1', runIndex: 1 }, (journal) => {
			expect(entryIn(journal, 0, 'digest').unresolved()).toMatchObject({ inThisExecution: true });
			expect(entryIn(journal, 1, 'digest', ACCOUNT, 1).unresolved()).toBeUndefined();
			expect(entryIn(journal, 0, 'digest', 'of another one').unresolved()).toBeUndefined();
		});
	});

	test('stores no password, and its attempt is forgotten after a restart', () => {
		const data = {};
		during({ data, execution: '1' }, (journal) =>
			entryIn(journal, 0, 'digest').recordUnresolved(UNKNOWN, attemptWith('test-password')),
		);
		expect(JSON.stringify(data)).not.toContain('test-password');
		const stored: IDataObject = JSON.parse(JSON.stringify(data));
		during({ data: stored, execution: '2' }, (journal) =>
			expect(entryIn(journal, 0, 'digest').unresolved()).toEqual({
				...UNKNOWN,
				inThisExecution: false,
				attempt: undefined,
			}),
		);
	});

	test('is resolved once a later attempt has completed it', () => {
		const data = {};
		during({ data, execution: '1', runIndex: 0 }, (journal) =>
			entryIn(journal, 0, 'digest').recordUnresolved(UNKNOWN, attemptWith('test-password')),
		);
		during({ data, execution: '1', runIndex: 1 }, (journal) => {
			entryIn(journal, 0, 'digest').recordCompleted([OUTPUT]);
			journal.finish(false);
		});
		during({ data, execution: '1', runIndex: 0 }, (journal) => journal.finish(false));
		expect(data).toEqual({});
	});
});

test('An execution without an ID and without data has its own journal, which is not stored', () => {
	during({ data: undefined, execution: undefined }, (journal) => {
		entryIn(journal, 0, 'digest').recordCompleted([OUTPUT]);
		entryIn(journal, 0, 'open').recordUnresolved(UNKNOWN, undefined);
		expect(entryIn(journal, 0, 'digest').completedOutputs()).toEqual([OUTPUT]);
		journal.finish(false);
	});
	during({ data: undefined, execution: undefined }, (journal) => {
		expect(entryIn(journal, 0, 'digest').completedOutputs()).toBeUndefined();
		expect(entryIn(journal, 0, 'open').unresolved()).toBeUndefined();
	});
});
