// Helpers for tests of messages that the user reads: return the error of a result, and check a message for a secret.
import { UnexpectedError } from 'n8n-workflow';

import type { Result, Err } from '../../nodes/transport/result';

/** @throws if the value was accepted, because then there is no error */
export function wordsOf(checked: Result<unknown>): Err {
	if (checked.ok) throw new UnexpectedError(`This was accepted: ${JSON.stringify(checked.value)}`);
	return checked;
}

export function saysNothingOf(secret: string, { message, advice }: Err): void {
	expect(`${message} ${advice}`).not.toContain(secret);
}
