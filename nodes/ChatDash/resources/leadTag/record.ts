// Lead tags as ChatDash returns them, and the field that chooses one.
import type { IDataObject } from 'n8n-workflow';

import { type Api, SharedDecoder } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { path } from '../../../transport/request';
import { CandidateIndex } from '../../fields/candidates';
import { normalizeText } from '../../fields/characters';
import { locator } from '../../fields/locator';
import type { LocatorConfig } from '../../fields/locatorConfig';
import { parseText } from '../../fields/parseText';
import { requiredText } from '../../fields/text';
import { AGENT } from '../agent/record';
import { renameId } from '../../operation/renameId';

/** The tags of an agent's leads. An index is built when it's first used. */
interface LeadTagList {
	/** Without those that have no ID. */
	readonly records: ReadonlyArray<IDataObject & { readonly _id: string }>;
	readonly candidates: CandidateIndex;
}

const LEAD_TAG_LIST = new SharedDecoder((body): LeadTagList => {
	const records = asRecords(body).flatMap(({ _id, ...tag }) =>
		isId(_id) ? [{ _id, ...tag }] : [],
	);
	return { records, candidates: new CandidateIndex(records.map(toCandidate)) };
});

function toCandidate({ _id, ...tag }: IDataObject & { readonly _id: string }) {
	const label = asString(tag['label']);
	const detail = tag['system'] === true ? 'system tag' : '';
	return { id: _id, key: label, label: detail === '' ? label : `${label} (${detail})`, detail };
}

export const leadTagsPath = (agentId: string) => path`/agents/${agentId}/leads/tags`;

/** Fetches the tags of an agent's leads, once for all items of a run. */
export const listLeadTags = async (agentId: string, api: Api): Promise<LeadTagList> =>
	await api.getShared(leadTagsPath(agentId), LEAD_TAG_LIST);

export const LEAD_TAG: LocatorConfig<'agentId'> = {
	parameter: 'tagId',
	noun: 'lead tag',
	label: 'Tag',
	idExample: '66f1c0a2b7e4d9035a8c1f24',
	howToList: "Use 'Lead Tag: Get Many' to list the agent's tags.",
	parents: [AGENT],
	list: {
		searchListMethod: 'searchLeadTags',
		load: async (api, { agentId }) => (await listLeadTags(agentId, api)).candidates,
	},
	lookupMode: {
		mode: 'label',
		label: 'Label',
		example: 'Hot Lead',
		parse: parseText,
		normalize: normalizeText,
	},
};

/** A field that chooses a tag of the agent chosen in the field before it. */
export const leadTagLocator = locator(LEAD_TAG);

export const tagLabel = (description: string) =>
	requiredText({ displayName: 'Label', placeholder: 'e.g. Hot Lead', description });

/** The output of a change: the tag as ChatDash returns it, with its ID under the parameter's name. */
export const leadTagOutput = (tag: IDataObject): IDataObject => renameId(tag, 'tagId');
