// Agent → Get. https://docs.chat-dash.com/api-reference/agents/pages/get-agent
import { called } from '../locator';
import { defineRead } from '../operation';
import { now, path } from '../reading';
import { recordsIn } from '../records';
import {
	AGENT,
	agentField,
	agentIdOf,
	includeCredentials,
	noSuchAgent,
	shownAgent,
	simplify,
} from './records';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get an agent',
	description: 'Retrieve an agent',
	participle: 'retrieved',
	page: 'https://docs.chat-dash.com/api-reference/agents/pages/get-agent',

	fields: { agentId: agentField, simplify, includeCredentials },

	records: function* ({ agentId, ...wish }) {
		const id = yield* agentIdOf(agentId);
		const agent = yield* now(path`/agents/${id}`, 'record');
		return recordsIn([agent]).map((record) => shownAgent(record, wish));
	},

	naming: ({ agentId }) => called(AGENT, agentId),
	advice: noSuchAgent,
});
