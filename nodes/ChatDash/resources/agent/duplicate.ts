import { asRecords, asString } from '../../../transport/json';
import { path } from '../../../transport/request';
import { stringsIn } from '../../fields/json';
import { defineWrite } from '../../operation/define';
import { agentConfigBody, agentName, duplicateFields, newAgentBody } from './fields';
import { newAgent } from './newAgent';
import { agentLocator, findDuplicate, groupOf, resolveAgentId } from './record';

export const duplicate = defineWrite({
	name: 'Duplicate',
	value: 'duplicate',
	action: 'Duplicate an agent',
	description:
		'Create a new agent with the platform, keys, and settings of another one, for example of a template',
	pastTense: 'created',
	operationId: 'createAgent',
	...newAgent.operation,

	fields: {
		agentId: agentLocator,
		agentName,
		...duplicateFields,
		includeAgentId: newAgent.includeAgentId,
	},

	async request({ agentId, ...values }, api) {
		const id = await resolveAgentId(agentId, api);
		const [source = {}] = asRecords([await api.get(path`/agents/${id}`, { expects: 'record' })]);
		const copied = (name: string) => asString(source[name]) || undefined;
		const platformCredentials = groupOf(source, 'platformCredentials');
		const settings = { ...values, isTemplate: values.isTemplate ?? false };
		return {
			request: {
				method: 'POST',
				path: '/agents',
				body: {
					...newAgentBody({
						...settings,
						platform: asString(source['platform']),
						apiId: values.apiId ?? copied('apiId'),
						apiKey: values.apiKey ?? copied('apiKey'),
						botId: undefined,
						workspaceId: undefined,
						platformCredentials,
					}),
					...agentConfigBody(settings, groupOf(source, 'agentConfig')),
				},
				expects: 'message',
			},
			ids: { sourceAgentId: id },
			// The user didn't enter them, but ChatDash may repeat them.
			secrets: stringsIn([source['apiKey'], platformCredentials]),
		};
	},

	echo: ({ agentName }) => ({ agentName }),
	enrich: { ...newAgent.enrich, find: findDuplicate },
});
