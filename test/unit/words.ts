// For tests of what the user reads: gets at the words of a fault, and looks through words for a secret.
import { UnexpectedError } from 'n8n-workflow';

import type { Checked, Fault } from '../../nodes/transport/checked';

/** @throws if the value was fit, for then there are no words */
export function wordsOf(checked: Checked<unknown>): Fault {
	if (checked.ok) throw new UnexpectedError(`This was taken: ${JSON.stringify(checked.value)}`);
	return checked;
}

export function saysNothingOf(secret: string, { fault, advice }: Fault): void {
	expect(`${fault} ${advice}`).not.toContain(secret);
}
