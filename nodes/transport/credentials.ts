// Parses the credential before it's used. An invalid key or address is rejected here with a clear message. Otherwise it
// would fail later with the message of a network library.
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { type Result, err, ok } from './result';

/** The name under which n8n stores the credential. */
export const CREDENTIAL_NAME = 'chatDashApi';

/** The documented address of ChatDash's public API. */
export const DEFAULT_BASE_URL = 'https://api.chat-dash.com/v1/public';

/** The parsed credential. */
export interface Connection {
	/** The agency key. */
	readonly apiKey: string;
	/** Without a slash at the end. */
	readonly baseUrl: string;
}

const FIND_THE_KEY = 'You find the agency key on your agency profile in ChatDash.';

/** Unencrypted HTTP is only allowed to the same machine, because the key could be read on any network. */
const LOOPBACK_HOST = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Parses the agency key.
 *
 * @returns the trimmed key; ChatDash expects it without a scheme such as "Bearer"
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
	// A header can't contain characters outside printable ASCII, such as the dots that a screen shows instead of a key.
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
 * Parses the address of the API.
 *
 * @returns the trimmed address without slashes at the end; ChatDash's own if it's empty
 */
export function parseBaseUrl(input: unknown): Result<string> {
	const text = typeof input === 'string' ? input.trim() : '';
	if (text === '') return ok(DEFAULT_BASE_URL);

	const advice = `Unless ChatDash gave you another address, it has to be ${DEFAULT_BASE_URL} and nothing more.`;
	// The URL parser removes line breaks and a lone ? or #, so the node would use another address than the user sees.
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

/** Parses the credential. If both parts are invalid, the error is about the key. */
export function parseConnection(credential: ICredentialDataDecryptedObject): Result<Connection> {
	const apiKey = parseApiKey(credential['apiKey']);
	if (!apiKey.ok) return apiKey;
	const baseUrl = parseBaseUrl(credential['baseUrl']);
	if (!baseUrl.ok) return baseUrl;
	return ok({ apiKey: apiKey.value, baseUrl: baseUrl.value });
}
