// The table of resources. A new one is a folder and a line here.
import { UserError } from 'n8n-workflow';

import { agent } from './agent';
import { client } from './client';
import { member } from './member';
import type { Operation } from '../operation/operation';
import type { Resource } from '../operation/resource';

/** Alphabetical by name, as n8n wants lists to be. */
export const RESOURCES: readonly Resource[] = [agent, client, member];

/** What a new node begins with. */
export const DEFAULT_RESOURCE = client.value;

/**
 * Finds an operation by the values that a workflow saves.
 *
 * @throws if there is none, as in a workflow that was made with a newer version of this package
 */
export function operationOf(resource: string, operation: string): Operation {
	const found = RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
	if (found !== undefined) return found;
	throw new UserError(
		`This version of the ChatDash node knows no operation ${operation} of ${resource}`,
	);
}
