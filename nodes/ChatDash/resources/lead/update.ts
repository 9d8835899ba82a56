import { path } from '../../../transport/request';
import { type Err, err } from '../../../transport/result';
import { updateField } from '../../fields/collection';
import { switchOption } from '../../fields/options';
import { quote } from '../../fields/parseText';
import { requiredId } from '../../fields/text';
import { defineWrite } from '../../operation/define';
import { agentLocator, resolveAgentId } from '../agent/record';
import { customFields, leadBody, leadOutput, phone, tags, valueOrEmpty } from './fields';

const leadId = requiredId(
	{
		displayName: 'Lead ID',
		placeholder: 'e.g. 66f1c0a2b7e4d9035a8c1f25',
		description: "The lead's ID, which 'Lead: Create' returns",
	},
	'lead',
);

const CLEAR_ADVICE =
	"An empty value isn't sent, so the lead keeps what it has. To remove it from the lead, add the option 'Clear if Empty'.";

const emptyField = (label: string): Err => err(`'${label}' is empty`, CLEAR_ADVICE);

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a lead',
	description: "Update a lead's phone number, custom fields, or tags",
	pastTense: 'updated',
	operationId: 'updateLead',
	retry: 'idempotent',
	label: ({ leadId }) => `lead ${leadId}`,
	lockKey: ({ leadId }) => leadId,

	fields: {
		agentId: agentLocator,
		leadId,
		clearIfEmpty: switchOption({
			displayName: 'Clear if Empty',
			description:
				"Whether to send 'Tags', 'Custom Fields', and the value of a custom field if they're empty, to remove what the lead has. If off, an item in which one of them is empty isn't sent.",
		}),
		customFields: updateField(customFields(valueOrEmpty), {}),
		phone: updateField(phone),
		tags: updateField(tags, []),
	},

	check({ clearIfEmpty, customFields, tags }) {
		if (clearIfEmpty) return undefined;
		if (tags?.length === 0) return emptyField('Tags');
		if (customFields === undefined) return undefined;
		const entries = Object.entries(customFields);
		if (entries.length === 0) return emptyField('Custom Fields');
		const [name] = entries.find(([, value]) => value === '') ?? [];
		return name === undefined
			? undefined
			: err(`'Custom Fields' has no value for ${quote(name)}`, CLEAR_ADVICE);
	},

	async request({ agentId, leadId, ...lead }, api) {
		const agent = await resolveAgentId(agentId, api);
		return {
			request: {
				method: 'PUT',
				path: path`/agents/${agent}/leads/${leadId}`,
				body: await leadBody(lead, agent, api),
				expects: 'record',
			},
			ids: { agentId: agent, leadId },
		};
	},

	output: (_values, body) => leadOutput(body),

	advice: (_values, { status }) =>
		status === 404
			? "Check 'Agent' and 'Lead ID'. The lead must be one of this agent's. 'Lead: Create' returns the IDs of both."
			: undefined,
});
