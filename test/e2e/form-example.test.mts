// The example with a form, published in a real n8n: customers sign up, get an email with a password, and n8n keeps this
// password nowhere. Its database, its log, and its API are searched. n8n's own nodes are here, so this file also checks
// their parameters in all examples.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

import { type IDataObject, type INodeTypeDescription, NodeHelpers } from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { CHATDASH_NODE } from '../../sandbox/workspace.mjs';
import { watchPasswords } from './passwords.mjs';
import { AGENCY_KEY, CHECKOUT, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 180_000 };
const DONE_WITHIN_MS = 60_000;
const POLL_MS = 100;
/** n8n finishes an execution in its database after the last node has run. */
const SETTLED_AFTER_MS = 3_000;

const EXAMPLES = join(CHECKOUT, 'examples');
const EXAMPLE = await readExample('form-sign-up.json');
const FORM = 'Sign-Up Form';
const EMAIL = 'Write Welcome Email';

const stage = await openStage([]);
const { session, agency, n8n } = stage;
const passwords = watchPasswords(agency);

/** Stands where a user has an email node: n8n sends the emails here. */
const emails: string[] = [];
let mailboxStatus = 200;
const mailbox = createServer((request, response) => {
	void text(request).then((body) => {
		emails.push(body);
		response.writeHead(mailboxStatus).end();
	});
});
await new Promise<void>((resolve) => mailbox.listen(0, '127.0.0.1', resolve));
after(async () => {
	mailbox.close();
	await stage.close();
});

const credentialId = await session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});

test('a sign-up becomes a client, and n8n stores its password nowhere', WITHIN, async () => {
	const id = await publish(workflow('sign-up'));
	const password = await signUp('sign-up', 'Acme Dental', 'maria@example.com');
	await until(() => emails.length === 1);
	assert.ok(emails[0]?.includes(`Password: ${password}`));
	await assertForgotten(password, id);

	// The same customer again: no second client, no second email.
	await submit('sign-up', 'Acme Dental', 'maria@example.com');
	await pause(SETTLED_AFTER_MS);
	assert.equal(agency.clients.length, 1);
	assert.equal(emails.length, 1);
	await assertForgotten(password, id);

	// The email can't be sent, so the execution fails.
	mailboxStatus = 500;
	const second = await signUp('sign-up', 'Lumen Dental', 'lucia@example.com');
	await until(() => emails.length === 2);
	mailboxStatus = 200;
	await assertForgotten(second, id);
});

test('an execution in the editor does not store the password, either', WITHIN, async () => {
	const login = 'jonas@example.com';
	const answers = { 'Company Name': 'Harbor', 'Your Name': 'Jonas', 'E-mail': login, Language: '' };
	const pinned = { ...workflow('tried'), pinData: { [FORM]: [{ json: answers }] } };
	const id = await session.createWorkflow(pinned);
	// n8n deletes the execution when it ends, so its end can't be read.
	await session.run(id, { trigger: FORM }).catch(() => undefined);
	await assertForgotten(await passwordOf(login), id);
});

test(
	'with the default settings, the same workflow does store it, and the search finds it',
	WITHIN,
	async () => {
		const id = await publish({ ...workflow('stored'), settings: { executionOrder: 'v1' } });
		const password = await signUp('stored', 'Keystone Homes', 'priya@example.com');
		await pause(SETTLED_AFTER_MS);
		assert.notDeepEqual(await filesWith(password), []);
		assert.equal((await session.executionIds(id)).length, 1);
	},
);

