// The fields of a member, for creating it with or without its client, and for updating it.
import type { IDataObject } from 'n8n-workflow';

import type { Rejection } from '../../../transport/classify';
import { err } from '../../../transport/result';
import { optionalEmail } from '../../fields/email';
import { optionsField } from '../../fields/options';
import { type Password, password } from '../../fields/password';
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
			'What the member signs in with, often the e-mail address. Nobody else in ChatDash can have it; upper and lower case count as the same.',
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
			`'Login ID' is the same as that of item ${item}`,
			"Only the first of these items is sent. If both are the same deal, remove one of them before this node, or choose 'Skip if It Is the Same Client' in the option 'If Login ID Is in Use'; if they are two people, give each a 'Login ID' of its own.",
		),
});

export const email = (description: string) => optionalEmail({ ...EMAIL, description });

/** The source of a new member's password. */
export const passwordSource = optionsField(
	{
		displayName: 'Password Source',
		options: [
			{
				name: 'Define',
				value: 'define',
				description: 'Use a password that you type or map',
			},
			{
				name: 'Generate',
				value: 'generate',
				description: 'Make a strong password for each item and put it out with the item',
			},
		],
		default: 'define',
		description: "Where the member's password comes from",
	},
	{ controlOnly: true },
);

/** The password of a new member. The node generates it if the user chooses that. */
export const newPassword = password(
	{
		displayName: 'Password',
		description: "The member's password, taken as it is, blanks included",
		hint: "CRMs hold no passwords. With 'Generate' in 'Password Source' the node makes one for each item.",
	},
	{
		showFor: { passwordSource: ['define'] },
		ifEmpty:
			"CRMs hold no passwords: choose 'Generate' in 'Password Source', and the node makes a strong one for each item.",
	},
);

/**
 * What to do with an item whose login ID is in use.
 *
 * @param skipDescription when the item is skipped, in the user's words
 */
export const onLoginIdInUse = (skipDescription: string) =>
	optionsField(
		{
			displayName: 'If Login ID Is in Use',
			options: [
				{
					name: 'Return an Error',
					value: 'error',
					description: 'The item ends with what ChatDash said',
				},
				{ name: 'Skip if It Is the Same Client', value: 'skip', description: skipDescription },
			],
			default: 'error',
			description: 'What to do when ChatDash answers that the login ID is already in use',
		},
		{ collection: 'options' },
	);

/** Whether a rejection has ChatDash's documented message for a login ID that is in use. */
export const isLoginInUse = ({ unredactedMessage, status }: Rejection) =>
	status === 400 && /login id already in use/i.test(unredactedMessage);

/** The login of a new member, for the output. It's only there for a generated password, which the user doesn't know. */
export const generatedLogin = (login: string, { text, generated }: Password): IDataObject =>
	generated ? { member: { loginId: login, password: text } } : {};

/** Replaces {@link generatedLogin} if an earlier run created the member, because its generated password is lost. */
export const lostLogin = (login: string, { generated }: Password): IDataObject =>
	generated
		? {
				member: {
					loginId: login,
					note: "An earlier run may have created this member, so the password is not known. Set a new one with 'Member: Update'.",
				},
			}
		: {};
