/* What has to be kept of an agency, so that a sandbox that's started later has the same records. */
import type { Agency } from './agency';
import type { SeedAccount } from './billing/records';
import { seedOf } from './billing/seed';
import type { SeedConversation } from './conversations';
import type { SeedLeads } from './leads';
import type { AgencySetup, SeedClient } from './setup';

/** The setup of an agency with these records. It has their keys, but no requests, faults or limits. */
export function setupOf(agency: Agency): AgencySetup {
	return {
		clients: agency.clients.map((client) => clientOf(client, agency)),
		agents: [...agency.agents.all],
		leads: agency.agents.all.map(({ _id }) => leadsOf(_id, agency)),
		conversations: agency.conversations.all.map(
			(conversation): SeedConversation => ({
				...conversation,
				messages: [
					...(agency.conversations.messages(conversation.agentId, conversation._id) ?? []),
				],
			}),
		),
		subscriptions: [...agency.subscriptions.all],
		accounts: [...agency.billing.values()].map((account): SeedAccount => seedOf(account)),
	};
}

function clientOf(client: SeedClient & { _id: string }, { directory }: Agency): SeedClient {
	const apiKey = directory.keyOf(client._id);
	return {
		...client,
		...(apiKey !== undefined && { apiKey }),
		members: [...(directory.membersOf(client._id) ?? [])],
	};
}

/** Each agent has its system tag anyway. */
function leadsOf(agentId: string, { leads }: Agency): SeedLeads {
	return {
		agentId,
		tags: (leads.tagsOf(agentId) ?? []).filter(({ system }) => !system),
		leads: [...(leads.of(agentId) ?? [])],
	};
}