test('n8n has every node of the examples, in its version and with its parameters', async () => {
	const descriptions = await nodeTypes();
	const files = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.json'));
	const unknown: string[] = [];
	for (const file of files) {
		const { nodes } = await readExample(file);
		for (const node of nodes) {
			const description = descriptions.find(
				({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion),
			);
			const place = `${file}: ${node.name}`;
			if (description === undefined) {
				unknown.push(`${place}: ${node.type} ${node.typeVersion}`);
				continue;
			}
			const taken = NodeHelpers.getNodeParameters(
				description.properties,
				structuredClone(node.parameters),
				true,
				false,
				node,
				description,
			);
			unknown.push(...missingIn(taken, node.parameters, place));
		}
	}
	assert.deepEqual(unknown, []);
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

/** The example as a user sets it up: with a credential, and with an email node, which here is a request to the mailbox. */
function workflow(path: string): NewWorkflow {
	const address: AddressInfo | string | null = mailbox.address();
	assert.ok(typeof address === 'object' && address !== null);
	const send = {
		id: 'send-email',
		name: 'Send Email',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [1360, -208] satisfies [number, number],
		parameters: {
			method: 'POST',
			url: `http://127.0.0.1:${address.port}/`,
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'text/plain',
			body: '={{ $json.text }}',
			options: {},
		},
	};
	const nodes = EXAMPLE.nodes.map((node) => {
		if (node.name === FORM) {
			const { options } = node.parameters;
			assert.ok(typeof options === 'object');
			const parameters = { ...node.parameters, options: { ...options, path } };
			return { ...node, webhookId: path, parameters };
		}
		if (node.type !== CHATDASH_NODE) return node;
		return { ...node, credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: 'ChatDash' } } };
	});
	return {
		...EXAMPLE,
		name: path,
		nodes: [...nodes, send],
		connections: {
			...EXAMPLE.connections,
			[EMAIL]: { main: [[{ node: send.name, type: 'main', index: 0 }]] },
		},
	};
}

async function publish(wanted: NewWorkflow): Promise<string> {
	const id = await session.createWorkflow(wanted);
	await session.publishWorkflow(id);
	return id;
}

/** Fills in the form, and waits for the client. @returns its password */
async function signUp(path: string, company: string, email: string): Promise<string> {
	await submit(path, company, email);
	return await passwordOf(email);
}

/** Does what the page of the form does in the browser. */
async function submit(path: string, company: string, email: string): Promise<void> {
	const address = `${n8n.origin}/form/${path}`;
	const page = await fetch(address);
	assert.equal(page.status, 200);
	assert.match(await page.text(), /Company Name/);
	const body = new FormData();
	for (const [index, answer] of [company, "Maria O'Brien", email, 'German'].entries()) {
		body.append(`field-${index}`, answer);
	}
	const { status } = await fetch(address, { method: 'POST', body });
	assert.equal(status, 200);
}

async function passwordOf(login: string): Promise<string> {
	await until(() => passwords.has(login));
	return passwords.get(login) ?? '';
}

async function until(isDone: () => boolean): Promise<void> {
	const deadline = Date.now() + DONE_WITHIN_MS;
	while (!isDone()) {
		assert.ok(Date.now() < deadline, 'n8n took too long');
		await pause(POLL_MS);
	}
}

/** Searches everything that n8n has written, and what its API returns about the workflow's executions. */
async function assertForgotten(password: string, workflowId: string): Promise<void> {
	await pause(SETTLED_AFTER_MS);
	assert.match(password, /^\S{16,}$/);
	assert.deepEqual(await filesWith(password), []);
	assert.deepEqual(await session.executionIds(workflowId), []);
	for (const path of ['/rest/executions', `/rest/workflows/${workflowId}`]) {
		assert.ok(!JSON.stringify(await session.ask('GET', path)).includes(password));
	}
}

/** The files in n8n's folder with a text, such as the database, its log of changes, and the log. */
async function filesWith(wanted: string): Promise<string[]> {
	const entries = await readdir(n8n.folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	assert.ok(files.some(({ name }) => name === 'database.sqlite'));
	const found: string[] = [];
	for (const { parentPath, name } of files) {
		const content = await readFile(join(parentPath, name));
		if (content.includes(wanted)) found.push(name);
	}
	return found;
}

/** The descriptions of all nodes that n8n offers. */
async function nodeTypes(): Promise<INodeTypeDescription[]> {
	const response = await fetch(`${n8n.origin}/types/nodes.json`, {
		headers: { cookie: session.cookie },
	});
	assert.equal(response.status, 200);
	const found: INodeTypeDescription[] = await response.json();
	return found;
}

/** Where a value doesn't contain what another one has. */
function missingIn(taken: unknown, wanted: unknown, place: string): string[] {
	if (!isObject(wanted)) return Object.is(taken, wanted) ? [] : [place];
	if (!isObject(taken)) return [place];
	return Object.entries(wanted).flatMap(([key, value]) =>
		missingIn(taken[key], value, `${place}.${key}`),
	);
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null;

async function readExample(file: string): Promise<NewWorkflow> {
	return JSON.parse(await readFile(join(EXAMPLES, file), 'utf8'));
}
