// Parses the credential before it's used. An invalid key or address is rejected here with a clear message. Otherwise it
// would fail later with the message of a network library.
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { type Result, err, ok } from './result';

/** ChatDash has two kinds of keys: an agency's, and that of one of its clients. Each has a credential of its own in n8n. */
export const CREDENTIAL_KINDS = ['agency', 'client'] as const;

export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** What an operation or a locator needs unless it says otherwise. */
export const DEFAULT_CREDENTIAL: CredentialKind = 'agency';

export interface CredentialType {
	/** The name under which n8n stores it. Workflows save it, so it never changes. */
	readonly name: string;
	/** What it's called in a sentence. */
	readonly noun: string;
	/** The node's method that tests it. */
	readonly testedBy: string;
	/** Whose API key it contains, as in "Paste your agency's API key". */
	readonly owner: string;
	/** How to find the key: a sentence. */
	readonly hint: string;
	/** How to get the key again: the beginning of a sentence. */
	readonly copyAgain: string;
	/** What to do in the credential about a key that ChatDash doesn't accept. */
	readonly ifNotAccepted: string;
	/** The fields that a rejection may be about, in a sentence. */
	readonly fields: string;
	/** Whether a key is of the other kind. ChatDash only documents how a client key starts. */
	readonly isOtherKind: (apiKey: string) => boolean;
	/** What is wrong with a key of the other kind. */
	readonly otherKind: string;
}

const isClientKey = (apiKey: string) => apiKey.startsWith('CD.CL.');

export const CREDENTIALS: Readonly<Record<CredentialKind, CredentialType>> = {
	agency: {
		name: 'chatDashApi',
		noun: 'ChatDash credential',
		testedBy: 'testChatDashApi',
		owner: "your agency's",
		hint: 'You can find the key on your agency profile in ChatDash.',
		copyAgain: 'Copy the API key again from your agency profile in ChatDash',
		ifNotAccepted: 'Copy the key again from your agency profile in ChatDash.',
		fields: "the API key and 'Base URL'",
		isOtherKind: isClientKey,
		otherKind: "'API Key' is a client key (it starts with CD.CL.)",
	},
	client: {
		name: 'chatDashClientApi',
		noun: 'ChatDash client credential',
		testedBy: 'testChatDashClientApi',
		owner: "the client's",
		hint: 'It starts with CD.CL. and only works for its own client.',
		copyAgain: "Copy the client's API key again",
		ifNotAccepted:
			"Copy the client's key again, and check that 'Client ID' is the ID of its client.",
		fields: "the API key, 'Client ID', and 'Base URL'",
		isOtherKind: (apiKey) => !isClientKey(apiKey),
		otherKind: "'API Key' isn't a client key (it doesn't start with CD.CL.)",
	},
};

/** The documented address of ChatDash's public API. */
export const DEFAULT_BASE_URL = 'https://api.chat-dash.com/v1/public';

/** The parsed credential. */
export interface Connection {
	readonly apiKey: string;
	/** Without a slash at the end. */
	readonly baseUrl: string;
	/** The client that the key belongs to, if the credential names it. */
	readonly clientId?: string;
}

/** Unencrypted HTTP is only allowed to the same machine, because the key could be read on any network. */
const LOOPBACK_HOST = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Parses the API key of a credential.
 *
 * @returns the trimmed key; ChatDash expects it without a scheme such as "Bearer"
 */
export function parseApiKey(kind: CredentialKind, input: unknown): Result<string> {
	const { owner, hint, isOtherKind, otherKind } = CREDENTIALS[kind];
	const apiKey = typeof input === 'string' ? input.trim() : '';
	if (apiKey === '') {
		return err("'API Key' is empty", `Paste ${owner} API key. ${hint}`);
	}
	if (/[\r\n]/.test(apiKey)) {
		return err("'API Key' contains a line break", `Copy the key again as a single line. ${hint}`);
	}
	if (/^bearer\s/i.test(apiKey)) {
		return err("'API Key' starts with the word 'Bearer'", "Remove 'Bearer' and keep only the key.");
	}
	// A header can't contain characters outside printable ASCII, such as the dots that a screen shows instead of a key.
	if (/[^\x21-\x7e]/.test(apiKey)) {
		return err(
			"'API Key' contains spaces or characters that aren't part of a key",
			`Copy the whole key again, not the dots that may be shown in its place. ${hint}`,
		);
	}
	if (isOtherKind(apiKey)) return err(otherKind, `Use ${owner} API key instead. ${hint}`);
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

	const advice = `Use ${DEFAULT_BASE_URL}, unless ChatDash gave you a different address.`;
	// The URL parser removes line breaks and a lone ? or #, so the node would use another address than the user sees.
	if (!URL.canParse(text) || /\s/.test(text)) {
		return err("'Base URL' isn't a valid URL", advice);
	}
	const url = new URL(text);
	if (url.protocol === 'http:' && !LOOPBACK_HOST.test(url.hostname)) {
		return err(
			"'Base URL' starts with http://, which would send your API key unencrypted",
			'Use an address that starts with https://.',
		);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		return err("'Base URL' doesn't start with https://", advice);
	}
	if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
		return err(
			"'Base URL' contains more than the API address",
			"Remove any user name, '?', or '#'.",
		);
	}
	return ok(text.replace(/\/+$/, ''));
}

/** Parses a credential. If both key and address are invalid, the error is about the key. */
export function parseConnection(
	kind: CredentialKind,
	credential: ICredentialDataDecryptedObject,
): Result<Connection> {
	const apiKey = parseApiKey(kind, credential['apiKey']);
	if (!apiKey.ok) return apiKey;
	const baseUrl = parseBaseUrl(credential['baseUrl']);
	if (!baseUrl.ok) return baseUrl;
	const { clientId } = credential;
	const client = typeof clientId === 'string' ? clientId.trim() : '';
	return ok({
		apiKey: apiKey.value,
		baseUrl: baseUrl.value,
		...(client !== '' && { clientId: client }),
	});
}
