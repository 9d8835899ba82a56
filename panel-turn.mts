import { prepareGround } from './bench/performance/ground.mjs';
import { N8nInstance } from './sandbox/n8n/instance.mjs';
import { EditorSession } from './sandbox/n8n/editor-session.mjs';
import { OWNER } from './sandbox/workspace.mjs';
import { launchBrowser, openWindow } from './test/e2e/browser.mjs';
import { Editor } from './test/e2e/editor.mjs';
import { NODES, onlyDeals } from './test/e2e/deals-workflow.mjs';
import { OURS_MAPPED, itemsOf, workflowFor } from './bench/performance/ways.mjs';
const g = await prepareGround();
const settings = { ...g.settings, N8N_CUSTOM_EXTENSIONS: '/tmp/ba/dist/nodes/ChatDash' };
const n8n = await N8nInstance.start({ runtime: g.runtime, userFolder: g.folder, settings });
const browser = await launchBrowser();
try {
	const session = await EditorSession.open(n8n, OWNER);
	const window = await openWindow(browser);
	const editor = new Editor(await window.newPage(), n8n.origin);
	await editor.logIn(OWNER);
	const before = { ...OURS_MAPPED, name: 'before', node: (a) => { const n = OURS_MAPPED.node(a); const { passwordSource, options, ...p } = n.parameters; return { ...n, type: 'CUSTOM.chatDash', parameters: p }; } };
	const after = { ...OURS_MAPPED, name: 'after' };
	const hub = { ...OURS_MAPPED, name: 'hubspot', node: () => ({ type: 'n8n-nodes-base.hubspot', typeVersion: 2.1, parameters: { resource: 'contact', operation: 'get', contactId: '={{ $json.clientName }}' } }) };
	const get = { ...OURS_MAPPED, name: 'get', node: (a) => ({ ...OURS_MAPPED.node(a), parameters: { resource: 'client', operation: 'get', clientId: { __rl: true, mode: 'id', value: '={{ $json.clientName }}' } } }) };
	const ways = [before, after, hub, get];
	const account = { baseUrl: 'http://127.0.0.1', chatDash: '', header: '' };
	const whole = workflowFor(OURS_MAPPED, itemsOf(1), account);
	const { nodes, connections, ...workflow } = onlyDeals(whole);
	const mine = ways.flatMap((way, i) => workflowFor(way, itemsOf(1), account).nodes.filter(({ name }) => name === NODES.chatDash).map(({ credentials: _c, position: [x, y], ...node }) => ({ ...node, id: way.name, name: way.name, position: [x, y + 200 * i] })));
	const id = await session.createWorkflow({ ...workflow, nodes: [...nodes, ...mine], connections: { ...connections, [NODES.items]: { main: [mine.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] } } });
	await editor.openWorkflow(session.workflowAddress(id));
	const times = new Map(ways.map((w) => [w.name, []]));
	for (let o = 0; o <= 14; o++) for (const w of ways) {
		const t = performance.now();
		await editor.openNode(w.name);
		await editor.parameters.first().waitFor();
		if (o > 0) times.get(w.name).push(performance.now() - t);
		await editor.closeNode();
	}
	for (const [n, t] of times) { t.sort((a, b) => a - b); console.log(n, 'median', t[t.length >> 1].toFixed(0), 'min', t[0].toFixed(0), 'q3', t[Math.floor(t.length * 0.75)].toFixed(0)); }
} finally { await browser.close(); await n8n.stop(); }
