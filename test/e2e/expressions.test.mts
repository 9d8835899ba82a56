// Compares the shortcuts that bypass n8n's evaluator with the evaluator that n8n 2 uses by default, in its isolate. The
// tests in n8n's engine only use the older one. The random items and expressions are the same ones each time.

import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import type { IDataObject } from 'n8n-workflow';

import { installedFolder } from '../../sandbox/n8n/community-package.mjs';
import { sampleDeals, sampleExpressions, sampleItems } from '../expressions/arbitrary.js';
import { dealsWorkflow, NODES } from './deals-workflow.mjs';
import { CHECKOUT, openStage } from './stage.mjs';

const GROUP = 6;
const SEED = 2;

const stage = await openStage([], [], async (folder) => {
	const nodes = join(folder, 'compare');
	await mkdir(nodes);
	await copyFile(
		fileURLToPath(new URL('compare.cjs', import.meta.url)),
		join(nodes, 'Compare.node.js'),
	);
	// The package has the evaluator within the file of the node, so it's built once more. It's in the package's folder,
	// because what it requires is found from there.
	const evaluator = join(installedFolder(folder), 'evaluator.js');
	await build({
		entryPoints: [join(CHECKOUT, 'nodes/ChatDash/expressions/evaluator.ts')],
		outfile: evaluator,
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'cjs',
	});
	return {
		N8N_CUSTOM_EXTENSIONS: nodes,
		COMPARE_WITH: evaluator,
		COMPARE_COUNT: String(GROUP),
	};
});
after(async () => await stage.close());

const json = [...sampleDeals(8, SEED), ...sampleItems(6, SEED)];

for (const kind of ['mapped', 'dragged', 'written', 'computed', 'tame'] as const) {
	test(
		`${kind} fields: the shortcuts return the same values as n8n`,
		{ timeout: 300_000 },
		async () => {
			const groups = sampleExpressions(kind, 25, GROUP, SEED);
			let compared = 0;
			let askedAlone = 0;
			let together = 0;
			for (const expressions of groups) {
				const result = await compare(expressions);
				assert.deepEqual(result['differences'], []);
				compared += Number(result['compared']);
				askedAlone += Number(result['askedAlone']);
				together += Number(result['together']);
			}
			const readFromTheItem = compared - askedAlone - together;
			assert.ok(compared >= groups.length * GROUP * json.length);
			// The comparison would prove nothing if n8n evaluated every expression alone, as it has to do for many unusual
			// ones.
			if (kind === 'dragged') assert.ok(readFromTheItem > compared / 2);
			if (kind === 'written') assert.ok(readFromTheItem > compared / 4);
			if (kind === 'tame') assert.ok(together > compared / 2);
		},
	);
}

async function compare(expressions: readonly string[]): Promise<IDataObject> {
	const workflow = dealsWorkflow({
		name: 'Compare',
		deals: [],
		credentialId: '',
		onError: 'stopWorkflow',
	});
	const id = await stage.session.createWorkflow({
		...workflow,
		nodes: workflow.nodes.map((node) => {
			if (node.name === NODES.source) {
				const jsonOutput = JSON.stringify({ deals: json });
				return { ...node, parameters: { ...node.parameters, jsonOutput } };
			}
			if (node.name !== NODES.chatDash) return node;
			const parameters = Object.fromEntries(expressions.map((text, index) => [`e${index}`, text]));
			return { ...node, type: 'CUSTOM.compare', credentials: {}, parameters };
		}),
	});
	const { data } = await stage.session.run(id);
	const [item] = data.resultData.runData[NODES.chatDash]?.[0]?.data?.['main']?.[0] ?? [];
	assert.ok(item !== undefined, data.resultData.error?.message ?? 'the node returned nothing');
	return item.json;
}
