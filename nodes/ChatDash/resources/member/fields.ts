// The fields of a member, for creating it with or without its client, and for updating it.
import type { Rejection } from '../../../transport/classify';
import { err } from '../../../transport/result';
import { optionalEmail } from '../../fields/email';
import { optionsField } from '../../fields/options';
import { password } from '../../fields/password';
import { requiredText } from '../../fields/text';
import type { Claim } from '../../operation/operation';
import { parseLoginId } from './loginId';
import { normalizeLoginId } from './record';

const NAME = { displayName: 'Member Name', placeholder: 'e.g. Nathan Smith' };
const LOGIN = { displayName: 'Login ID', placeholder: 'e.g. nathan@example.com' };
const EMAIL = { displayName: 'Email', placeholder: 'e.g. nathan@example.com' };

export const memberName = (description: string) => requiredText({ ...NAME, description });

export const loginId = requiredText(
	{
		...LOGIN,
		description:
			'The ID the member signs in with, usually an email address. It must be unique in ChatDash. Uppercase and lowercase letters count as the same.',
	},
	parseLoginId,
);

/**
 * Claims a login ID, because two items of a run can't create members with the same one.
 *
 * @param holder the client; a later item with the same client and login is a repeat, not a conflict. Without it, there
 *   are no repeats.
 */
export const claimLogin = (loginId: string, holder: string | undefined): Claim => ({
	key: `login ${normalizeLoginId(loginId)}`,
	...(holder !== undefined && { holder }),
	conflict: (item) =>
		err(
			`'Login ID' is the same as in item ${item}`,
			"Only the first of these items can be sent. If both are the same deal, set 'If Login ID Is in Use' to one of its 'Skip' or 'Leave Out' options, or add a Remove Duplicates node before this one. If they're two people, give each a different 'Login ID'.",
		),
});

export const email = (description: string) => optionalEmail({ ...EMAIL, description });

/** The source of a new member's password. */
export const passwordSource = optionsField(
	{
		displayName: 'Password Source',
		options: [
			{
				name: 'Generate Automatically',
				value: 'generate',
				description:
					'Create a strong password for each item and return it in the output. In a tool of an AI agent, the model can read it there.',
			},
			{
				name: 'Enter Manually',
				value: 'define',
				description: 'Enter a password or map it from a field',
			},
		],
		default: 'generate',
		description: "Where the member's password comes from",
	},
	{ controlOnly: true },
);

/** The password of a new member. The node generates it if the user chooses that. */
export const newPassword = password(
	{
		displayName: 'Password',
		description: "The member's password. Leading and trailing spaces are kept.",
	},
	{
		showFor: { passwordSource: ['define'] },
		ifEmpty:
			"Enter or map a password. CRMs don't store passwords, so you can also set 'Password Source' to 'Generate Automatically'.",
	},
);

/** The texts about a login ID that is in use. */
export interface LoginInUseTexts {
	/** Completes the names of the choices: "Skip if …". */
	readonly optionSuffix: string;
	/** Completes their descriptions: "… if …". */
	readonly condition: string;
}

/** What to do with an item whose login ID is in use. */
export const onLoginIdInUse = ({ optionSuffix, condition }: LoginInUseTexts) =>
	optionsField(
		{
			displayName: 'If Login ID Is in Use',
			options: [
				{
					name: 'Return an Error',
					value: 'error',
					description: "The item fails with ChatDash's message",
				},
				{
					name: `Skip if ${optionSuffix}`,
					value: 'skip',
					description: `Continue and mark the item as skipped if ${condition}. If it belongs to someone else, the item still fails.`,
				},
				{
					name: `Leave Out if ${optionSuffix}`,
					value: 'omit',
					description: `Leave the item out of the output if ${condition}. If it belongs to someone else, the item still fails.`,
				},
			],
			default: 'error',
			description: 'What to do if the login ID is already in use in ChatDash',
		},
		{ controlOnly: true },
	);

/** Whether a rejection has ChatDash's documented message for a login ID that is in use. */
export const isLoginInUse = ({ unredactedMessage, status }: Rejection) =>
	status === 400 && /login id already in use/i.test(unredactedMessage);
