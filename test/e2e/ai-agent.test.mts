// The node as a tool of n8n's own AI Agent. A scripted server replaces the model, so the tests can compare the exact
// texts that a model is offered and that tools return, and what ChatDash contains afterwards.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { INodeParameters, OnError } from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import type { SeedClient } from '../../sandbox/server.js';
import { AGENT, agentWorkflow, chatDashTool, fromAi } from './agent-workflow.mjs';
import { outputsOf } from './results.mjs';
import {
	type ModelRequest,
	startScriptedModel,
	toolAnswers,
	type Turn,
} from './scripted-model.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, LINE, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

/** The names that n8n gives the tools on the canvas, and those that the model uses. */
const FIND = { node: 'Get a client in ChatDash', tool: 'Get_a_client_in_ChatDash' };
const ADD = { node: 'Create a member in ChatDash', tool: 'Create_a_member_in_ChatDash' };

const PROMPT = 'Add Nora Lindqvist, nora@example.com, to Harbor Dental';

const CLIENTS: SeedClient[] = [
	{ name: 'Harbor Dental', members: [{ name: 'Jonas Berg', loginId: 'jonas.berg@example.com' }] },
	{ name: 'Harbor Fitness' },
];

const NO_HARBOR_ADVICE =
	"This item (client “Harbor”) wasn't sent to ChatDash. Check the spelling in 'Client'. Did you mean “Harbor Dental” or “Harbor Fitness”?";

/** n8n gives the model only the message of an error, so the message includes what to do. */
const NO_HARBOR = `No client found with the name “Harbor”. ${NO_HARBOR_ADVICE}`;

const stage = await openStage([]);
const model = await startScriptedModel();
after(async () => {
	await model.close();
	await stage.close();
});

const chatDashCredential = await stage.session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});
const modelCredential = await stage.session.createCredential({
	name: 'Model',
	type: 'openAiApi',
	data: { apiKey: 'key-of-no-model', url: model.baseUrl },
});

test('an agent finds a client by its name and adds a member', WITHIN, async () => {
	const agency = stage.sandbox.openAgency(AGENCY_KEY, { clients: CLIENTS });
	const { output, requests } = await converse(undefined, [
		() => find('Harbor Dental'),
		(said) => add(idIn(said)),
		(said) => ({ says: `Nora Lindqvist can sign in now. ${said}` }),
	]);

	const client = agency.clients.find(({ name }) => name === 'Harbor Dental');
	assert.deepEqual(answersIn(requests), [
		[client],
		[
			{
				message: 'Member added successfully',
				clientId: client?._id,
				memberName: 'Nora Lindqvist',
				loginId: 'nora@example.com',
				email: 'nora@example.com',
				password: sentPassword(agency.calls),
			},
		],
	]);
	assert.match(String(output), /^Nora Lindqvist can sign in now\./);
	assert.deepEqual(
		agency.membersOf(client?._id ?? '')?.map(({ name, loginId, email }) => [name, loginId, email]),
		[
			['Jonas Berg', 'jonas.berg@example.com', undefined],
			['Nora Lindqvist', 'nora@example.com', 'nora@example.com'],
		],
	);
});

test('the tools’ descriptions tell the model everything it needs', WITHIN, async () => {
	stage.sandbox.openAgency(AGENCY_KEY, { clients: CLIENTS });
	const { requests } = await converse(undefined, [() => ({ says: 'Nothing to do.' })]);

	const [offer] = requests;
	assert.ok(offer);
	assert.ok(offer.messages.some(({ role, content }) => role === 'user' && content === PROMPT));
	const tools = (offer.tools ?? []).map(({ function: { name, description, parameters } }) => ({
		name,
		description,
		asks: parameters.properties,
		required: parameters.required,
	}));
	const text = { type: 'string' };
	assert.deepEqual(
		tools.sort((one, other) => one.name.localeCompare(other.name)),
		[
			{
				name: ADD.tool,
				description: 'Create a member in ChatDash',
				asks: {
					Client: { ...text, description: 'The ID of the client' },
					Member_Name: text,
					Login_ID: text,
					Email: text,
				},
				required: ['Client', 'Member_Name', 'Login_ID', 'Email'],
			},
			{
				name: FIND.tool,
				description: 'Get a client in ChatDash',
				asks: { Client: { ...text, description: 'The name of the client' } },
				required: ['Client'],
			},
		],
	);
});

