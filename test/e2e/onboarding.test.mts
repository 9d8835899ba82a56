// The example for the whole onboarding, imported and run in a real n8n: what each node outputs for each deal, what
// ChatDash contains afterwards, and that a second run with the same deals changes nothing, fails nowhere and writes no
// email.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { IDataObject, IRunExecutionData } from 'n8n-workflow';

import type { Agency, AgencySetup, SeedAgent } from '../../sandbox/server.js';
import { prepareWorkspace } from '../../sandbox/workspace.mjs';
import { launchBrowser, openOwnersWindow } from './browser.mjs';
import { Editor } from './editor.mjs';
import { outputsOf, resultIn } from './results.mjs';
import { keepFailure, takeScreenshot } from './screenshots.mjs';
import { AGENCY_KEY, CHECKOUT, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

/** The names of the nodes on the canvas. */
const NODES = {
	create: 'Create a Client',
	assign: 'Assign the Agent',
	admin: 'Make the Member an Admin',
	onlyNew: 'Only New Clients',
	mail: 'Welcome Mail',
	failed: 'Needs a Look',
} as const;

/** The deals in the example; `login` is the email address as it is typed there. */
const DEALS = [
	{
		company: 'Sunrise Bakery',
		contact: 'Mila Novak',
		login: 'mila.novak@example.com',
		language: 'en',
		agent: 'Bakery Order Line',
	},
	{
		company: 'Harbour Dental',
		contact: 'Jonas Berg',
		login: 'Jonas.Berg@example.com',
		language: 'de',
		agent: 'Booking Assistant',
	},
	{
		company: 'Keystone Homes',
		contact: 'Priya Nair',
		login: 'priya.nair@example.com',
		language: 'en',
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
			itemsOf(data, NODES.create).map(({ message, client, skipped }) => ({
				message,
				client,
				skipped,
			})),
			DEALS.map(({ company }) => ({
				message: 'Client created successfully',
				client: clientOf(agency, company),
				skipped: undefined,
			})),
		);
		assert.deepEqual(
			itemsOf(data, NODES.assign),
			DEALS.map(({ company, agent }) => ({
				message: 'Agent assigned to client successfully',
				agentIds: [agentOf(agency, agent)?._id],
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
			itemsOf(data, NODES.mail),
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
			DEALS.map(({ company }) => ({
				skipped: true,
				message: 'Login ID already in use',
				client: clientOf(agency, company),
			})),
		);
		assert.deepEqual(
			itemsOf(again, NODES.assign),
			DEALS.map(({ company, agent }) => ({
				skipped: true,
				message: 'The agent is assigned to this client already',
				agentIds: [agentOf(agency, agent)?._id],
				clientId: clientOf(agency, company)?._id,
			})),
		);
		assert.equal(itemsOf(again, NODES.admin).length, DEALS.length);
		assert.deepEqual(itemsOf(again, NODES.onlyNew), []);
		assertNeverRan(again, NODES.mail);
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
		itemsOf(data, NODES.mail),
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
		itemsOf(data, NODES.mail),
		ALL.map((deal) => emailFor(agency, deal)),
	);
});

test(
	'an agent that belongs to someone else: the deal needs a look, and the others continue',
	WITHIN,
	async () => {
		const [, { company, agent }] = DEALS;
		const agency = open({
			clients: [{ _id: 'c-other', name: 'Other Company', members: [] }],
			agents: AGENTS.map((each) => (each.name === agent ? { ...each, clientId: 'c-other' } : each)),
		});
		const { status, data } = await stage.session.run(workflowId);

		assert.equal(status, 'success');
		assert.equal(agentOf(agency, agent)?.clientId, 'c-other');
		assert.deepEqual(
			itemsOf(data, NODES.mail),
			[0, 2].map((deal) => emailFor(agency, deal)),
		);
		const [{ whatToDo, ...look } = {}, ...more] = itemsOf(data, NODES.failed);
		assert.deepEqual(more, []);
		const [, [refused] = []] = outputsOf(data, NODES.assign);
		assert.deepEqual(look, { company, step: NODES.assign, reason: refused?.json['error'] });
		assert.match(
			String(whatToDo),
			/^Item 1 \(agent “Booking Assistant”\) wasn't assigned\. .*'Agent: Unassign From Client'/,
		);
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
		await editor.executeWorkflow(NODES.mail);
		for (const node of [NODES.create, NODES.assign, NODES.admin, NODES.onlyNew, NODES.mail]) {
			await editor.markOf(node, 'success').waitFor();
		}
		assert.equal(await editor.markOf(NODES.failed).count(), 0, 'a deal needs a look');
		await takeScreenshot(page, 'onboarding', { clip: await editor.boxOfWorkflow() });
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
	for (const node of [NODES.create, NODES.assign, NODES.admin]) {
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

/** The note for the email of a deal, with the password that ChatDash has. */
function emailFor(agency: Agency, number: number): IDataObject {
	const deal = DEALS[number];
	assert.ok(deal !== undefined, `there is no deal ${number}`);
	const { company, contact, login, agent } = deal;
	const passwords = agency.calls.flatMap(({ operationId, body }) =>
		operationId === 'createClient' && JSON.stringify(body).includes(login)
			? [/"password":"([^"]+)"/.exec(JSON.stringify(body))?.[1]]
			: [],
	);
	const [password] = passwords;
	assert.match(password ?? '', /^\S{12,}$/);
	assert.ok(
		passwords.every((each) => each === password),
		'a retry has another password',
	);
	return {
		to: login,
		subject: `Your dashboard for ${company} is ready`,
		text: `Hello ${contact},\n\nyour ChatDash dashboard is ready, and ${agent} is in it.\n\nLogin: ${login}\nPassword: ${password}`,
	};
}
