// What the editor shows instead of a list that can't be read.
import { type INode, NodeApiError } from 'n8n-workflow';

import type { ClassifiedResponse } from '../transport/classify';

/** What to do if a list can't be read. */
export const LIST_ADVICE: Readonly<Record<Exclude<ClassifiedResponse['kind'], 'success'>, string>> =
	{
		rejected: "Check 'API Key' and 'Base URL' in the ChatDash credential.",
		unauthorized:
			'Copy the API key again from your agency profile in ChatDash and paste it into the ChatDash credential.',
		throttled:
			"ChatDash isn't accepting requests right now. Wait a minute, then open the list again.",
		unreachable: "Check 'Base URL' in the ChatDash credential and n8n's internet connection.",
		ambiguous:
			"Open the list again in a minute. If that doesn't help, check 'Base URL' in the ChatDash credential.",
	};

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
