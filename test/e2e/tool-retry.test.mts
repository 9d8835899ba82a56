// Tools with Retry On Fail. An agent of version 1.x or 2.x runs them itself, each try as another run of the node; an
// agent of version 3.x lets n8n run them. In both cases nothing may be created twice, and no password may be lost.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { INode, INodeParameters, OnError } from 'n8n-workflow';

import type { Agency, Fault } from '../../sandbox/server.js';
import {
	agentWorkflow,
	chatDashTool,
	CREATE_AGENT,
	CREATE_CLIENT,
	NEWEST_AGENT,
} from './agent-workflow.mjs';
import { passwordsIn, watchPasswords } from './passwords.mjs';
import { startScriptedModel, toolAnswers, type Turn } from './scripted-model.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

const stage = await openStage([]);
const model = await startScriptedModel();
after(async () => {
	await model.close();
	await stage.close();
});

const credentialId = await stage.session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});
const modelCredential = await stage.session.createCredential({
	name: 'Model',
	type: 'openAiApi',
	data: { apiKey: 'key-of-no-model', url: model.baseUrl },
});

const AGENT_TOOL = { name: 'Create an agent', parameters: CREATE_AGENT };
const CLIENT_TOOL = {
	name: 'Create a client',
	parameters: { ...CREATE_CLIENT, options: { maxRetries: 0 } },
};

const createAgent: Turn = { calls: 'Create_an_agent', with: { Agent_Name: 'Front Desk' } };
const createClient: Turn = {
	calls: 'Create_a_client',
	with: {
		Client_Name: 'Harbor Dental',
		Member_Name: 'Jonas Berg',
		Login_ID: 'jonas.berg@example.com',
	},
};
const done: Turn = { says: 'Done.' };

const RESPONSE_LOST: Fault = { kind: 'cutAfter' };

for (const agentVersion of [1.7, 1.9, 2.2, NEWEST_AGENT]) {
	const by = `by an agent of version ${agentVersion}`;

	test(`an agent whose response was lost isn’t created again, ${by}`, WITHIN, async () => {
		const agency = open();
		const { tries } = await converse(agentVersion, AGENT_TOOL, [createAgent, done]);
		assertOneRequest(agency);
		assert.match(tries.at(-1) ?? '', /unknown/);
	});

	test(`nor is it if the model calls the tool once more, ${by}`, WITHIN, async () => {
		const agency = open();
		const script = [createAgent, createAgent, done];
		const { answers } = await converse(agentVersion, AGENT_TOOL, script, 'continueRegularOutput');
		assertOneRequest(agency);
		assert.equal(answers.length, 2);
		for (const answer of answers) assert.match(answer, /unknown/);
	});

	for (const losses of [1, 2]) {
		test(`a client is recognized after ${losses} lost response(s), ${by}`, WITHIN, async () => {
			const agency = stage.sandbox.openAgency(AGENCY_KEY);
			const passwords = watchPasswords(agency);
			loseResponses(agency, losses);
			const { answers } = await converse(agentVersion, CLIENT_TOOL, [createClient, done]);
			assert.deepEqual(
				agency.clients.map(({ name }) => name),
				['Harbor Dental'],
			);
			const [answer = ''] = answers;
			assert.match(answer, /"confirmed":true/);
			assert.deepEqual(passwordsIn(JSON.parse(answer)), [passwords.get('jonas.berg@example.com')]);
		});
	}
}

// If a tool fails, the executor of these versions passes an empty response to the model, which may well call the tool
// again.
for (const agentVersion of [1.9, 2.2]) {
	test(
		`an agent is created once even if the model got an empty response, by an agent of version ${agentVersion}`,
		WITHIN,
		async () => {
			const agency = open();
			const { answers } = await converse(agentVersion, AGENT_TOOL, [
				createAgent,
				createAgent,
				done,
			]);
			assertOneRequest(agency);
			assert.deepEqual(answers, ['', '']);
		},
	);
}

test('a tool without Retry On Fail sends a request once', WITHIN, async () => {
	const agency = open();
	await converse(2.2, AGENT_TOOL, [createAgent, done], 'stopWorkflow', { retryOnFail: false });
	assertOneRequest(agency);
});

/** An agency that loses its response to the first new agent. */
const open = () =>
	stage.sandbox.openAgency(AGENCY_KEY, {
		faults: { script: [RESPONSE_LOST], operations: ['createAgent'] },
	});

/**
 * Makes an agency lose its responses to the first requests for a client, and those to the lookup after each. Then the
 * node has to fail, and n8n runs it again.
 */
function loseResponses(agency: Agency, losses: number): void {
	const create = agency.directory.create.bind(agency.directory);
	let lost = 0;
	agency.plan({ script: [RESPONSE_LOST], operations: ['createClient'] });
	agency.directory.create = (client, member) => {
		lost += 1;
		if (lost <= losses) {
			const script = lost < losses ? [RESPONSE_LOST, RESPONSE_LOST] : [RESPONSE_LOST];
			agency.plan({ script, operations: ['listClients', 'createClient'] });
		}
		return create(client, member);
	};
}

function assertOneRequest({ agents, calls }: Agency) {
	assert.equal(agents.all.length, 1);
	assert.equal(calls.filter(({ operationId }) => operationId === 'createAgent').length, 1);
}

/** Lets an agent follow the script with one tool, as far as it gets. */
async function converse(
	agentVersion: number,
	tool: { readonly name: string; readonly parameters: INodeParameters },
	script: readonly Turn[],
	onError: OnError = 'stopWorkflow',
	settings: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
): Promise<Conversation> {
	model.follow(script.map((turn) => () => turn));
	const tools = [chatDashTool(tool.name, credentialId, tool.parameters, { onError, ...settings })];
	const workflow = agentWorkflow({ agentVersion, prompt: 'Do it', modelCredential, tools });
	const { data } = await stage.session.run(await stage.session.createWorkflow(workflow));
	const last = model.requests.at(-1);
	return {
		answers: last === undefined ? [] : toolAnswers(last),
		tries: (data.resultData.runData[tool.name] ?? []).map(({ error, data: output }) =>
			JSON.stringify(error ? [error.message, error.description] : output),
		),
	};
}

interface Conversation {
	/** What the model read, one text for each call of the tool. */
	readonly answers: readonly string[];
	/** The result of each of n8n's tries, as n8n shows it on the canvas. */
	readonly tries: readonly string[];
}
