/** The credentials of the node, made from its operations: which ones n8n shows and requires for each operation. */
import { NodeHelpers } from 'n8n-workflow';

import { ChatDash } from '../../nodes/ChatDash/ChatDash.node';
import { credentialsOf } from '../../nodes/ChatDash/description/credentials';
import { listCredentials } from '../../nodes/ChatDash/operation/credentials';
import type { Resource } from '../../nodes/ChatDash/operation/resource';
import { RESOURCES } from '../../nodes/ChatDash/resources';
import { agentLocator } from '../../nodes/ChatDash/resources/agent/record';
import { CREDENTIALS } from '../../nodes/transport/credentials';
import { resourceOf } from '../made-up';

/** The names of the credentials that n8n shows for an operation; a required one has a star. */
const shown = (resources: readonly Resource[], chosen: string, operation: string) =>
	credentialsOf(resources)
		.filter((credential) =>
			NodeHelpers.displayParameter(
				{ resource: chosen, operation },
				credential,
				{ typeVersion: 1 },
				null,
			),
		)
		.map(({ name, required }) => `${name}${required === true ? '*' : ''}`);

const client = { credential: 'client' } as const;

test.each(
	RESOURCES.flatMap(({ value, operations }) =>
		operations.map((operation) => [`${value}.${operation.value}`, value, operation] as const),
	),
)('%s shows the credential that it needs, and that of its lists', (_title, value, operation) => {
	const names = shown(RESOURCES, value, operation.value).map((name) => name.replace('*', ''));
	const needed = [operation.credential, ...listCredentials(operation)];
	expect(names).toEqual(expect.arrayContaining(needed.map((kind) => CREDENTIALS[kind].name)));
});

test('Only webhook subscriptions show and require the credential of a client', () => {
	expect(shown(RESOURCES, 'client', 'create')).toEqual(['chatDashApi']);
	expect(shown(RESOURCES, 'webhookSubscription', 'create')).toEqual([
		'chatDashApi',
		'chatDashClientApi*',
	]);
});

test('Each credential has a test', () => {
	const { credentialTest } = new ChatDash().methods;
	expect(credentialsOf(RESOURCES).map(({ name, testedBy }) => [name, testedBy])).toEqual([
		['chatDashApi', 'testChatDashApi'],
		['chatDashClientApi', 'testChatDashClientApi'],
	]);
	expect(Object.keys(credentialTest)).toEqual(['testChatDashApi', 'testChatDashClientApi']);
});

test('Each operation shows and requires the credential that it needs', () => {
	const resources = [
		resourceOf('agent', { get: {}, getAll: {} }),
		resourceOf('webhook', { create: client, getAll: client }),
	];
	expect(shown(resources, 'agent', 'getAll')).toEqual(['chatDashApi*']);
	expect(shown(resources, 'webhook', 'getAll')).toEqual(['chatDashClientApi*']);
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashClientApi*']);
});

test('A resource can have operations with either', () => {
	const resources = [resourceOf('webhook', { create: client, check: {} })];
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashClientApi*']);
	expect(shown(resources, 'webhook', 'check')).toEqual(['chatDashApi*']);
});

test('A credential that only a locator needs is offered, and n8n never requires it', () => {
	const resources = [
		resourceOf('agent', { get: {} }),
		resourceOf('webhook', { create: { ...client, fields: { agentId: agentLocator } } }),
	];
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashApi', 'chatDashClientApi*']);
	expect(shown(resources, 'agent', 'get')).toEqual(['chatDashApi']);
});

test('A condition that n8n can’t express shows a credential once too often, but never requires it', () => {
	const resources = [
		resourceOf('agent', { get: {}, create: {} }),
		resourceOf('webhook', { create: client, get: {} }),
	];
	expect(shown(resources, 'agent', 'create')).toEqual(['chatDashApi']);
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashApi', 'chatDashClientApi*']);
});
