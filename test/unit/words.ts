// For tests of what the user reads: gets at the words of a fault, and looks through words for a secret.
import { UnexpectedError } from 'n8n-workflow';

import type { Result, Err } from '../../nodes/transport/result';

/** @throws if the value was fit, for then there are no words */
export function wordsOf(checked: Result<unknown>): Err {
	if (checked.ok) throw new UnexpectedError(`This was taken: ${JSON.stringify(checked.value)}`);
	return checked;
}

export function saysNothingOf(secret: string, { message, advice }: Err): void {
	expect(`${message} ${advice}`).not.toContain(secret);
}
