// The fields of a webhook subscription, and the client whose calls it's about.
import { type Api, InvalidItem } from '../../../transport/api';
import { type Result, err, ok } from '../../../transport/result';
import { emptyError } from '../../fields/empty';
import type { Field } from '../../fields/field';
import { isStoredLocator } from '../../fields/locator';
import type { TextParent } from '../../fields/locatorConfig';
import { parseIdentifier, parseSecret, quote } from '../../fields/parseText';
import { severalIds } from '../../fields/severalIds';
import { severalOptions } from '../../fields/several';
import { AGENT } from '../agent/record';

/** The client of the API key. It's empty if the credential names the client. */
export const clientId: Field<string> = {
	property: {
		displayName: 'Client ID',
		type: 'string',
		default: '',
		placeholder: 'e.g. 66f1c0a2b7e4d9035a8c1f20',
		description:
			'The ID of the client that the API key belongs to. Leave this empty to use the client ID in the credential.',
	},
	// If the resource of a node is changed, the editor keeps the client that was chosen for the other one.
	parse: (raw) => parseIdentifier(isStoredLocator(raw) ? raw.value : raw, 'Client ID'),
};

/** The client that the credential names. */
const credentialClient = ({ clientId: id }: Pick<Api, 'clientId'>): Result<string> =>
	id === undefined
		? err(
				"'Client ID' is empty",
				"Enter the client's ID, in the node or in the ChatDash client credential. 'Client: Get Many' lists the IDs of your clients.",
			)
		: ok(id);

/** @throws InvalidItem if neither the node nor the credential names the client */
export function clientIdFor(entered: string, credential: Pick<Api, 'clientId'>): string {
	const id = entered === '' ? credentialClient(credential) : ok(entered);
	if (!id.ok) throw new InvalidItem(id);
	return id.value;
}

/** The client, as what a list of subscriptions depends on. */
export const CLIENT_ID: TextParent = {
	parameter: 'clientId',
	noun: 'client',
	text: clientId,
	ifEmpty: credentialClient,
};

export const agentIds = severalIds(AGENT, {
	displayName: 'Agents',
	required: true,
	description:
		'The agents of the client whose calls to send. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/" target="_blank">expression</a>. The list needs your ChatDash API credential, too.',
});

/** `WebhookEvent` of the API's description. */
export const EVENT_OPTIONS = [
	{
		name: 'Call Ended',
		value: 'call.ended' as const,
		description: 'A call has ended, and ChatDash has analyzed it',
	},
	{ name: 'Call Inbound', value: 'call.inbound' as const, description: 'A call comes in' },
	{ name: 'Call Missed', value: 'call.missed' as const, description: 'A call was missed' },
	{ name: 'Call Started', value: 'call.started' as const, description: 'A call has started' },
];

export const events = severalOptions({
	displayName: 'Events',
	options: EVENT_OPTIONS,
	description: 'Which events of voice calls to send',
});

export const addEvents = severalOptions({
	displayName: 'Add Events',
	options: EVENT_OPTIONS,
	required: false,
	description: 'Events to send from now on',
});

export const removeEvents = severalOptions({
	displayName: 'Remove Events',
	options: EVENT_OPTIONS,
	required: false,
	description: 'Events to stop sending',
});

/** An address without what may be secret in it, for messages and lists: its query and a password before the host. */
export const withoutSecrets = (url: string): string =>
	url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');

/** What may be secret in an address: a user name and password before the host, and its query. */
export function secretsIn(url: string): readonly string[] {
	const [, beforeHost = '', query = ''] = /\/\/(?:([^/?#]*)@)?[^?#]*[?#]?(.*)$/s.exec(url) ?? [];
	return [beforeHost, query].filter((part) => part !== '');
}

const LABEL = 'Webhook URL';

/** An address to which ChatDash sends events. */
export const webhookUrl: Field<string> = {
	property: {
		displayName: LABEL,
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://n8n.example.com/webhook/calls',
		description:
			'The address to send the events to, for example the production URL of a Webhook node',
	},
	parse: (raw) => {
		const text = parseSecret(raw, LABEL);
		if (!text.ok) return text;
		if (text.value === '') return emptyError(LABEL);
		return isWebUrl(text.value)
			? text
			: err(
					`'${LABEL}' isn't a valid web address: ${quote(withoutSecrets(text.value))}`,
					'Enter a URL that starts with https:// or http://.',
				);
	},
};

/** The URL parser accepts spaces and a single slash, but ChatDash may not. */
export const isWebUrl = (text: string): boolean =>
	/^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
