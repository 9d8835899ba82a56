// What the editor shows instead of a list that can't be read.
import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { ClassifiedResponse } from '../transport/classify';
import { CREDENTIALS, type CredentialKind } from '../transport/credentials';

/**
 * What to do if a list can't be read.
 *
 * @param kind of the credential that it was read with
 */
export function adviceOnList(
	kind: CredentialKind,
	response: Exclude<ClassifiedResponse['kind'], 'success'>,
): string {
	const { noun, copyAgain } = CREDENTIALS[kind];
	switch (response) {
		case 'rejected':
			return `Check 'API Key' and 'Base URL' in the ${noun}.`;
		case 'unauthorized':
			return `${copyAgain} and paste it into the ${noun}.`;
		case 'throttled':
			return "ChatDash isn't accepting requests right now. Wait a minute, then open the list again.";
		case 'unreachable':
			return `Check 'Base URL' in the ${noun} and n8n's internet connection.`;
		case 'ambiguous':
			return `Open the list again in a minute. If that doesn't help, check 'Base URL' in the ${noun}.`;
	}
}

/**
 * An error that the editor shows in the open list. It has to be n8n's error for services: n8n doesn't send the editor the
 * description of any other error, so no one would read what to do.
 */
export function listError(
	node: INode,
	reason: string,
	description?: string,
	status?: number,
): NodeApiError {
	// The editor takes dashes for the ends of sentences and drops them. A dash that doesn't break a line looks the same.
	const message = reason.replaceAll(/[-–—]/g, '‑');
	const error = new NodeApiError(
		node,
		{ message },
		{ message, ...(status !== undefined && { httpCode: String(status) }) },
	);
	// n8n replaces a text that contains something like an error code of Node.
	error.message = message;
	error.description = description;
	return error;
}

/**
 * An error that the editor shows next to a field with several IDs. It only shows the message there. It can't be n8n's error
 * for services: the editor would show it as "[object Object]".
 */
export function choicesError(node: INode, message: string): NodeOperationError {
	const error = new NodeOperationError(node, message);
	// n8n replaces a text that contains something like an error code of Node.
	error.message = message;
	return error;
}
