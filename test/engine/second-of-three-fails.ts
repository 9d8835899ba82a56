/**
 * What every operation has in common: three items, and the middle one fails, in each of n8n's three error modes. Checks
 * where each item ends, which input it is linked to, its message, and what ChatDash contains afterwards.
 */
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import type { Agency, AgencySetup } from '../../sandbox/server';
import {
	PEOPLE,
	clientCredential,
	jsonOf,
	pairsOf,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';
import type { CredentialData } from './harness';

/** An operation with three items. */
export interface Row {
	operation: `${string}.${string}`;
	setup?: AgencySetup;
	/** The client whose key is used, too. */
	client?: Pick<CredentialData, 'apiKey' | 'clientId'>;
	parameters: INodeParameters;
	items: [IDataObject, IDataObject, IDataObject];
	/** The output for the first item and for the last. */
	outputs: [IDataObject[], IDataObject[]];
	/**
	 * How the failure of the middle item reads: the message of ChatDash or the node, and the advice in the description.
	 */
	error: string;
	status?: number;
	describeChoice: string;
	advice: RegExp;
	/** As in "Already updated: item 0."; a read has nothing to report there. */
	participle?: string;
	/** Whether the middle item is recognized as invalid before anything is sent. */
	unfit?: true;
	/** The operation of the description that does the work, and how often it is requested in total. */
	asks: string;
	timesAsked?: number;
	/** What ChatDash contains for each item. */
	held?: (agency: Agency) => unknown[];
	before?: unknown[];
	after?: unknown[];
}

/** Runs each row in each error mode. */
export function testSecondOfThreeFails(rows: readonly Row[]): void {
	const openAgency = useSandbox();

	describe.each(rows)('$operation, with the second of three items failing,', (row) => {
		const { operation, items, participle, before = [], after = [], held = () => [] } = row;
		const [first, last] = row.outputs;
		const parameters = { ...row.parameters, options: { maxConcurrency: 1 } };
		/** Runs the items in an agency of their own. */
		const runItems = async (onError?: OnError) => {
			const opened = openAgency({ ...PEOPLE, ...row.setup });
			const ran = await runOperation(opened, operation, {
				items,
				parameters,
				...(row.client && { otherCredentials: clientCredential(opened.credential, row.client) }),
				...(onError && { onError }),
			});
			return { ran, agency: opened.agency };
		};
		const isItem = new RegExp(
			`\\bitem 1${row.describeChoice === '' ? '' : ` \\(${row.describeChoice}\\)`}`,
			'i',
		);

		test('stops there, and reports it in one error', async () => {
			const { ran, agency } = await runItems();

			expect(ran.status).toBe('error');
			expect(ran.downstream).toEqual({ main: [], error: [] });
			expect(ran.error?.message).toBe(row.error);
			const { description } = ran.error ?? {};
			expect(description).toMatch(isItem);
			expect(description).toMatch(row.advice);
			if (row.status !== undefined) {
				expect(ran.error?.httpCode).toBe(String(row.status));
				expect(description).toContain(`status ${row.status}`);
			}
			if (row.unfit) {
				expect(description).toMatch(/No items were sent to ChatDash\.$/);
				expect(agency.calls).toEqual([]);
				return;
			}
			if (participle === undefined) expect(description).not.toMatch(/Already/);
			else expect(description).toMatch(new RegExp(`Already ${participle}: item 0\\.$`));
			expect(timesAsked(agency)[row.asks]).toBe((row.timesAsked ?? 3) - 1);
			expect(held(agency)).toEqual([...after.slice(0, 1), ...before.slice(1)]);
		});

		test('continues, with the failed item in its place', async () => {
			const { ran, agency } = await runItems('continueRegularOutput');

			expect(ran.status).toBe('success');
			expect(jsonOf(ran.output)).toEqual([
				...first,
				{ error: row.error, message: expect.stringMatching(isItem) },
				...last,
			]);
			expect(saidBy(ran.output[first.length]).message).toMatch(row.advice);
			const comesFrom = [...first.map(() => 0), 1, ...last.map(() => 2)];
			expect(pairsOf(ran.output)).toEqual(comesFrom);
			expect(ran.downstream.main.map(({ deal }) => deal)).toEqual(
				comesFrom.map((item) => items[item]),
			);
			expect(timesAsked(agency)[row.asks]).toBe(row.timesAsked ?? (row.unfit ? 2 : 3));
			expect(held(agency)).toEqual(after);
		});

		test('continues, with the failed item and its own fields on the error output', async () => {
			const { ran, agency } = await runItems('continueErrorOutput');

			expect(ran.status).toBe('success');
			expect(jsonOf(ran.output)).toEqual([...first, ...last]);
			expect(pairsOf(ran.output)).toEqual([...first.map(() => 0), ...last.map(() => 2)]);
			expect(jsonOf(ran.errorOutput)).toEqual([
				{ ...items[1], error: row.error, message: expect.stringMatching(isItem) },
			]);
			expect(ran.downstream.error.map(({ deal }) => deal)).toEqual([items[1]]);
			expect(held(agency)).toEqual(after);
		});
	});
}
