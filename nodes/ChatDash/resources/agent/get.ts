// Agent → Get. https://docs.chat-dash.com/api-reference/agents/pages/get-agent
import { describeChoice } from '../../fields/locator';
import { defineRead } from '../../operation/operation';
import { now, path } from '../reading';
import { asRecords } from '../records';
import {
	AGENT,
	agentField,
	agentIdOf,
	includeCredentials,
	noSuchAgent,
	formatAgent,
	simplify,
} from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get an agent',
	description: 'Retrieve an agent',
	participle: 'retrieved',
	page: 'https://docs.chat-dash.com/api-reference/agents/pages/get-agent',

	fields: { agentId: agentField, simplify, includeCredentials },

	records: function* ({ agentId, ...output }) {
		const id = yield* agentIdOf(agentId);
		const agent = yield* now(path`/agents/${id}`, 'record');
		return asRecords([agent]).map((record) => formatAgent(record, output));
	},

	naming: ({ agentId }) => describeChoice(AGENT, agentId),
	advice: noSuchAgent,
});
