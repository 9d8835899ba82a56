/*
 * The first half of the page's script: what one record looks like, as a card, a line or a row. It inserts every value as
 * text, never as HTML, because anyone may have typed the names.
 */

export const CARDS = `
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
const DELIVERY_ERRORS = {
	'not sent': 'not sent, because the address isn’t on this computer', timeout: 'no response in time',
	closed: 'stopped with the sandbox', ECONNREFUSED: 'connection refused', failed: 'no connection',
};
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

function subscriptionCard({ _id, webhookUrl, events, client, agent }) {
	const title = make('h3', '', webhookUrl, events.map((event) => make('span', 'tag', event)));
	return make('article', 'card', '', [
		title, make('p', 'owner', client + ' · ' + agent), ...(events.length ? [sendForm(_id, events)] : []),
		make('div', 'deliveries'),
	]);
}

// Sends one event of a subscription. The next state of the sandbox shows its delivery.
function sendForm(subscriptionId, events) {
	const select = make('select', '', '', events.map((event) => make('option', '', event)));
	select.setAttribute('aria-label', 'Event');
	const button = make('button', '', 'Send');
	const trouble = make('span', 'bad', '');
	const form = make('form', 'send', '', [select, button, trouble]);
	form.addEventListener('submit', async (submitted) => {
		submitted.preventDefault();
		button.disabled = true;
		trouble.textContent = await send({ subscriptionId, event: select.value });
		button.disabled = false;
	});
	return form;
}

// Resolves to what went wrong, or to an empty text.
async function send(request) {
	try {
		const answer = await fetch('/sandbox/events', {
			method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request),
		});
		return answer.ok ? '' : 'The event wasn’t sent: ' + (await answer.json()).error;
	} catch {
		return 'Can’t reach the sandbox.';
	}
}

function deliveryLine({ event, attempt, status, error, ms }) {
	const outcome = status ? status + ' in ' + Math.round(ms) + ' ms' : DELIVERY_ERRORS[error] || error;
	const parts = [make('span', status >= 200 && status < 300 ? 'good' : 'bad', outcome)];
	if (attempt > 1) parts.push(make('span', 'soft', ' (attempt ' + attempt + ')'));
	return make('li', '', event + ' → ', parts);
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
`;
