// The fields of a lead, for creating and updating it.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../transport/api';
import { omitUndefined } from '../../../transport/json';
import type { Field } from '../../fields/field';
import { optionalKeyValues } from '../../fields/keyValues';
import { parseText } from '../../fields/parseText';
import { requiredPhone } from '../../fields/phone';
import { type GivenKey, resolveKeys, severalRecords } from '../../fields/severalRecords';
import { optionalText } from '../../fields/text';
import { LEAD_TAG } from '../leadTag/record';
import { renameId } from '../../operation/renameId';

export const phone = requiredPhone({
	displayName: 'Phone',
	description: "The lead's phone number, which is sent as you enter it",
});

const TAGS = {
	displayName: 'Tags',
	description:
		'Choose from the list, or specify labels or IDs using an <a href="https://docs.n8n.io/code/expressions/" target="_blank">expression</a>. Separate them with commas, or return an array.',
};

export const tags = severalRecords(LEAD_TAG, TAGS);

/** @param value of each row */
export const customFields = <Value>(value: Field<Value>) =>
	optionalKeyValues(
		{
			displayName: 'Custom Fields',
			placeholder: 'Add Custom Field',
			description: "The lead's custom fields, each with its name and value",
		},
		{ name: 'field', displayName: 'Field', example: 'e.g. Company', value },
	);

const VALUE = {
	displayName: 'Value',
	placeholder: 'e.g. Acme Dental',
	description: 'The value of the custom field',
};

/** A value that's left out if it's empty. */
export const optionalValue = optionalText(VALUE, {}, parseText);

/** A value that stays if it's empty. */
export const valueOrEmpty: Field<string> = {
	property: optionalValue.property,
	parse: (raw) => parseText(raw, VALUE.displayName),
};

interface LeadValues {
	readonly phone: string | undefined;
	readonly customFields: Readonly<Record<string, string | undefined>> | undefined;
	readonly tags: readonly GivenKey[] | undefined;
}

/**
 * The lead in the body of a request.
 *
 * @param agentId the ID of the agent that the lead and its tags belong to
 * @throws InvalidItem if the agent doesn't have one of the tags
 */
export async function leadBody(
	{ phone, customFields, tags }: LeadValues,
	agentId: string,
	api: Api,
): Promise<IDataObject> {
	const several = { config: LEAD_TAG, label: TAGS.displayName };
	const tagIds = tags && (await resolveKeys(several, tags, api, { agentId }));
	return omitUndefined({ phone, customFields, tags: tagIds });
}

/** The output of a change: the lead as ChatDash returns it, with its ID under the parameter's name. */
export const leadOutput = (lead: IDataObject): IDataObject => renameId(lead, 'leadId');
