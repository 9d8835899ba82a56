/* The second half of the page's script: reads the state once a second, and shows it with as few changes as possible. */

export const UPDATES = `
const MOST_SHOWN = 100;

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

// Shows the latest deliveries on the card of a subscription, if it's one of the newest.
function showDeliveries(cardId, deliveries) {
	const card = showing.get(cardId);
	if (!card) return;
	setChildren(card.node.lastChild, deliveries.length
		? [keep(cardId + ' deliveries', deliveries, (list) => make('ul', 'members', '', list.map(deliveryLine)))]
		: []);
}

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
	// Deliveries aren't part of the card's data: a new card would lose the selected event.
	const named = subscriptions.map(({ deliveries, ...subscription }) => ({
		...subscription, client: names.get(subscription.clientId), agent: agentNames.get(subscription.agentId),
	}));
	showCards(id + ' subscription', hooksBlock, named, String(subscriptions.length), subscriptionCard);
	for (const { _id, deliveries } of subscriptions) showDeliveries(id + ' subscription with the id ' + _id, deliveries);

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
