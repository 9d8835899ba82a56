// The table of resources. A new resource is a folder, and a line here.
import { UserError } from 'n8n-workflow';

import { agent } from './agent';
import { analytics } from './analytics';
import { billingSubscription } from './billing/billingSubscription';
import { coupon } from './billing/coupon';
import { invoice } from './billing/invoice';
import { product } from './billing/product';
import { promotionCode } from './billing/promotionCode';
import { transaction } from './billing/transaction';
import { client } from './client';
import { conversation } from './conversation';
import { lead } from './lead';
import { leadTag } from './leadTag';
import { member } from './member';
import { message } from './message';
import { webhookSubscription } from './webhookSubscription';
import type { Operation } from '../operation/operation';
import type { Resource } from '../operation/resource';

/** In alphabetical order by name, as n8n's guidelines require. */
export const RESOURCES: readonly Resource[] = [
	agent,
	analytics,
	billingSubscription,
	client,
	conversation,
	coupon,
	invoice,
	lead,
	leadTag,
	member,
	message,
	product,
	promotionCode,
	transaction,
	webhookSubscription,
];

/** The resource of a new node. */
export const DEFAULT_RESOURCE = client.value;

/**
 * Finds an operation by the values that a workflow saves.
 *
 * @throws if there's no such operation, because the workflow was made with a newer version of this package
 */
export function operationOf(resource: string, operation: string): Operation {
	const found = RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
	if (found !== undefined) return found;
	throw new UserError(
		`This version of the ChatDash node doesn't have the operation '${operation}' for '${resource}'`,
		{ description: 'Update the package under Settings > Community Nodes.' },
	);
}
