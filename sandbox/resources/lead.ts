// Leads, their tags, and the analytics of an agent: what a request changes in the agency, and the response.
import type { ParsedRequest } from 'openapi-backend';
import { type AnalyticsFilter, analyticsOf } from '../analytics';
import type { LeadInput, LeadOutcome, LeadTag, LeadUpdate } from '../leads';
import { type Answer, type Served, errorBody, orNoAgent } from '../responses';

interface OfAgent {
	agentId: string;
}

interface OfLead extends OfAgent {
	leadId: string;
}

interface OfTag extends OfAgent {
	tagId: string;
}

/** The response to a change, which is the record. No page shows the responses for missing records. */
function recordOr<Found extends object>(found: LeadOutcome<Found>, status = 200): Answer {
	switch (found) {
		case 'no such agent':
			return orNoAgent(undefined);
		case 'no such lead':
			return { status: 404, body: errorBody('Lead not found') };
		case 'no such tag':
			return { status: 404, body: errorBody('Tag not found') };
		default:
			return { status, body: found };
	}
}

/** The responses to changes of a tag don't have its system label. */
function tagOr(found: LeadOutcome<LeadTag>, status?: number): Answer {
	if (typeof found === 'string') return recordOr(found);
	const { _id, label, system } = found;
	return recordOr({ _id, label, system }, status);
}

export const LEAD_OPERATIONS: Served = {
	createLeads: (agency, { params, requestBody }: ParsedRequest<LeadInput[], OfAgent>) =>
		recordOr(agency.leads.create(params.agentId, requestBody)),

	updateLead: (agency, { params, requestBody }: ParsedRequest<LeadUpdate, OfLead>) =>
		recordOr(agency.leads.update(params.agentId, params.leadId, requestBody)),

	listLeadTags: (agency, { params }: ParsedRequest<undefined, OfAgent>) =>
		orNoAgent(
			agency.lists.show(
				`/agents/${params.agentId}/leads/tags`,
				agency.leads.tagsOf(params.agentId),
			),
		),

	createLeadTag: (agency, { params, requestBody }: ParsedRequest<{ label: string }, OfAgent>) =>
		tagOr(agency.leads.createTag(params.agentId, requestBody.label), 201),

	updateLeadTag: (agency, { params, requestBody }: ParsedRequest<{ label: string }, OfTag>) =>
		tagOr(agency.leads.updateTag(params.agentId, params.tagId, requestBody.label)),

	queryAnalytics: (
		agency,
		{
			params,
			requestBody: { query },
		}: ParsedRequest<{ query: { metrics?: string[]; filter?: AnalyticsFilter } }, OfAgent>,
	) => {
		const { metrics = [], filter = {} } = query;
		const { agentId } = params;
		const { conversations } = agency;
		const counted = conversations.all.length === 0 ? undefined : conversations.of(agentId);
		return orNoAgent(agency.agents.get(agentId) && analyticsOf(agentId, metrics, filter, counted));
	},
};
