// `npm run bench`: what the node costs n8n, against the HTTP Request node and a declarative node, in a real n8n.

import { parseArgs } from 'node:util';

import { whenNpmIsGone } from '../../sandbox/npm-parents.mjs';
import { explain } from '../../sandbox/problem.mjs';
import { cpuTable, measureCpu } from './cpu.mjs';
import { prepareGround } from './ground.mjs';
import { FLOOR, HTTP_REQUEST, WAYS } from './ways.mjs';

const HELP = `Measures the node in a real n8n and writes bench/RESULTS.md and docs/performance.svg.

  npm run bench                    everything; about half an hour on two processors

  --quick           five fields mapped against HTTP Request, 1,000 items: fails above ${1.1} times. Writes nothing
  --part PART       cpu, waiting or weight alone, to the terminal. Writes nothing
  --ways WAYS       for --part cpu: only these, such as mapped,autoMapped
  --sizes SIZES     for --part cpu: 1000,10000
  --rounds ROUNDS   for --part cpu: how often each way runs (5)
  --help            show this`;

async function main(args: readonly string[]): Promise<void> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			quick: { type: 'boolean' },
			part: { type: 'string' },
			ways: { type: 'string' },
			sizes: { type: 'string' },
			rounds: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		console.log(HELP);
		return;
	}
	const ground = await prepareGround();
	const sizes = (values.sizes ?? '1000,10000').split(',').map(Number);
	const rounds = Number(values.rounds ?? 5);
	const wanted = values.ways?.split(',');
	const ways = WAYS.filter(
		(way) =>
			way !== FLOOR && way !== HTTP_REQUEST && (wanted === undefined || wanted.includes(way.id)),
	);
	console.log(cpuTable(await measureCpu(ground, ways, sizes, rounds)));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => process.exit(130));
}
await whenNpmIsGone(() => process.exit(130));
try {
	await main(process.argv.slice(2));
	process.exit(0);
} catch (error) {
	process.exit(explain(error));
}
