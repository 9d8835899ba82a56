/*
 * The page at `/`: shows the agencies of the sandbox and the requests they received, for a person who watches a
 * workflow run. The page loads only `/sandbox/state`, once a second. It inserts every value as text, never as HTML,
 * because anyone may have typed the names. As a second defense, its content security policy blocks every script but its
 * own.
 */
import { createHash } from 'crypto';

const STYLE = `
:root {
	color-scheme: light dark;
	--ground: #f6f5f2; --card: #fff; --text: #1d1d1f; --soft: #6b6a67; --line: #e3e1db;
	--accent: #5b4bd6; --fresh: #e9e5ff; --good: #1c7c4a; --bad: #b3261e; --warn: #fdecea;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #161618; --card: #202024; --text: #ececee; --soft: #a0a0a6; --line: #34343a;
		--accent: #a99dff; --fresh: #36306b; --good: #6fd39b; --bad: #ff9a90; --warn: #3d211f;
	}
}
* { box-sizing: border-box; }
body {
	margin: 0; background: var(--ground); color: var(--text);
	font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.125rem; }
h2 small, .soft { color: var(--soft); font-weight: 400; font-size: .875rem; }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
header p { margin: .25rem 0 0; color: var(--soft); }
#lost { color: var(--bad); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: .75rem; align-items: start; }
.card { padding: .875rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .625rem; }
.card.fresh { animation: arrive 4s ease-out; }
@keyframes arrive { 0%, 40% { background: var(--fresh); border-color: var(--accent); } }
.members { list-style: none; margin: .5rem 0 0; padding: .5rem 0 0; border-top: 1px solid var(--line); }
.owner { margin: .25rem 0 0; overflow-wrap: anywhere; }
.members li { overflow-wrap: anywhere; }
.tag {
	display: inline-block; margin-left: .375rem; padding: .0625rem .4375rem; border-radius: 1rem;
	background: var(--line); font-size: .75rem; font-weight: 400;
}
.empty { padding: 1.5rem; border: 1px dashed var(--line); border-radius: .625rem; color: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--soft); }
th, td { padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.path { font-family: ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.good { color: var(--good); }
.bad { color: var(--bad); }
#violations { margin-top: 1.5rem; padding: .875rem 1rem; border-radius: .625rem; background: var(--warn); }
#violations h2 { margin: 0 0 .25rem; }
#violations ul { margin: 0; padding-left: 1.125rem; overflow-wrap: anywhere; }
`;

