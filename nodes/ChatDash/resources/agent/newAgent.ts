// What creating and duplicating an agent share: both create one, and ChatDash doesn't return its ID.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../transport/api';
import { switchOption } from '../../fields/options';
import { outputWithoutCredentials } from './output';
import { listAgentIds } from './record';

interface NewAgent {
	readonly agentName: string;
	readonly includeAgentId: boolean;
}

const includeAgentId = switchOption(
	{
		displayName: 'Include Agent ID',
		description:
			"Whether to add the new agent's ID to the output. ChatDash doesn't return it, so the agents are listed before and after, which takes two extra requests per execution.",
	},
	true,
);

export const newAgent = {
	includeAgentId,

	/** The parts of an operation that depend on the new agent alone. */
	operation: {
		// A lookup couldn't confirm the request, because agents' names aren't unique and nothing else identifies a new agent.
		retry: 'unsafe',
		label: ({ agentName }: NewAgent) => `agent ${agentName}`,
		output: (values: NewAgent, body: IDataObject) => outputWithoutCredentials(values, body),
		existingIds: async ({ includeAgentId }: NewAgent, api: Api) =>
			includeAgentId ? await listAgentIds(api) : undefined,
	},

	/** Where the ID is looked up, and whether. */
	enrich: {
		idName: 'agentId',
		enabled: ({ includeAgentId }: NewAgent) => includeAgentId,
	},
} as const;
