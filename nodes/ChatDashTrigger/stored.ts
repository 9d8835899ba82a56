// What n8n stores for the trigger: the digest of the token in the addresses that are registered. With another key in the
// credential, the trigger's token changes, but calls have to come in until it's registered again.
import type { IHookFunctions } from 'n8n-workflow';

import type { TriggerIdentity } from './address';
import type { TriggerContext } from './settings';

export const identityOf = (context: TriggerContext): TriggerIdentity => ({
	workflowId: context.getWorkflow().id ?? '',
	nodeId: context.getNode().id,
});

/**
 * The digest of the registered token; `undefined` if none was stored. An imported workflow may come with the digest of the
 * workflow that it's a copy of, which isn't its own.
 */
export function readDigest(context: TriggerContext): string | undefined {
	const { tokenDigest, workflowId } = context.getWorkflowStaticData('node');
	const isOwn = workflowId === identityOf(context).workflowId;
	return isOwn && typeof tokenDigest === 'string' ? tokenDigest : undefined;
}

/** Stores the digest of the registered token. n8n saves it when the registration has ended. */
export function storeDigest(context: IHookFunctions, digest: string): void {
	// n8n writes to its database whenever something is assigned.
	if (digest === readDigest(context)) return;
	const stored = context.getWorkflowStaticData('node');
	stored['tokenDigest'] = digest;
	stored['workflowId'] = identityOf(context).workflowId;
}
