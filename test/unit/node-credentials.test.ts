/** The credentials of the node, made from its operations: which ones n8n shows and requires for each operation. */
import { NodeHelpers } from 'n8n-workflow';

import { credentialsOf } from '../../nodes/ChatDash/description/credentials';
import type { Fields } from '../../nodes/ChatDash/fields/field';
import { defineRead } from '../../nodes/ChatDash/operation/define';
import type { Resource } from '../../nodes/ChatDash/operation/resource';
import { RESOURCES } from '../../nodes/ChatDash/resources';
import { agentLocator } from '../../nodes/ChatDash/resources/agent/record';
import type { CredentialKind } from '../../nodes/transport/credentials';

interface Declared {
	readonly credential?: CredentialKind;
	readonly fields?: Fields;
}

const resource = (value: string, operations: Readonly<Record<string, Declared>>): Resource => ({
	name: value,
	value,
	defaultOperation: Object.keys(operations)[0] ?? '',
	operations: Object.entries(operations).map(([name, declared]) =>
		defineRead({
			name,
			value: name,
			action: name,
			description: name,
			pastTense: name,
			operationId: name,
			fields: {},
			label: () => name,
			records: async () => await Promise.resolve([]),
			...declared,
		}),
	),
});

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

const client: Declared = { credential: 'client' };

test('The node’s own operations need only the agency’s, everywhere', () => {
	expect(credentialsOf(RESOURCES)).toEqual([
		{ name: 'chatDashApi', required: true, testedBy: 'testChatDashApi' },
	]);
});

test('Each operation shows and requires the credential that it needs', () => {
	const resources = [
		resource('agent', { get: {}, getAll: {} }),
		resource('webhook', { create: client, getAll: client }),
	];
	expect(shown(resources, 'agent', 'getAll')).toEqual(['chatDashApi*']);
	expect(shown(resources, 'webhook', 'getAll')).toEqual(['chatDashClientApi*']);
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashClientApi*']);
});

test('A resource can have operations with either', () => {
	const resources = [resource('webhook', { create: client, check: {} })];
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashClientApi*']);
	expect(shown(resources, 'webhook', 'check')).toEqual(['chatDashApi*']);
});

test('A credential that only a locator needs is offered, and n8n never requires it', () => {
	const resources = [
		resource('agent', { get: {} }),
		resource('webhook', { create: { ...client, fields: { agentId: agentLocator } } }),
	];
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashApi', 'chatDashClientApi*']);
	expect(shown(resources, 'agent', 'get')).toEqual(['chatDashApi']);
});

test('A condition that n8n can’t express shows a credential once too often, but never requires it', () => {
	const resources = [
		resource('agent', { get: {}, create: {} }),
		resource('webhook', { create: client, get: {} }),
	];
	expect(shown(resources, 'agent', 'create')).toEqual(['chatDashApi']);
	expect(shown(resources, 'webhook', 'create')).toEqual(['chatDashApi', 'chatDashClientApi*']);
});
