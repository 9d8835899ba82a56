// What creating a client and adding a member share: both create a member with a login of its own.
import type { IDataObject } from 'n8n-workflow';

import { omitUndefined } from '../../../transport/json';
import type { Password } from '../../fields/password';
import type { DoneBy } from '../../operation/operation';
import {
	claimLogin,
	email,
	generatedLogin,
	isLoginInUse,
	loginId,
	lostLogin,
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
	readonly onLoginIdInUse: 'error' | 'skip';
}

/**
 * The fields of a new member that come after its name.
 *
 * @param skipDescription when an item is skipped, in the user's words
 */
export const newMemberFields = (skipDescription: string) => ({
	loginId,
	passwordSource,
	password: newPassword,
	email: email("The member's e-mail address. When it is empty, the member is created without one."),
	onLoginIdInUse: onLoginIdInUse(skipDescription),
});

/** The member in the body of a request. */
export const newMemberBody = ({ memberName, loginId, email, password }: NewMember) =>
	omitUndefined({ name: memberName, loginId, email, password: password.text });

const skips = ({ onLoginIdInUse }: Pick<NewMember, 'onLoginIdInUse'>) => onLoginIdInUse === 'skip';

/** The parts of an operation that depend on the new member alone. */
export const newMember = {
	label: ({ loginId }: NewMember) => `login ID ${loginId}`,

	/** If repeated items are skipped, the later item has to find what the earlier one created. */
	lockKey: (values: NewMember) => (skips(values) ? normalizeLoginId(values.loginId) : undefined),

	output: ({ loginId, password }: NewMember, body: IDataObject): IDataObject => ({
		...body,
		...generatedLogin(loginId, password),
	}),
};

/** The claim to the login ID. If the user skips repeats, a later item with the same holder is one. */
export const claimNewLogin = (values: NewMember, holder: string) =>
	claimLogin(values.loginId, skips(values) ? holder : undefined);

/** The output of an item that a lookup found done. */
export const confirmedOutput =
	(message: string) =>
	({ loginId, password }: NewMember, by: DoneBy): IDataObject => ({
		message,
		confirmed: true,
		...(by === 'thisRun' ? generatedLogin : lostLogin)(loginId, password),
	});

/** How an item is recognized and skipped whose login ID is in use. */
export const loginExists = { matches: isLoginInUse, skips };
