// The example for the whole onboarding, imported and run in a real n8n: what each node outputs for each deal, what
// ChatDash contains afterwards, and that a second run with the same deals changes nothing, fails nowhere and writes no
// email.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { IDataObject, IRunExecutionData } from 'n8n-workflow';

import type { Agency, AgencySetup, SeedAgent, SeedClient } from '../../sandbox/server.js';
import { prepareWorkspace } from '../../sandbox/workspace.mjs';
import { launchBrowser, openOwnersWindow } from './browser.mjs';
import { Editor } from './editor.mjs';
import { outputsOf, resultIn } from './results.mjs';
import { keepFailure, takeScreenshot } from './screenshots.mjs';
import { AGENCY_KEY, CHECKOUT, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

/** The names of the nodes on the canvas. */
const NODES = {
	agent: 'Find Agent',
	create: 'Create a Client',
	assign: 'Assign Agent',
	admin: 'Make Member an Admin',
	onlyNew: 'Only New Clients',
	email: 'Write Welcome Email',
	failed: 'Needs Attention',
} as const;

/** The sign-in address in the node *Deal* of the example. */
const DASHBOARD_URL = 'https://dashboard.example.com';

/**
 * The deals in the example. `login` is the email address as it is typed there, and `written` is the language as it is
 * typed there.
 */
const DEALS = [
	{
		company: 'Sunrise Bakery',
		contact: 'Mila Novak',
		login: 'mila.novak@example.com',
		language: 'en',
		written: 'English',
		agent: 'Bakery Order Line',
	},
	{
		company: 'Harbor Dental',
		contact: 'Jonas Berg',
		login: 'Jonas.Berg@example.com',
		language: 'de',
		written: 'German',
		agent: 'Booking Assistant',
	},
	{
		company: 'Keystone Homes',
		contact: 'Priya Nair',
		login: 'priya.nair@example.com',
		language: 'en',
		written: 'en',
		agent: 'Lead Qualifier',
	},
] as const;
const ALL = [0, 1, 2];

const AGENTS: SeedAgent[] = DEALS.map(({ agent }) => ({ name: agent, platform: 'custom' }));

const stage = await openStage([]);
after(async () => await stage.close());

const [workflow] = await prepareWorkspace(
	stage.session,
	{ apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
	[join(CHECKOUT, 'examples', 'onboard-won-deals.json')],
);
const workflowId = workflow?.id ?? '';

test(
	'won deals become clients with an agent, an admin and an email; a second run does nothing twice',
	WITHIN,
	async () => {
		const agency = open();
		const { data, output, exitCode } = await runFromCommandLine();

		assert.equal(exitCode, 0);
		assertAllOnboarded(agency);
		assertGreen(data);
		assert.deepEqual(
			itemsOf(data, NODES.agent).map(({ _id }) => _id),
			DEALS.map(({ agent }) => agentOf(agency, agent)?._id),
		);
		assert.deepEqual(
			itemsOf(data, NODES.create),
			DEALS.map(({ company, contact, login, language }) => ({
				message: 'Client created successfully',
				clientId: clientOf(agency, company)?._id,
				clientName: company,
				language,
				memberName: contact,
				loginId: login,
				email: login,
				password: passwordOf(agency, login),
			})),
		);
		assert.deepEqual(
			itemsOf(data, NODES.assign),
			DEALS.map(({ company, agent }) => ({
				message: 'Agent assigned to client successfully',
				agentId: agentOf(agency, agent)?._id,
				clientId: clientOf(agency, company)?._id,
			})),
		);
		assert.deepEqual(
			itemsOf(data, NODES.admin),
			DEALS.map(({ company, login }) => ({
				message: 'Member updated successfully',
				clientId: clientOf(agency, company)?._id,
				memberId: memberOf(agency, login)?._id,
			})),
		);
		assert.deepEqual(
			itemsOf(data, NODES.email),
			ALL.map((deal) => emailFor(agency, deal)),
		);
		assert.equal(output.includes(AGENCY_KEY), false, 'the key is in the output');

		const before = stateOf(agency);
		const { status, data: again } = await stage.session.run(workflowId);

		assert.equal(status, 'success');
		assertGreen(again);
		assert.deepEqual(stateOf(agency), before);
		assert.deepEqual(
			itemsOf(again, NODES.create),
			DEALS.map(({ company, login, language }) => ({
				skipped: true,
				message: 'Login ID already in use',
				clientId: clientOf(agency, company)?._id,
				clientName: company,
				language,
				loginId: login,
			})),
		);
		assert.deepEqual(
			itemsOf(again, NODES.assign),
			DEALS.map(({ company, agent }) => ({
				skipped: true,
				message: 'Agent already assigned to this client',
				agentId: agentOf(agency, agent)?._id,
				clientId: clientOf(agency, company)?._id,
			})),
		);
		assert.equal(itemsOf(again, NODES.admin).length, DEALS.length);
		assert.deepEqual(itemsOf(again, NODES.onlyNew), []);
		assertNeverRan(again, NODES.email);
	},
);

test('partly finished deals are completed, and only new clients get an email', WITHIN, async () => {
	const [, { company, contact, login, language }] = DEALS;
	// Its first run ended midway, or someone started it by hand: no agent, no admin.
	const agency = open({
		clients: [
			{ name: company, language, members: [{ name: contact, loginId: login, email: login }] },
		],
	});
	const { status, data } = await stage.session.run(workflowId);

	assert.equal(status, 'success');
	assertAllOnboarded(agency);
	assertGreen(data);
	assert.deepEqual(
		itemsOf(data, NODES.create).map(({ skipped }) => skipped === true),
		[false, true, false],
	);
	assert.deepEqual(
		itemsOf(data, NODES.email),
		[0, 2].map((deal) => emailFor(agency, deal)),
	);
});

test('cut-off responses don’t change the result', WITHIN, async () => {
	const cut = { kind: 'cutAfter' } as const;
	// Each node sends three requests that change something, and repeats the one whose response was cut off.
	const agency = open({
		faults: {
			script: [cut, null, null, null, null, cut, null, null, { kind: 'cutBody' }],
			operations: ['createClient', 'assignAgents', 'updateMember'],
		},
	});
	const { status, data } = await stage.session.run(workflowId);

	assert.equal(status, 'success');
	assert.deepEqual(
		agency.calls.filter(({ fault }) => fault !== undefined).map(({ operationId }) => operationId),
		['createClient', 'assignAgents', 'updateMember'],
	);
	assertAllOnboarded(agency);
	assertGreen(data);
	assert.deepEqual(
		[NODES.create, NODES.assign].map(
			(node) => itemsOf(data, node).filter(({ confirmed }) => confirmed === true).length,
		),
		[1, 1],
		'what was done is found',
	);
	assert.deepEqual(
		itemsOf(data, NODES.email),
		ALL.map((deal) => emailFor(agency, deal)),
	);
});

test(
	'a typo in an agent’s name: nothing is created, and after a fix the new client gets its email',
	WITHIN,
	async () => {
		const [, deal] = DEALS;
		const agency = open({
			agents: AGENTS.map((each) =>
				each.name === deal.agent ? { ...each, name: 'Bokking' } : each,
			),
		});
		const { status, data } = await stage.session.run(workflowId);

		assert.equal(status, 'success');
		assert.equal(clientOf(agency, deal.company), undefined);
		assert.deepEqual(
			itemsOf(data, NODES.email),
			[0, 2].map((each) => emailFor(agency, each)),
		);
		assertNeedsAttention(data, deal, NODES.agent, '');
		const [{ error } = {}] = itemsOf(data, NODES.failed);
		assert.match(String(error), /Booking Assistant/);

		const fixed = open({ clients: kept(agency, [0, 2]) });
		const { data: again } = await stage.session.run(workflowId);
		assertAllOnboarded(fixed);
		assertGreen(again);
		assert.deepEqual(itemsOf(again, NODES.email), [emailFor(fixed, 1)]);
	},
);

test(
	'a login of someone else: the deal needs attention, and no one gets its email',
	WITHIN,
	async () => {
		const [, deal] = DEALS;
		const agency = open({
			clients: [{ name: 'Other Company', members: [{ name: 'Other', loginId: deal.login }] }],
		});
		const { status, data } = await stage.session.run(workflowId);

		assert.equal(status, 'success');
		assert.equal(clientOf(agency, deal.company), undefined);
		assert.deepEqual(
			itemsOf(data, NODES.email),
			[0, 2].map((each) => emailFor(agency, each)),
		);
		assertNeedsAttention(data, deal, NODES.create, '');
		const [{ error } = {}] = itemsOf(data, NODES.failed);
		assert.equal(error, 'Login ID already in use');
		assert.equal(agentOf(agency, deal.agent)?.clientId, undefined);
	},
);

test(
	'an agent that belongs to someone else: the deal needs attention, and its password isn’t lost',
	WITHIN,
	async () => {
		const [, deal] = DEALS;
		const agency = open({
			clients: [{ _id: 'c-other', name: 'Other Company', members: [] }],
			agents: AGENTS.map((each) =>
				each.name === deal.agent ? { ...each, clientId: 'c-other' } : each,
			),
		});
		const { status, data } = await stage.session.run(workflowId);

		assert.equal(status, 'success');
		assert.equal(agentOf(agency, deal.agent)?.clientId, 'c-other');
		assert.equal(memberOf(agency, deal.login)?.isAdmin, true);
		assert.deepEqual(
			itemsOf(data, NODES.email),
			ALL.map((each) => emailFor(agency, each)),
		);
		assertNeedsAttention(data, deal, NODES.assign, deal.login);
		const [{ message } = {}] = itemsOf(data, NODES.failed);
		assert.match(String(message), /'Agent: Unassign From Client'/);

		agency.agents.unassign(agentOf(agency, deal.agent)?._id ?? '', 'c-other');
		const { data: again } = await stage.session.run(workflowId);
		assertGreen(again);
		assert.equal(
			agentOf(agency, deal.agent)?.clientId,
			clientOf(agency, deal.company)?._id,
			'a second run completes the deal',
		);
		assertNeverRan(again, NODES.email);
	},
);

test('every node on the canvas is green', WITHIN, async () => {
	open();
	const browser = await launchBrowser();
	const window = await openOwnersWindow(browser, stage);
	const page = await window.newPage();
	try {
		const editor = new Editor(page, stage.n8n.origin);
		await editor.openWorkflow(stage.session.workflowAddress(workflowId));
		await editor.selectNothing();
		await editor.executeWorkflow(NODES.email);
		const { failed, ...nodes } = NODES;
		for (const node of Object.values(nodes)) await editor.markOf(node, 'success').waitFor();
		assert.equal(await editor.markOf(failed).count(), 0, 'a deal needs attention');
		await editor.withLargeWorkflow(
			['1. Your deals', NODES.agent, NODES.create],
			async (clip) => await takeScreenshot(page, 'onboarding', { clip }),
		);
		await editor.withLargeWorkflow(
			[NODES.create, '3. The welcome email', NODES.admin],
			async (clip) => await takeScreenshot(page, 'onboarding-steps', { clip }),
		);
	} catch (error) {
		await keepFailure(page, 'onboarding');
		throw error;
	} finally {
		await browser.close();
	}
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

/** Empties the agency, which has the agents that the deals name. */
const open = (setup: AgencySetup = {}) =>
	stage.sandbox.openAgency(AGENCY_KEY, { agents: AGENTS, ...setup });

async function runFromCommandLine() {
	const { exitCode, output } = await stage.n8n.command([
		'execute',
		`--id=${workflowId}`,
		'--rawOutput',
	]);
	return { exitCode, output, ...resultIn(output) };
}

const clientOf = ({ clients }: Agency, company: string) =>
	clients.find(({ name }) => name === company);

const memberOf = ({ members }: Agency, login: string) =>
	members.find(({ loginId }) => loginId === login);

const agentOf = ({ agents }: Agency, agent: string) =>
	agents.all.find(({ name }) => name === agent);

const stateOf = ({ clients, members, agents }: Agency): unknown =>
	structuredClone({ clients, members, agents: agents.all });

/** Checks that each deal is one client with its agent and one member, who is an admin, and that nothing else exists. */
function assertAllOnboarded(agency: Agency): void {
	const { clients, members, agents } = agency;
	assert.equal(clients.length, DEALS.length);
	assert.equal(members.length, DEALS.length);
	for (const { company, contact, login, language, agent } of DEALS) {
		const client = clientOf(agency, company);
		assert.equal(client?.language, language);
		const member = memberOf(agency, login);
		assert.deepEqual(member, {
			_id: member?._id,
			clientId: client?._id,
			isAdmin: true,
			name: contact,
			loginId: login,
			email: login,
		});
		assert.equal(agentOf(agency, agent)?.clientId, client?._id);
	}
	assert.equal(agents.all.length, AGENTS.length);
}

/** Checks that no node failed, and no deal is on an error output. */
function assertGreen(data: IRunExecutionData): void {
	const { error, runData } = data.resultData;
	assert.equal(error, undefined);
	for (const [node, [run]] of Object.entries(runData)) {
		assert.equal(run?.executionStatus, 'success', node);
		assert.equal(run.error, undefined, node);
	}
	for (const node of [NODES.agent, NODES.create, NODES.assign, NODES.admin]) {
		const [, failed = []] = outputsOf(data, node);
		assert.deepEqual(failed, [], `${node} has error items`);
	}
	assertNeverRan(data, NODES.failed);
}

function assertNeverRan({ resultData }: IRunExecutionData, node: string): void {
	assert.equal(resultData.runData[node], undefined, `${node} ran`);
}

/** The items on the first output of a node, in the order of the deals. */
function itemsOf(data: IRunExecutionData, node: string): IDataObject[] {
	const [items = []] = outputsOf(data, node);
	return items.map(({ json }) => json);
}

/** Checks that this deal alone needs attention, and that its item has the deal and both texts, but no password. */
function assertNeedsAttention(
	data: IRunExecutionData,
	{ company, contact, login, written, agent }: (typeof DEALS)[number],
	step: string,
	loginId: string,
): void {
	const [item = {}, ...more] = itemsOf(data, NODES.failed);
	assert.deepEqual(more, []);
	const [, [failed] = []] = outputsOf(data, step);
	const { error, message } = failed?.json ?? {};
	assert.ok(error, `${step} has no error`);
	assert.ok(message, `${step} has no advice`);
	const deal = { company, contact, email: login, language: written, agent };
	assert.deepEqual(item, { ...deal, step, error, message, loginId });
}

/** The password that ChatDash received for a login. */
function passwordOf(agency: Agency, login: string): string {
	const passwords = agency.calls.flatMap(({ operationId, body }) =>
		operationId === 'createClient' && JSON.stringify(body).includes(login)
			? [/"password":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '']
			: [],
	);
	const [password = ''] = passwords;
	assert.match(password, /^\S{12,}$/);
	assert.ok(
		passwords.every((each) => each === password),
		'a retry has another password',
	);
	return password;
}

/** The email for a deal, with the password that ChatDash has. */
function emailFor(agency: Agency, number: number): IDataObject {
	const { company, contact, login } = dealAt(number);
	return {
		to: login,
		subject: `Your dashboard for ${company} is ready`,
		text: `Hello ${contact},\n\nYour dashboard is ready.\n\nSign in here: ${DASHBOARD_URL}\nLogin ID: ${login}\nPassword: ${passwordOf(agency, login)}`,
	};
}

function dealAt(number: number): (typeof DEALS)[number] {
	const deal = DEALS[number];
	assert.ok(deal !== undefined, `there is no deal ${number}`);
	return deal;
}

/** The clients of these deals as an agency has them. */
const kept = (agency: Agency, deals: readonly number[]): SeedClient[] =>
	deals.map((number) => {
		const client = clientOf(agency, dealAt(number).company);
		assert.ok(client !== undefined);
		return { ...client, members: [...(agency.membersOf(client._id) ?? [])] };
	});
