// Writes the report on the measurements of bench/reliability.mts, for people who don't program. The sentences are
// fixed; every number and every comparison in them is computed.

import type { Measured } from './measure.mjs';
import { OURS } from './ways.mjs';

/** What the sandbox does in all runs of one table. */
export interface Condition {
	readonly title: string;
	readonly text: string;
}

export interface Benchmark {
	/** How many deals each run received. */
	readonly deals: number;
	readonly machine: string;
	readonly tables: ReadonlyArray<Condition & { readonly rows: readonly Measured[] }>;
}

/** @returns the whole of docs/reliability.md */
export function report({ deals, machine, tables }: Benchmark): string {
	return `# How reliably deals become clients

<!-- Written by \`npm run reliability\`. Do not edit: the next run replaces it. -->

${deals} won deals are to become ${deals} ChatDash clients. The same deals went through one real n8n, once for each way of doing it: through n8n's own HTTP Request node in its usual settings, and through the ChatDash node of this package with its default options, which include a look-up of the new clients' IDs. On the other side stood not ChatDash itself but the [sandbox](../sandbox) of this repository: it behaves as ChatDash's documentation says, goes wrong on demand, and knows afterwards which clients really exist. That is what n8n's reports are compared with. Every way began with an empty agency. One of the ways, batches of 20 a second, stays under the limit used here; it is there to be fair, although users can't know the limit, because ChatDash documents none.

- Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.
- Repeat it with \`npm run reliability\`; it takes some minutes. Each way ran once. How fast n8n sends depends on the machine and what else it does, so times differ from run to run, and so does, where there is a limit, how many requests of the HTTP Request node are rejected.

## What the columns mean

- **Created**: so many of the ${deals} clients exist at the end. All is well when it is ${deals}.
- **Reported created**: so many deals came out of the node's success output.
- **Reported failed**: so many came out of its error output. A node that stops, or never ends, returns nothing. Then no deal is reported as a success, and all of them count here.
- **False errors**: reported as failed although the client exists. Whoever runs such a deal again is told that its login ID is taken.
- **Not created**: neither exists nor was reported as created, so someone has to run it again.
- **Requests** and **rejected**: how many requests ChatDash received, and how many of them it rejected because they came too fast (429).
- **Seconds**: from the workflow's start to its end.

${tables.map((table) => section(table, deals)).join('\n\n')}

## What the node can't promise

${limits(tables, deals)}
`;
}

const COLUMNS: ReadonlyArray<readonly [title: string, cell: (row: Measured) => string | number]> = [
	['Way', ({ way }) => way.name],
	['Created', ({ created }) => created],
	['Reported created', ({ reportedCreated }) => reportedCreated],
	['Reported failed', ({ reportedFailed }) => reportedFailed],
	['False errors', ({ falseErrors }) => falseErrors],
	['Not created', ({ missing }) => missing],
	['Requests', ({ requests }) => requests],
	['Rejected', ({ rejected }) => rejected],
	['Seconds', ({ seconds, ended }) => (ended ? seconds.toFixed(1) : 'did not end')],
];

function section(
	{ title, text, rows }: Condition & { readonly rows: readonly Measured[] },
	deals: number,
): string {
	const line = (cells: ReadonlyArray<string | number>) => `| ${cells.join(' | ')} |`;
	return [
		`## ${title}`,
		text,
		[
			line(COLUMNS.map(([name]) => name)),
			line(COLUMNS.map((_, index) => (index === 0 ? '---' : '---:'))),
			...rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))),
		].join('\n'),
		summary(rows, deals),
	].join('\n\n');
}

/** Summarizes a table in sentences. */
function summary(rows: readonly Measured[], deals: number): string {
	const ours = rowOf(rows, OURS.name);
	const others = rows.filter(({ way }) => way.node !== OURS.node);
	const complete = others.filter((row) => isRight(row, deals));
	const fastest = complete.toSorted((one, other) => one.seconds - other.seconds)[0];
	const told = others.filter(({ way, ended }) => ended && way.settings.onError !== undefined);
	const errors = sum(told.map(({ reportedFailed }) => reportedFailed));
	const wrongly = sum(told.map(({ falseErrors }) => falseErrors));
	const endless = rows.filter(({ ended }) => !ended);
	return [
		completeWays(rows, deals),
		`The ChatDash node with error output sent ${times(ours.requests / deals)} as many requests as there are deals.`,
		...(fastest === undefined
			? ['None of the ways through the HTTP Request node got everything right.']
			: [
					`The fastest way through the HTTP Request node that got everything right (${shortName(fastest)}) took ${times(fastest.seconds / ours.seconds)} as long as the ChatDash node.`,
				]),
		...(errors === 0
			? []
			: [
					`Of the errors that the HTTP Request node reported one by one, on its error output, ${percent(wrongly / errors)} were false.`,
				]),
		...(endless.length === 0 ? [] : [`Did not end: ${endless.map(shortName).join('; ')}.`]),
		...rows
			.filter(({ falseSuccesses }) => falseSuccesses > 0)
			.map(
				({ way, falseSuccesses }) =>
					`${way.name} reported ${percent(falseSuccesses / deals)} of the deals as created that were not.`,
			),
	].join(' ');
}

/** A sentence about the ways that created every client and reported that. */
function completeWays(rows: readonly Measured[], deals: number): string {
	const right = rows.filter((row) => isRight(row, deals));
	if (right.length === rows.length) return 'Every way created all clients and said so.';
	if (right.length === 0) return 'No way created all clients and said so.';
	return `All clients created, and reported so: ${right.map(({ way }) => way.name).join('; ')}.`;
}

const isRight = ({ created, reportedCreated }: Measured, deals: number) =>
	created === deals && reportedCreated === deals;

function limits(tables: Benchmark['tables'], deals: number): string {
	const ours = tables.flatMap(({ title, rows }) =>
		rows.filter(({ way }) => way.node === OURS.node).map((row) => ({ title, row })),
	);
	const flawed = ours.filter(({ row }) => !isRight(row, deals));
	const here =
		flawed.length === 0
			? 'In this run, the node got everything right, but another run may differ.'
			: `In this run, too, the node didn't get everything right: ${flawed
					.map(
						({ title, row }) =>
							`under "${title}" (${row.way.name}) ${row.reportedFailed} deals were reported as failed, ${row.falseErrors} of them falsely`,
					)
					.join('; ')}.`;
	return [
		"The sandbox is built from ChatDash's documentation, which describes neither a rate limit nor what happens when things go wrong. So the limit and the faults here are assumptions, and the real service may fail in other ways.",
		"The node retries a request only a limited number of times. If an outage lasts longer, some deals end with an error. If the node gets no response and can't look up whether the client exists, it reports that the result is unclear. It doesn't guess.",
		'If n8n itself is killed during a run, the node loses its record of what is done. When the run is retried or started again, the node looks up which client a login ID in use belongs to. The passwords that the killed run generated are lost.',
		'Retries and lookups take time and send more requests.',
		here,
	].join(' ');
}

function rowOf(rows: readonly Measured[], name: string): Measured {
	const row = rows.find(({ way }) => way.name === name);
	if (row === undefined) throw new Error(`"${name}" was not measured.`);
	return row;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const shortName = ({ way }: Measured) => way.name.replaceAll('**', '');

const times = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`;

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
