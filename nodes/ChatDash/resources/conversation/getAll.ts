import { filterField } from '../../fields/collection';
import { ISO_DATE, requiredDate } from '../../fields/date';
import { describeChoice } from '../../fields/locator';
import { optionsField } from '../../fields/options';
import { defineRead } from '../../operation/define';
import { limit, returnAll, take } from '../../operation/paging';
import { simplify } from '../../operation/simplify';
import { AGENT, agentLocator, resolveAgentId } from '../agent/record';
import { listConversations } from './list';
import { formatConversations, includeMessages } from './output';

const flagFilter = (displayName: string, description: string) =>
	filterField(
		optionsField<'all' | 'no' | 'yes'>({
			displayName,
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'No', value: 'no' },
				{ name: 'Yes', value: 'yes' },
			],
			default: 'all',
			description: `${description}. Without this filter, ChatDash only returns those with Yes. With All, the node asks for both.`,
		}),
	);

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many conversations',
	description: 'Retrieve a list of conversations',
	pastTense: 'retrieved',
	operationId: 'listConversations',
	label: ({ agentId }) => `conversations of ${describeChoice(AGENT, agentId)}`,

	fields: {
		agentId: agentLocator,
		returnAll,
		limit,
		simplify,
		// An empty date would list all conversations, so it's invalid.
		endDate: filterField(
			requiredDate(ISO_DATE, {
				displayName: 'End Date',
				description: 'Only conversations until this time',
			}),
		),
		interacted: flagFilter('Interacted', 'Whether the person interacted with the agent'),
		record: flagFilter('Recorded', 'Whether the conversation counts as recorded'),
		startDate: filterField(
			requiredDate(ISO_DATE, {
				displayName: 'Start Date',
				description: 'Only conversations from this time on',
			}),
		),
		includeMessages,
	},

	async records({ agentId, limit, startDate, endDate, record, interacted, ...output }, api) {
		const agent = await resolveAgentId(agentId, api);
		const all = await listConversations(agent, { startDate, endDate, record, interacted }, api);
		return await formatConversations(take(all, limit), agent, output, api);
	},

	advice: ({ includeMessages }, { status }) =>
		includeMessages && status === 404
			? 'A conversation may have been deleted while its messages were being read. Run the workflow again.'
			: undefined,
});
