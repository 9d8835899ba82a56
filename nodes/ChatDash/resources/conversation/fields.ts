// The fields that a new conversation and the update of one have in common.
import { updateField } from '../../fields/collection';
import { ISO_DATE, optionalDate } from '../../fields/date';
import { booleanField } from '../../fields/options';
import { parseText } from '../../fields/parseText';
import { optionalId, optionalText } from '../../fields/text';
import { parsePlatformId } from './record';

export const conversationName = optionalText(
	{
		displayName: 'Conversation Name',
		placeholder: 'e.g. Nathan Smith',
		description: "The conversation's name, for example the name of the person it's with",
	},
	{},
	parseText,
);

export const endedAt = optionalDate(ISO_DATE, {
	displayName: 'Ended At',
	description: 'When the conversation ended',
});

export const interacted = booleanField({
	displayName: 'Interacted',
	default: true,
	description:
		"Whether the person interacted with the agent. For a new conversation, ChatDash's default is off. Its list leaves out conversations without an interaction, unless they're asked for.",
});

export const isLive = booleanField({
	displayName: 'Is Live',
	default: true,
	description: 'Whether the conversation is live right now',
});

export const leadId = optionalId({
	displayName: 'Lead ID',
	placeholder: 'e.g. 66f1c0a2b7e4d9035a8c1f25',
	description: 'The ID of the lead that the conversation belongs to',
});

export const platformId = (description: string) =>
	optionalText(
		{ displayName: 'Platform ID', placeholder: 'e.g. call_0a1b2c3d4e5f', description },
		{},
		parsePlatformId,
	);

export const read = booleanField({
	displayName: 'Read',
	default: true,
	description: 'Whether the conversation is marked as read',
});

export const record = booleanField({
	displayName: 'Recorded',
	default: true,
	description:
		"Whether the conversation counts as recorded. For a new conversation, ChatDash's default is off. Its list leaves out conversations that aren't recorded, unless they're asked for.",
});

/** For an existing conversation. */
export const conversationUpdateFields = {
	conversationName: updateField(conversationName),
	endedAt: updateField(endedAt),
	interacted: updateField(interacted),
	isLive: updateField(isLive),
	leadId: updateField(leadId),
	platformId: updateField(platformId("The conversation's ID on the platform where it took place")),
	read: updateField(read),
	record: updateField(record),
};
