// Workflows that n8n executes from its command line, as on a server without a screen. Of five deals, the first, the
// middle one and the last have a login that is in use. The tests compare n8n's output with what ChatDash contains
// afterwards.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { INodeExecutionData, INodeParameters, IRunExecutionData, OnError } from 'n8n-workflow';

import { type Deal, dealsWorkflow, NODES } from './deals-workflow.mjs';
import { outputsOf, resultIn } from './results.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const IN_USE = 'Login ID already in use';

/** The logins of 0, 2 and 4 are in use. */
const DEALS: readonly Deal[] = [
	{ company: 'Atlas Roofing', contact: 'Ann Atlas', email: 'ann@atlas.example' },
	{ company: 'Birch Bakery', contact: 'Bob Birch', email: 'bob@birch.example' },
	{ company: 'Cedar Dental', contact: 'Cleo Cedar', email: 'cleo@cedar.example' },
	{ company: 'Dune Optics', contact: 'Dan Dune', email: 'dan@dune.example' },
	{ company: 'Elm Fitness', contact: 'Eve Elm', email: 'eve@elm.example' },
];
const TAKEN = [0, 2, 4];
const FREE = [1, 3];

/** The clients whose members already have these logins. */
const OWNERS = TAKEN.map((item) => ({
	name: `Earlier Company ${item}`,
	members: [{ name: 'Earlier Member', loginId: dealAt(item).email }],
}));

/** Built by an expression, so that n8n, which stores parameters, never stores it in one piece. */
const PASSWORD = 'Blue-Harbour-Lamp-42';
const TYPED_PASSWORD: INodeParameters = {
	passwordSource: 'define',
	password: "={{ ['Blue', 'Harbour', 'Lamp', 42].join('-') }}",
};

const WITHIN = { timeout: 120_000 };

const stage = await openStage([]);
after(async () => await stage.close());

const credentialId = await stage.session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});

test(
	'Stop Workflow: the execution fails with ChatDash’s message and reports what was created',
	WITHIN,
	async () => {
		const run = await execute('stopWorkflow', TYPED_PASSWORD);

		assert.equal(run.exitCode, 1);
		assert.equal(run.status, 'error');
		const { error } = run.data.resultData;
		assert.equal(error?.message, IN_USE);
		assert.match(
			String(error?.description),
			/^Item 0 \(login ID ann@atlas\.example\) wasn't created\. .*\bstatus 400\b/,
		);
		// Requests that were running when the first one failed are finished and reported, because the user must not send
		// them again.
		assert.deepEqual(run.created, FREE.map(dealAt));
		assert.match(String(error?.description), /Already created: items 1, 3\.$/);
		assert.equal(
			run.data.resultData.runData[NODES.created],
			undefined,
			'nothing runs after the node',
		);
		assertNoSecrets(run);
	},
);

test(
	'Stop Workflow, one request at a time: nothing after the first failure is created',
	WITHIN,
	async () => {
		const run = await execute('stopWorkflow', {
			...TYPED_PASSWORD,
			options: { maxConcurrency: 1 },
		});

		assert.equal(run.exitCode, 1);
		assert.equal(run.data.resultData.error?.message, IN_USE);
		assert.match(String(run.data.resultData.error?.description), /No other items were created\.$/);
		assert.deepEqual(run.created, []);
		assert.equal(run.requests, 1, 'the four deals after the first were not sent');
		assertNoSecrets(run);
	},
);

test(
	'Continue: five items in the order of the deals, three of them explain what went wrong',
	WITHIN,
	async () => {
		const run = await execute('continueRegularOutput', TYPED_PASSWORD);

		assert.equal(run.exitCode, 0);
		assert.equal(run.status, 'success');
		const [items = []] = outputsOf(run.data, NODES.chatDash);
		assert.deepEqual(
			items.map(({ json }) => json['error'] ?? json['message']),
			[IN_USE, 'Client created successfully', IN_USE, 'Client created successfully', IN_USE],
		);
		assert.deepEqual(items.map(dealNumber), [0, 1, 2, 3, 4]);
		for (const item of TAKEN) assertNamesItem(items[item], item);
		assert.equal(outputsOf(run.data, NODES.created)[0]?.length, 5);
		assert.deepEqual(run.created, FREE.map(dealAt));
		assertNoSecrets(run);
	},
);

