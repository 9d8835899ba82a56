import { optionsField } from '../../fields/options';
import { path } from '../../../transport/request';
import { defineWrite } from '../../operation/define';
import { agentLocator } from '../agent/record';
import { conversationLocator, resolveConversation } from './record';

export const analyze = defineWrite({
	name: 'Run AI Analysis',
	value: 'analyze',
	action: 'Run an AI analysis on a conversation',
	description:
		'Let ChatDash find the topic, evaluate, summarize, or find misunderstood queries of a conversation',
	pastTense: 'analyzed',
	operationId: 'analyzeConversation',
	// An analysis may cost money each time.
	retry: 'unsafe',
	target: 'conversationId',

	fields: {
		agentId: agentLocator,
		conversationId: conversationLocator,
		analysis: optionsField({
			displayName: 'Analysis',
			options: [
				{ name: 'Assign Topic', value: 'autoTag' },
				{ name: 'Evaluate', value: 'evaluate' },
				{ name: 'Find Misunderstood Queries', value: 'misunderstoodQuery' },
				{ name: 'Summarize', value: 'summarize' },
			],
			default: 'summarize',
			required: true,
			description: 'What ChatDash does with the conversation. It may cost money each time.',
		}),
	},

	async request({ analysis, ...chosen }, api) {
		const { place, ids } = await resolveConversation(chosen, api);
		return {
			request: { method: 'POST', path: place + path`/${analysis}`, expects: 'record' },
			ids,
		};
	},
});