const SCRIPT = `
'use strict';
const MOST_SHOWN = 100;
const MOST_LINES = 10;
const BILLING = {
	products: 'Products', subscriptions: 'Subscriptions', invoices: 'Invoices', transactions: 'Transactions',
	coupons: 'Coupons',
};
const FAULTS = {
	latency: 'delayed', rateLimit: 'rate limited', cutBefore: 'dropped before processing',
	cutAfter: 'dropped after processing', htmlBadGateway: 'proxy error page', serverError: 'server error',
	cutBody: 'response cut off', slowBody: 'slow response', emptyBody: 'empty response', silence: 'never answered',
};
const WITHOUT_STATUS = { cut: 'connection dropped', none: 'no response' };
const SHORT = { dateStyle: 'short', timeStyle: 'short' };
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
const place = (id) => document.getElementById(id);

// Text gets onto the page only through this function.
function make(tag, className, text, children = []) {
	const node = document.createElement(tag);
	node.className = className;
	if (text) node.textContent = text;
	node.append(...children);
	return node;
}

function languageName(code) {
	try { return languages.of(code); } catch { return code; }
}

function memberLine({ name, loginId, email, isAdmin }) {
	const parts = [make('span', '', name), make('span', 'soft', ' ' + loginId)];
	if (email && email !== loginId) parts.push(make('span', 'soft', ' · ' + email));
	if (isAdmin) parts.push(make('span', 'tag', 'admin'));
	return make('li', '', '', parts);
}

function clientCard({ name, language, members }) {
	const title = make('h3', '', name, [make('span', 'tag', languageName(language))]);
	const list = members.length ? make('ul', 'members', '', members.map(memberLine)) : make('p', 'soft', 'No members');
	return make('article', 'card', '', [title, list]);
}

function agentCard({ name, platform, client }) {
	const title = make('h3', '', name, [make('span', 'tag', platform)]);
	return make('article', 'card', '', [title, make('p', client ? 'owner' : 'owner soft', client || 'Not assigned')]);
}

function subscriptionCard({ webhookUrl, events, client, agent }) {
	const title = make('h3', '', webhookUrl, events.map((event) => make('span', 'tag', event)));
	return make('article', 'card', '', [title, make('p', 'owner', client + ' · ' + agent)]);
}

// A card with the newest of several records, one in each line.
function listCard({ name, lines }, buildLine) {
	const title = make('h3', '', name, [make('span', 'tag', String(lines.length))]);
	const newest = lines.slice(-MOST_LINES).reverse();
	const hidden = lines.length - newest.length;
	const more = hidden ? [make('li', 'soft', 'and ' + hidden + ' older')] : [];
	return make('article', 'card', '', [title, make('ul', 'members', '', [...newest.map(buildLine), ...more])]);
}

function conversationLine({ with: person, createdAt, messages }) {
	const count = messages + (messages === 1 ? ' message' : ' messages');
	return make('li', '', person || 'Unnamed', [
		make('span', 'soft', ' ' + new Date(createdAt).toLocaleString([], SHORT) + ' · ' + count),
	]);
}

function leadLine({ phone, tags }) {
	return make('li', '', phone, tags.map((tag) => make('span', 'tag', tag)));
}

function billingLine({ name, details, codes = [] }) {
	return make('li', '', name, [
		make('span', 'soft', ' ' + details.join(' · ')), ...codes.map((code) => make('span', 'tag', code)),
	]);
}

function callRow({ at, method, path, status, ms, fault }) {
	const well = status < 400;
	return make('tr', '', '', [
		make('td', '', new Date(at).toLocaleTimeString()),
		make('td', 'path', method + ' ' + path),
		make('td', well ? 'good' : 'bad', WITHOUT_STATUS[status] || String(status)),
		make('td', '', Math.round(ms) + ' ms'),
		make('td', 'soft', fault ? FAULTS[fault] || fault : ''),
	]);
}

// The elements on the page, with the data they were built from. Only changed data is built again, so nothing flickers.
// Elements that an update doesn't use are dropped, so that a client of a reopened agency counts as new.
let shown = new Map();
let showing = new Map();
let firstLook = true;
function keep(id, data, build) {
	const json = JSON.stringify(data);
	const before = shown.get(id);
	const kept = before && before.json === json ? before : { json, node: build(data) };
	if (!before && !firstLook) kept.node.classList.add('fresh');
	showing.set(id, kept);
	return kept.node;
}

function setChildren(parent, nodes) {
	if (nodes.length === parent.children.length && nodes.every((node, i) => node === parent.children[i])) return;
	// Elements that stay aren't moved: moving one would restart its highlight.
	for (const child of [...parent.children]) if (!nodes.includes(child)) child.remove();
	nodes.forEach((node, i) => {
		if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] || null);
	});
}

// The kinds of records, each with a heading, its cards, and how many aren't shown.
const KINDS = ['Clients', 'Agents', 'Conversations', 'Leads', 'Webhook subscriptions', 'Billing'];
const kindBlock = (title) => make('div', '', '', [
	make('h2', '', title + ' '), make('div', 'cards'), make('p', 'soft'),
]);

// Shows the newest records as cards, and the total in the heading. Without records, a kind is hidden or has a text.
function showCards(id, block, records, counted, build, none) {
	const [heading, cards, more] = block.children;
	block.hidden = !records.length && !none;
	setChildren(heading, [keep(id + ' count', counted, (text) => make('small', '', text))]);
	const newest = records.slice(-MOST_SHOWN).reverse();
	setChildren(cards, newest.length
		? newest.map((record) => keep(id + ' with the id ' + record._id, record, build))
		: [keep(id + ' empty', '', () => make('p', 'empty', none))]);
	const hidden = records.length - newest.length;
	more.textContent = hidden ? 'and ' + hidden + ' older' : '';
}

const total = (records, list) => String(records.reduce((sum, record) => sum + record[list].length, 0));

function agencySection(agency, index) {
	const { key, clients, agents, subscriptions, accounts, calls } = agency;
	const id = 'agency ' + index;
	const section = keep(id, key, () => make('section', 'agency', '', [
		...KINDS.map(kindBlock),
		make('h2', '', 'Recent requests'), make('div', 'scroll', '', [make('table', '', '', [make('tbody', '')])]),
	]));
	const [clientsBlock, agentsBlock, talksBlock, leadsBlock, hooksBlock, billingBlock, , table] = section.children;
	showCards(id + ' client', clientsBlock, clients,
		clients.length + ' (agency key ' + key + ')', clientCard, 'No clients yet…');

	const names = new Map(clients.map(({ _id, name }) => [_id, name]));
	const withClient = agents.map(({ _id, name, platform, clientId }) => (
		{ _id, name, platform, client: names.get(clientId) }
	));
	const free = agents.filter(({ clientId }) => !clientId).length;
	showCards(id + ' agent', agentsBlock, withClient,
		agents.length + ' (' + free + ' not assigned)', agentCard, 'No agents yet…');

	const talking = agents.filter(({ conversations }) => conversations.length)
		.map(({ _id, name, conversations }) => ({ _id, name, lines: conversations }));
	showCards(id + ' conversations', talksBlock, talking,
		total(talking, 'lines'), (agent) => listCard(agent, conversationLine));

	const calling = agents.filter(({ leads }) => leads.length)
		.map(({ _id, name, leads }) => ({ _id, name, lines: leads }));
	showCards(id + ' leads', leadsBlock, calling, total(calling, 'lines'), (agent) => listCard(agent, leadLine));

	const agentNames = new Map(agents.map(({ _id, name }) => [_id, name]));
	const named = subscriptions.map((subscription) => ({
		...subscription, client: names.get(subscription.clientId), agent: agentNames.get(subscription.agentId),
	}));
	showCards(id + ' subscription', hooksBlock, named, String(subscriptions.length), subscriptionCard);

	const ofAccount = (accountId) => (accounts.length > 1 ? ' of ' + accountId : '');
	const lists = accounts.flatMap(({ accountId, ...kinds }) => Object.entries(kinds)
		.filter(([, lines]) => lines.length)
		.map(([kind, lines]) => ({ _id: accountId + ' ' + kind, name: BILLING[kind] + ofAccount(accountId), lines })))
		.reverse();
	showCards(id + ' billing', billingBlock, lists,
		accounts.map(({ accountId }) => accountId).join(', '), (list) => listCard(list, billingLine));

	const rows = keep(id + ' calls', calls, (list) => make('tbody', '', '', list.length
		? list.map(callRow)
		: [make('tr', '', '', [make('td', 'soft', 'No requests yet')])]));
	setChildren(table.children[0], [rows]);
	return section;
}

function showViolations(violations) {
	place('violations').hidden = violations.length === 0;
	const lines = violations.slice(-MOST_SHOWN).reverse().map((violation, i) => keep(
		'violation ' + (violations.length - i), violation,
		({ side, method, path, text }) => make('li', '', method + ' ' + path + ': ' + text
			+ (side === 'answer' ? ' (the sandbox’s own response)' : '')),
	));
	setChildren(place('violation-list'), lines);
}

async function look() {
	try {
		const answer = await fetch('/sandbox/state');
		const { agencies, violations } = await answer.json();
		const sections = agencies.length
			? agencies.map(agencySection)
			: [keep('no agency', '', () => make('p', 'empty', 'No clients yet…'))];
		setChildren(place('agencies'), sections);
		showViolations(violations);
		place('lost').hidden = true;
		shown = showing;
		showing = new Map();
		firstLook = false;
	} catch (error) {
		place('lost').hidden = false;
	}
	setTimeout(look, 1000);
}
look();
`;

/** The whole page. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ChatDash sandbox</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>ChatDash sandbox</h1>
<p>A local stand-in for ChatDash. Nothing here reaches your real account.</p>
<p id="lost" hidden>Can’t reach the sandbox. Retrying every second.</p>
</header>
<section id="violations" hidden>
<h2>Doesn’t match the ChatDash API description</h2>
<ul id="violation-list"></ul>
</section>
<div id="agencies"></div>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;

/** The page's `Content-Security-Policy`: only its own style, its own script and its own server. */
export const PAGE_POLICY = [
	"default-src 'none'",
	"connect-src 'self'",
	'img-src data:',
	"style-src 'unsafe-inline'",
	`script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');
