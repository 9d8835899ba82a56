import type { Claim } from '../../operation/operation';
import { err } from '../../../transport/result';
import { recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/define';
import { agentLocator, resolveAgentId } from '../agent/record';
import { leadTagOutput, leadTagsPath, listLeadTags, tagLabel } from './record';

/**
 * Lets a run create a label once for each agent. A second tag with it couldn't be told from the first, neither here nor by
 * the people who use them.
 */
const claimLabel = (agent: string, label: string): Claim => ({
	key: `${agent} ${label}`,
	conflict: (item) =>
		err(
			`'Label' is the same as in item ${item}`,
			'An agent needs each tag only once. To send each label once, add a Remove Duplicates node before this one.',
		),
});

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a lead tag',
	description: "Create a tag for an agent's leads",
	pastTense: 'created',
	operationId: 'createLeadTag',
	// No page says that ChatDash rejects a label that is there already, so the request is never repeated.
	retry: 'confirm',
	label: ({ label }) => `tag ${label}`,

	fields: { agentId: agentLocator, label: tagLabel("The tag's name as shown in ChatDash") },

	// Whether a name and an ID are the same agent is known after the lookup, so `request` claims the label again.
	claim: ({ agentId, label }) => claimLabel(recordKey(agentId), label),

	async request({ agentId, label }, api) {
		const agent = await resolveAgentId(agentId, api);
		return {
			request: { method: 'POST', path: leadTagsPath(agent), body: { label }, expects: 'record' },
			ids: { agentId: agent },
			claim: claimLabel(agent, label),
		};
	},

	output: (_values, body) => leadTagOutput(body),

	existingIds: async ({ agentId }, api) => {
		const { records } = await listLeadTags(await resolveAgentId(agentId, api), api);
		return new Set(records.map(({ _id }) => _id));
	},

	confirm: {
		async isDone({ agentId, label }, api, existing) {
			const { records } = await listLeadTags(await resolveAgentId(agentId, api), api);
			const [only, another] = records.filter((tag) => tag['label'] === label);
			// With an older tag of the same label, or with two new ones, nothing shows which one this request created.
			const isOwn = existing !== undefined && only !== undefined && another === undefined;
			return isOwn && !existing.has(only._id) ? only : false;
		},
		output: (_values, _by, tag = {}) => ({ confirmed: true, ...leadTagOutput(tag) }),
	},
});