// n8n 1 stops the workflow at a tool that fails, as at any other node. n8n 2 continues unless the tool is set to stop.
if (LINE === '1') {
	test(
		'a tool that fails ends the run with ChatDash’s message and what to do',
		WITHIN,
		async () => {
			const agency = stage.sandbox.openAgency(AGENCY_KEY, { clients: CLIENTS });
			const { status, data, requests } = await runAgent(undefined, FAILING);

			assert.equal(status, 'error');
			assert.equal(data.resultData.error?.message, NO_HARBOR);
			assert.equal(requests.length, 1);
			assert.equal(agency.members.length, 1);
		},
	);
} else {
	test(
		'a tool that fails returns ChatDash’s message and what to do, and the agent continues',
		WITHIN,
		async () => {
			const agency = stage.sandbox.openAgency(AGENCY_KEY, { clients: CLIENTS });
			const { output, requests } = await converse(undefined, FAILING);

			const [missed, , refused] = answersIn(requests);
			assert.deepEqual(missed, [{ error: NO_HARBOR }]);
			assert.match(
				JSON.stringify(refused),
				/^\[\{"error":"Login ID already in use\. This item \(login ID JONAS\.berg@example\.com\) wasn't created\. .* Use a different login ID for this member\."\}\]$/,
			);
			assert.equal(output, 'Jonas has this login already.');
			assert.equal(agency.members.length, 1);
		},
	);
}

test('with On Error set to Continue, the model reads both, too', WITHIN, async () => {
	const agency = stage.sandbox.openAgency(AGENCY_KEY, { clients: CLIENTS });
	const { output, requests } = await converse('continueRegularOutput', FAILING);

	const [missed, , refused] = answersIn(requests);
	assert.deepEqual(missed, [
		{
			error: 'No client found with the name “Harbor”',
			message: NO_HARBOR_ADVICE,
		},
	]);
	assert.match(
		JSON.stringify(refused),
		/^\[\{"error":"Login ID already in use","message":"This item \(login ID JONAS\.berg@example\.com\) wasn't created\. .* Use a different login ID for this member\."\}\]$/,
	);
	assert.equal(output, 'Jonas has this login already.');
	assert.equal(agency.members.length, 1);
});

test('nothing that was sent to the model contains the key of the agency', () => {
	const sent = model.everythingSent();
	assert.match(sent, /key-of-no-model/, 'headers are checked too');
	assert.equal(sent.includes(AGENCY_KEY), false);
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

/** An incomplete name, then a login that is in use. */
const FAILING: Script = [
	() => find('Harbor'),
	() => find('Harbor Fitness'),
	(said) => add(idIn(said), 'JONAS.berg@example.com'),
	() => ({ says: 'Jonas has this login already.' }),
];

const find = (client: string): Turn => ({ calls: FIND.tool, with: { Client: client } });

const add = (client: string, login = 'nora@example.com'): Turn => ({
	calls: ADD.tool,
	with: { Client: client, Member_Name: 'Nora Lindqvist', Login_ID: login, Email: login },
});

/** The ID in a tool's response, as a model would read it. */
const idIn = (said: string): string => /"_id":"([^"]+)"/.exec(said)?.[1] ?? '';

type Script = ReadonlyArray<(toolSaid: string) => Turn>;

/** Lets the agent follow the script, as far as it gets. */
async function runAgent(onError: OnError | undefined, script: Script) {
	model.follow(script);
	const id = await stage.session.createWorkflow(workflow(onError));
	const { status, data } = await stage.session.run(id);
	return { status, data, requests: model.requests };
}

/** Lets the agent follow the script to its end. */
async function converse(onError: OnError | undefined, script: Script) {
	const { status, data, requests } = await runAgent(onError, script);
	assert.equal(status, 'success', data.resultData.error?.message);
	assert.equal(requests.length, script.length, 'the script was not followed to its end');
	return { output: outputsOf(data, AGENT)[0]?.[0]?.json['output'], requests };
}

/** The tools' responses in a conversation: the last request contains all of them. */
const answersIn = (requests: readonly ModelRequest[]): unknown[] => {
	const last = requests.at(-1);
	return last === undefined ? [] : toolAnswers(last).map((said): unknown => JSON.parse(said));
};

function sentPassword(
	calls: ReadonlyArray<{ readonly operationId: string | undefined; readonly body: unknown }>,
) {
	const call = calls.find(({ operationId }) => operationId === 'addMember');
	return /"password":"([^"]+)"/.exec(JSON.stringify(call?.body) ?? '')?.[1];
}

function workflow(onError: OnError | undefined): NewWorkflow {
	const tool = (name: string, parameters: INodeParameters) =>
		chatDashTool(name, chatDashCredential, parameters, onError && { onError });
	return agentWorkflow({
		prompt: PROMPT,
		modelCredential,
		tools: [
			tool(FIND.node, {
				resource: 'client',
				operation: 'get',
				clientId: { __rl: true, mode: 'name', value: fromAi('Client', 'The name of the client') },
			}),
			tool(ADD.node, {
				resource: 'member',
				operation: 'create',
				clientId: { __rl: true, mode: 'id', value: fromAi('Client', 'The ID of the client') },
				memberName: fromAi('Member_Name'),
				loginId: fromAi('Login_ID'),
				passwordSource: 'generate',
				additionalFields: { email: fromAi('Email') },
				options: {},
			}),
		],
	});
}
