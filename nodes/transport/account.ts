// Reads a credential through n8n: the account that requests go to.
import type { FunctionsBase, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { CREDENTIALS, type Connection, type CredentialKind, parseConnection } from './credentials';
import { type Result, err, ok } from './result';

/** An account of ChatDash, from a credential. */
export interface Account {
	readonly kind: CredentialKind;
	readonly connection: Connection;
	/** As n8n returned it. It's passed to n8n with each request. */
	readonly credential: ICredentialDataDecryptedObject;
}

/** Whether the user selected a credential of this kind in the node. */
export const isSelected = (context: Pick<FunctionsBase, 'getNode'>, kind: CredentialKind) =>
	context.getNode().credentials?.[CREDENTIALS[kind].name] !== undefined;

/** @param item whose values expressions in the credential get; the editor and triggers have none */
export async function readAccount(
	context: Pick<FunctionsBase, 'getCredentials' | 'getNode'>,
	kind: CredentialKind,
	item?: number,
): Promise<Result<Account>> {
	const { name, noun } = CREDENTIALS[kind];
	try {
		const credential = await context.getCredentials(name, item);
		const connection = parseConnection(kind, credential);
		return connection.ok ? ok({ kind, connection: connection.value, credential }) : connection;
	} catch (error) {
		const advice = `Select a ${noun} in the node, or save the credential again.`;
		// n8n says that the node requires no credential if it's one that only some operations need.
		if (!isSelected(context, kind)) return err(`The node has no ${noun}`, advice);
		return err(error instanceof Error ? error.message : "Couldn't read the credential", advice);
	}
}
