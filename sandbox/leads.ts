/*
 * The leads of an agency's agents, and the tags that they can have. Each agent has the system tag "Answered Call". Phone
 * numbers and labels may repeat, because no page of ChatDash forbids it.
 */

/** `Lead` of the API description, as ChatDash returns it. */
export interface Lead {
	_id: string;
	phone: string;
	customFields: Record<string, unknown>;
	/** IDs of tags. */
	tags: string[];
}

/** The fields that create a lead. */
export type LeadInput = Pick<Lead, 'phone'> & Partial<Omit<Lead, '_id' | 'phone'>>;

/** The fields of a lead update. A field that is left out stays as it is. */
export type LeadUpdate = Partial<LeadInput>;

/** `LeadTag` of the API description, as ChatDash lists it. */
export interface LeadTag {
	_id: string;
	label: string;
	system: boolean;
	/** Only for a system tag. The responses to changes don't have it. */
	systemLabel?: string;
}

/** What an agent starts with, besides its system tag. */
export interface SeedLeads {
	agentId: string;
	tags?: Array<{ _id: string; label: string }>;
	leads?: Array<LeadInput & { _id: string }>;
}

/** The leads and tags of one agent. */
interface LeadsOfAgent {
	readonly leads: Map<string, Lead>;
	readonly tags: Map<string, LeadTag>;
}

/** The result of a change: the record, or what is missing. */
export type LeadOutcome<Record> = Record | 'no such agent' | 'no such lead' | 'no such tag';

/** Every change is one synchronous step. */
export class Leads {
	private readonly byAgent = new Map<string, LeadsOfAgent>();

	/**
	 * @param takeId returns a unique ID, or the wanted one
	 * @param isAgent whether the agency has an agent with this ID
	 */
	constructor(
		private readonly takeId: (wanted?: string) => string,
		private readonly isAgent: (agentId: string) => boolean,
	) {}

	/** The leads of an agent in the order of their creation, or undefined if there is no such agent. */
	of(agentId: string): readonly Lead[] | undefined {
		const found = this.open(agentId);
		return found && [...found.leads.values()];
	}

	/** The tags of an agent in the order of their creation, or undefined if there is no such agent. */
	tagsOf(agentId: string): readonly LeadTag[] | undefined {
		const found = this.open(agentId);
		return found && [...found.tags.values()];
	}

	/** @throws Error if an ID is taken, or the agency has no such agent */
	seed({ agentId, tags = [], leads = [] }: SeedLeads): void {
		const found = this.open(agentId);
		if (found === undefined) {
			throw new Error(`The setup has leads of the agent ${agentId}, but no such agent`);
		}
		for (const { _id, label } of tags) {
			found.tags.set(this.takeId(_id), { _id, label, system: false });
		}
		for (const { _id, ...lead } of leads) enter(found, this.takeId(_id), lead);
	}

	/** Creates all of these leads, or none. */
	create(agentId: string, inputs: readonly LeadInput[]): LeadOutcome<readonly Lead[]> {
		const found = this.open(agentId);
		if (found === undefined) return 'no such agent';
		if (inputs.some(({ tags }) => lacksTag(found, tags))) return 'no such tag';
		return inputs.map((input) => enter(found, this.takeId(), input));
	}

	update(agentId: string, leadId: string, update: LeadUpdate): LeadOutcome<Lead> {
		const found = this.open(agentId);
		if (found === undefined) return 'no such agent';
		const lead = found.leads.get(leadId);
		if (lead === undefined) return 'no such lead';
		if (lacksTag(found, update.tags)) return 'no such tag';
		return Object.assign(lead, update);
	}

	createTag(agentId: string, label: string): LeadOutcome<LeadTag> {
		const found = this.open(agentId);
		if (found === undefined) return 'no such agent';
		const tag = { _id: this.takeId(), label, system: false };
		found.tags.set(tag._id, tag);
		return tag;
	}

	/** No page says whether a system tag can be renamed; here it can. */
	updateTag(agentId: string, tagId: string, label: string): LeadOutcome<LeadTag> {
		const found = this.open(agentId);
		if (found === undefined) return 'no such agent';
		const tag = found.tags.get(tagId);
		if (tag === undefined) return 'no such tag';
		tag.label = label;
		return tag;
	}

	private open(agentId: string): LeadsOfAgent | undefined {
		if (!this.isAgent(agentId)) return undefined;
		const known = this.byAgent.get(agentId);
		if (known !== undefined) return known;
		const system = systemTagOf(agentId);
		const opened: LeadsOfAgent = { leads: new Map(), tags: new Map([[system._id, system]]) };
		this.byAgent.set(agentId, opened);
		return opened;
	}
}

/** Its ID comes from the agent's. A generated one would change the IDs of other records. */
const systemTagOf = (agentId: string): LeadTag => ({
	_id: `answered-call-of-${agentId}`,
	label: 'Answered Call',
	system: true,
	systemLabel: 'answeredCall',
});

function enter({ leads }: LeadsOfAgent, _id: string, input: LeadInput): Lead {
	const lead = { _id, customFields: {}, tags: [], ...input };
	leads.set(_id, lead);
	return lead;
}

const lacksTag = ({ tags }: LeadsOfAgent, wanted: readonly string[] = []) =>
	wanted.some((tagId) => !tags.has(tagId));
