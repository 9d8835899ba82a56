import { setTimeout as pause } from 'node:timers/promises';
import { dealsWorkflow, NODES } from './deals-workflow.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const stage = await openStage([]);
try {
const credentialId = await stage.session.createCredential({ name: 'ChatDash', type: CREDENTIAL_TYPE, data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl } });
const DEALS = [0,1,2,3,4,5].map((n) => ({ company: `Company ${n}`, contact: `Contact ${n}`, email: `contact${n}@example.com` }));
let hooks = 0;
async function webhookWorkflow(name: string, settings: object, node: object = {}, parameters: object = {}) {
	const w = dealsWorkflow({ name, deals: DEALS, credentialId, onError: 'stopWorkflow', parameters: { options: { maxConcurrency: 1, maxRetries: 0 }, ...parameters } });
	const path = `hook-${++hooks}`;
	const nodes = w.nodes.map((n: any) => n.name === NODES.trigger ? { ...n, type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path, parameters: { path, httpMethod: 'GET', responseMode: 'onReceived', options: {} } } : n.name === NODES.chatDash ? { ...n, ...node } : n);
	const made: any = await stage.session.ask('POST', '/rest/workflows', { ...w, nodes, settings: { executionOrder: 'v1', ...settings } });
	await stage.session.ask('POST', `/rest/workflows/${made.id}/activate`, { versionId: made.versionId });
	if(hooks===1) console.log(JSON.stringify(await stage.session.ask('GET', `/rest/workflows/${made.id}`)).slice(0,300));
	return { id: made.id, url: `${stage.n8n.origin}/webhook/${path}` };
}
const newest = async () => /"id":"?(\d+)/.exec(JSON.stringify(await stage.session.ask('GET', '/rest/executions?limit=1')))?.[1]!;
const show = (label: string, e: any) => {
	const d = e.data;
	console.log(label, JSON.stringify({ status: e.status, last: d.resultData.lastNodeExecuted, runData: Object.fromEntries(Object.entries(d.resultData.runData).map(([k, v]: any) => [k, v.map((t: any) => `${t.executionStatus} ${t.data?.main?.map((o: any) => o?.length)} ${t.error?.message ?? ''}`)])), stack: d.executionData?.nodeExecutionStack?.map((s: any) => s.node.name), ctx: JSON.stringify(d.executionData?.contextData ?? null).slice(0, 400), error: d.resultData.error?.message }));
};
const until = async (what: () => boolean) => { while (!what()) await pause(20); };
async function retryAndShow(label: string, id: string, agency: any) {
	const before = await newest();
	try { const r: any = await stage.session.ask('POST', `/rest/executions/${id}/retry`, { loadWorkflow: true }); console.log('retry answer status', r.status); } catch (e: any) { console.log(label, 'retry refused:', e.message); }
	const now = await newest();
	if (now === before) { console.log(label, 'no new execution'); return; }
	const ran = await stage.session.untilEnded(now);
	show(label + ' after retry', ran);
	const [o = []]: any = ran.data.resultData.runData[NODES.chatDash]?.at(-1)?.data?.['main'] ?? [];
	console.log(label, 'outputs', JSON.stringify(o.map((x: any) => x.json)));
	console.log(label, 'clients', agency.clients.map((c: any) => c.name).join(), 'calls', agency.calls.length);
}
for (const [label, settings, node] of [
	['STOP plain', {}, {}],
	['STOP progress', { saveExecutionProgress: true }, {}],
	['TIMEOUT plain', { executionTimeout: 2 }, {}],
	['TIMEOUT progress', { executionTimeout: 2, saveExecutionProgress: true }, {}],
	['TIMEOUT retryOnFail', { executionTimeout: 2 }, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 }],
] as const) {
	const agency = stage.sandbox.openAgency(AGENCY_KEY, { faults: { script: [null, null, { kind: 'latency', ms: 20_000 }], operations: ['createClient'] } });
	const w = await webhookWorkflow(label, settings, node);
	for (let i=0;i<100;i++){ const r=await fetch(w.url); if(r.status===200) {console.log(label,'fired after',i);break;} if(i===99) console.log(r.status, await r.text()); await pause(200);}
	await until(() => agency.clients.length >= 3);
	const id = await newest();
	const t = Date.now();
	if (label.startsWith('STOP')) console.log(JSON.stringify(await stage.session.ask('POST', `/rest/executions/${id}/stop`)));
	const e = await stage.session.untilEnded(id);
	console.log('ended after', Date.now() - t);
	show(label, e);
	await pause(3000);
	show(label + ' 3s later', await stage.session.untilEnded(id));
	console.log('calls', agency.calls.length);
	await retryAndShow(label, id, agency);
}
} finally { await stage.close(); }
