// What n8n stores for the trigger: the digests of the tokens in the registered addresses. With another key in the credential,
// the trigger's own token changes, but calls to the addresses that are registered still have to come in.
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { TriggerIdentity } from './address';

type TriggerContext = IHookFunctions | IWebhookFunctions;

export const identityOf = (context: TriggerContext): TriggerIdentity => ({
	workflowId: context.getWorkflow().id ?? '',
	nodeId: context.getNode().id,
});

/** The digests that were stored; none if there's nothing, or nothing of ours. */
export function readDigests(context: TriggerContext): readonly string[] {
	const { tokenDigests } = context.getWorkflowStaticData('node');
	return Array.isArray(tokenDigests)
		? tokenDigests.filter((digest) => typeof digest === 'string')
		: [];
}

/** Stores the digests of all tokens that are registered. n8n saves them when the registration has ended. */
export function storeDigests(context: IHookFunctions, digests: readonly string[]): void {
	const stored = context.getWorkflowStaticData('node');
	const all = [...new Set(digests)];
	// n8n writes to its database whenever something is assigned.
	if (all.join() !== readDigests(context).join()) stored['tokenDigests'] = all;
}
