// What creating a client and adding a member share: both create a member with a login of its own.
import type { IDataObject } from 'n8n-workflow';

import { omitUndefined } from '../../../transport/json';
import { additionalField } from '../../fields/collection';
import type { Password } from '../../fields/password';
import type { ConflictAction, DoneBy } from '../../operation/operation';
import {
	type LoginInUseTexts,
	claimLogin,
	email,
	isLoginInUse,
	loginId,
	newPassword,
	onLoginIdInUse,
	passwordSource,
} from './fields';
import { normalizeLoginId } from './record';

/** The values of an item that creates a member. */
interface NewMember {
	readonly memberName: string;
	readonly loginId: string;
	readonly password: Password;
	readonly email: string | undefined;
	readonly onLoginIdInUse: ConflictAction;
}

/** The fields of a new member that come after its name. */
export const newMemberFields = (texts: LoginInUseTexts) => ({
	loginId,
	onLoginIdInUse: onLoginIdInUse(texts),
	passwordSource,
	password: newPassword,
	email: additionalField(
		email("The member's email address. If empty, the member is created without one."),
	),
});

/** The member in the body of a request. */
export const newMemberBody = ({ memberName, loginId, email, password }: NewMember) =>
	omitUndefined({ name: memberName, loginId, email, password: password.text });

/** The member's values in the output. A password that the user entered isn't repeated. */
export const newMemberEcho = ({
	memberName,
	loginId,
	email,
}: Pick<NewMember, 'memberName' | 'loginId' | 'email'>): IDataObject =>
	omitUndefined({ memberName, loginId, email });

/** Whether an item that is there already may pass. */
const mayPass = ({ onLoginIdInUse }: Pick<NewMember, 'onLoginIdInUse'>) =>
	onLoginIdInUse !== 'error';

/** The parts of an operation that depend on the new member alone. */
export const newMember = {
	label: ({ loginId }: NewMember) => `login ID ${loginId}`,

	/** If repeated items pass, the later item has to find what the earlier one created. */
	lockKey: (values: NewMember) => (mayPass(values) ? normalizeLoginId(values.loginId) : undefined),

	output: ({ password }: NewMember, body: IDataObject): IDataObject => ({
		...body,
		...(password.generated && { password: password.text }),
	}),
};

/** The claim to the login ID. If repeated items pass, a later item with the same holder is one. */
export const claimNewLogin = (values: NewMember, holder: string) =>
	claimLogin(values.loginId, mayPass(values) ? holder : undefined);

/**
 * The output of an item that a lookup found done. It has the generated password only if this run created the member,
 * because an earlier run generated another one.
 */
export const confirmedOutput =
	(message: string) =>
	({ password }: NewMember, by: DoneBy): IDataObject => ({
		message,
		confirmed: true,
		...(password.generated && (by === 'thisRun' ? { password: password.text } : PASSWORD_LOST)),
	});

const PASSWORD_LOST = {
	note: "An earlier execution may have created this member, so its generated password isn't known. Set a new one with 'Member: Update'.",
};

/** Recognizes the rejection of a login ID that is in use, and returns what the user wants then. */
export const loginExists = {
	matches: isLoginInUse,
	action: ({ onLoginIdInUse }: NewMember) => onLoginIdInUse,
};
