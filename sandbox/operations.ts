// The API operations that the sandbox serves. resources/ has one file per resource, with one entry per `operationId`.
import { AGENT_OPERATIONS } from './resources/agent';
import { CATALOG_OPERATIONS } from './resources/billing/catalog';
import { PAYMENT_OPERATIONS } from './resources/billing/payments';
import { CLIENT_OPERATIONS } from './resources/client';
import { CONVERSATION_OPERATIONS } from './resources/conversation';
import { LEAD_OPERATIONS } from './resources/lead';
import { MEMBER_OPERATIONS } from './resources/member';
import { MESSAGE_OPERATIONS } from './resources/message';
import { WEBHOOK_OPERATIONS } from './resources/webhook';
import { type Serve, type Served, errorBody } from './responses';

const SERVED: Served = {
	...CLIENT_OPERATIONS,
	...MEMBER_OPERATIONS,
	...AGENT_OPERATIONS,
	...LEAD_OPERATIONS,
	...CATALOG_OPERATIONS,
	...PAYMENT_OPERATIONS,
	...WEBHOOK_OPERATIONS,
	...CONVERSATION_OPERATIONS,
	...MESSAGE_OPERATIONS,
};

/** The `operationId` of each operation that the sandbox serves. */
export const SERVED_OPERATIONS: readonly string[] = Object.keys(SERVED);

/** The handler of an operation. Other operations get a 501, a status that ChatDash itself would never send. */
export function serviceOf(operationId: string | undefined): Serve {
	const served = operationId === undefined ? undefined : SERVED[operationId];
	return (
		served ??
		(() => ({ status: 501, body: errorBody('The sandbox does not serve this operation') }))
	);
}
