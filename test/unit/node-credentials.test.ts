/** The credentials of the node, made from its operations: which ones n8n shows and requires for each operation. */
import { NodeHelpers } from 'n8n-workflow';

import { credentialsOf } from '../../nodes/ChatDash/description/credentials';
import type { Resource } from '../../nodes/ChatDash/operation/resource';
import { RESOURCES } from '../../nodes/ChatDash/resources';
import { agentLocator } from '../../nodes/ChatDash/resources/agent/record';
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

test('The node’s own operations need only the agency’s, everywhere', () => {
	expect(credentialsOf(RESOURCES)).toEqual([
		{ name: 'chatDashApi', required: true, testedBy: 'testChatDashApi' },
	]);
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
