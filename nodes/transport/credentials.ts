// What the credential holds, checked before it is used: a key or an address that cannot work is refused in plain
// words here, instead of failing later in the words of a network library.
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { type Result, err, ok } from './result';

/** The name under which n8n stores the credential. */
export const CREDENTIAL_NAME = 'chatDashApi';

/** The address of ChatDash's public API, as its documentation gives it. */
export const DEFAULT_BASE_URL = 'https://api.chat-dash.com/v1/public';

/** Where to send requests, and the agency key that opens the door. */
export interface Connection {
	readonly apiKey: string;
	/** Without a slash at its end. */
	readonly baseUrl: string;
}

const FIND_THE_KEY = 'You find the agency key on your agency profile in ChatDash.';

/** A plain-http address is only safe where no network lies between n8n and ChatDash. */
const LOOPBACK_HOST = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Checks the agency key as it was pasted.
 *
 * @returns the key without the blanks around it; ChatDash wants it raw, with no scheme word before it
 */
export function parseApiKey(input: unknown): Result<string> {
	const apiKey = typeof input === 'string' ? input.trim() : '';
	if (apiKey === '') {
		return err('The agency key is empty', `Paste it into 'API Key'. ${FIND_THE_KEY}`);
	}
	if (/[\r\n]/.test(apiKey)) {
		return err(
			'The agency key has a line break inside',
			`Copy it again, in one line. ${FIND_THE_KEY}`,
		);
	}
	if (/^bearer\s/i.test(apiKey)) {
		return err(
			"The agency key begins with the word 'Bearer'",
			"Paste the key alone, without the word 'Bearer' before it.",
		);
	}
	// Anything else outside printable ASCII cannot stand in a header: dots that a screen shows in place of the key, say.
	if (/[^\x21-\x7e]/.test(apiKey)) {
		return err(
			'The agency key holds blanks or characters that no key has',
			`Copy it again from its first to its last character. ${FIND_THE_KEY}`,
		);
	}
	if (apiKey.startsWith('CD.CL.')) {
		return err(
			'This is the key of a single client, it begins with CD.CL.',
			`The agency key is needed here. ${FIND_THE_KEY}`,
		);
	}
	return ok(apiKey);
}

/**
 * Checks the address of the API.
 *
 * @returns the address without blanks around it and without slashes at its end; left empty, it is ChatDash's own
 */
export function parseBaseUrl(input: unknown): Result<string> {
	const text = typeof input === 'string' ? input.trim() : '';
	if (text === '') return ok(DEFAULT_BASE_URL);

	const advice = `Unless ChatDash gave you another address, it has to be ${DEFAULT_BASE_URL} and nothing more.`;
	// A web address parser mends line breaks and drops a lone ? or #; what the user sees would not be what is used.
	if (!URL.canParse(text) || /\s/.test(text)) {
		return err("'Base URL' is not a web address", advice);
	}
	const url = new URL(text);
	if (url.protocol === 'http:' && !LOOPBACK_HOST.test(url.hostname)) {
		return err(
			"'Base URL' begins with http://, which would send the agency key readable for everybody on the way",
			'Begin the address with https:// instead.',
		);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		return err("'Base URL' does not begin with https://", advice);
	}
	if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
		return err("'Base URL' holds more than an address", advice);
	}
	return ok(text.replace(/\/+$/, ''));
}

/** Checks both parts of the credential; the key comes first, for it is the part that people paste. */
export function parseConnection(credential: ICredentialDataDecryptedObject): Result<Connection> {
	const apiKey = parseApiKey(credential['apiKey']);
	if (!apiKey.ok) return apiKey;
	const baseUrl = parseBaseUrl(credential['baseUrl']);
	if (!baseUrl.ok) return baseUrl;
	return ok({ apiKey: apiKey.value, baseUrl: baseUrl.value });
}
