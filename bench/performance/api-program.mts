// The sandbox ChatDash as a separate process, so that its work isn't counted as n8n's. Started by api.mts.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Agency, startSandbox } from '../../sandbox/server.js';
import { type RequestJob, type Tally, WARM_UP_KEY } from './api.mjs';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

const sandbox = await startSandbox({
	description: join(CHECKOUT, 'api', 'chatdash-openapi.yaml'),
});
let agency = sandbox.openAgency(WARM_UP_KEY);

process.on('message', (question: RequestJob) => {
	if (question.ask === 'open') {
		agency = sandbox.openAgency(question.apiKey, question.setup);
		process.send?.('opened');
	} else {
		process.send?.(tallyOf(agency));
	}
});
// The process that started this one has ended.
process.on('disconnect', () => process.exit());
process.send?.({ baseUrl: sandbox.baseUrl });

function tallyOf({ clients, agents, calls, violations }: Agency): Tally {
	const served = calls.filter(({ status }) => status === 200);
	const began = Math.min(...calls.slice(0, 100).map(({ at }) => at));
	const ended = served.reduce((latest, { at, ms }) => Math.max(latest, at + ms), began);
	return {
		clients: clients.length,
		assigned: agents.all.filter(({ clientId }) => clientId !== undefined).length,
		requests: calls.length,
		rejected: calls.filter(({ status }) => status === 429).length,
		seconds: calls.length === 0 ? 0 : (ended - began) / 1000,
		answerSeconds: calls.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, calls.length) / 1000,
		...(violations[0] !== undefined && { violation: violations[0].text }),
	};
}