test(
	'Continue (Using Error Output): two on the success branch, three with their deal on the error branch',
	WITHIN,
	async () => {
		const run = await execute('continueErrorOutput', { passwordSource: 'generate' });

		assert.equal(run.exitCode, 0);
		assert.equal(run.status, 'success');
		const [created = [], failed = []] = outputsOf(run.data, NODES.chatDash);
		assert.deepEqual(created.map(dealNumber), FREE);
		assert.deepEqual(failed.map(dealNumber), TAKEN);
		for (const { json, ...item } of failed) {
			const { error, message, ...deal } = json;
			assert.deepEqual(deal, dealAt(dealNumber(item)));
			assert.equal(error, IN_USE);
			assertNamesItem({ json: { message } }, dealNumber(item));
		}
		assert.equal(outputsOf(run.data, NODES.created)[0]?.length, FREE.length);
		assert.equal(outputsOf(run.data, NODES.failed)[0]?.length, TAKEN.length);
		assert.deepEqual(run.created, FREE.map(dealAt));

		// A generated password is output once: with the item of its member.
		assert.deepEqual(
			created.map(({ json: { loginId, password } }) => ({ loginId, password })),
			FREE.map((item) => ({ loginId: dealAt(item).email, password: run.passwordOf(item) })),
		);
		for (const item of TAKEN) {
			assert.ok(
				!run.output.includes(run.passwordOf(item)),
				`the password generated for item ${item} is in the output`,
			);
		}
		assert.ok(!run.output.includes(AGENCY_KEY), 'the key is in the output');
	},
);

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

/** The results of one execution, on both sides. */
interface Run {
	readonly exitCode: number;
	/** Everything that n8n printed. */
	readonly output: string;
	readonly status: unknown;
	readonly data: IRunExecutionData;
	/** The clients that were created in this execution, as deals, in the order of the deals. */
	readonly created: readonly Deal[];
	/** How many requests to create a client ChatDash received. */
	readonly requests: number;
	/** The password that ChatDash received for a deal. */
	passwordOf(item: number): string;
}

/** Runs the workflow from the command line, in an agency that contains only the logins in use. */
async function execute(onError: OnError, parameters: INodeParameters): Promise<Run> {
	const agency = stage.sandbox.openAgency(AGENCY_KEY, { clients: OWNERS });
	const workflowId = await stage.session.createWorkflow(
		dealsWorkflow({
			name: `Five deals, ${onError}`,
			deals: DEALS,
			credentialId,
			onError,
			parameters,
		}),
	);
	const { exitCode, output } = await stage.n8n.command([
		'execute',
		`--id=${workflowId}`,
		'--rawOutput',
	]);
	const { status, data } = resultIn(output);
	const posts = agency.calls.filter(({ method }) => method === 'POST');
	return {
		exitCode,
		output,
		status,
		data,
		created: DEALS.filter(({ company, contact, email }) =>
			agency.clients.some(
				({ _id, name }) =>
					name === company &&
					(agency.membersOf(_id) ?? []).some(
						(member) => member.name === contact && member.loginId === email,
					),
			),
		),
		requests: posts.length,
		passwordOf: (item) => {
			const sent = posts.map(({ body }) => memberIn(body));
			return sent.find(({ loginId }) => loginId === dealAt(item).email)?.password ?? '';
		},
	};
}

/** The deal that an item came from, according to n8n's own item linking. */
function dealNumber({ pairedItem }: Pick<INodeExecutionData, 'pairedItem'>): number {
	const [first] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return typeof first === 'object' ? first.item : (first ?? -1);
}

function dealAt(item: number): Deal {
	const deal = DEALS[item];
	assert.ok(deal !== undefined, `there is no deal ${item}`);
	return deal;
}

function assertNamesItem(item: Pick<INodeExecutionData, 'json'> | undefined, number: number): void {
	const where = `Item ${number} (login ID ${dealAt(number).email}) `;
	const message = String(item?.json['message']);
	assert.ok(message.startsWith(where), `"${message}" begins with "${where}"`);
}

function assertNoSecrets({ output }: Run): void {
	assert.ok(!output.includes(PASSWORD), 'the password is in the output');
	assert.ok(!output.includes(AGENCY_KEY), 'the key is in the output');
}

function memberIn(body: unknown): { loginId: unknown; password: string } {
	const member =
		typeof body === 'object' && body !== null && 'member' in body ? body.member : undefined;
	assert.ok(
		typeof member === 'object' &&
			member !== null &&
			'loginId' in member &&
			'password' in member &&
			typeof member.password === 'string' &&
			member.password !== '',
		'ChatDash received a client without a member',
	);
	return { loginId: member.loginId, password: member.password };
}
