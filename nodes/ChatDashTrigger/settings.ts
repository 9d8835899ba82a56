// What the user chose in the trigger: its parameters, and how their values are parsed.
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { InvalidItem } from '../transport/api';
import type { Field } from '../ChatDash/fields/field';
import { INTEGER, optionalNumber } from '../ChatDash/fields/number';
import { switchOption } from '../ChatDash/fields/options';
import { severalOptions } from '../ChatDash/fields/several';
import { severalIds } from '../ChatDash/fields/severalIds';
import { AGENT } from '../ChatDash/resources/agent/record';
import { EVENT_OPTIONS, clientId } from '../ChatDash/resources/webhookSubscription/fields';

/** An event of a voice call. */
export type CallEvent = (typeof EVENT_OPTIONS)[number]['value'];

/** The parameters, by the names that workflows save. */
export const FIELDS = {
	events: severalOptions({
		displayName: 'Events',
		options: EVENT_OPTIONS,
		default: ['call.ended'],
		description: 'Which events of voice calls start the workflow',
	}),
	agentIds: severalIds(AGENT, {
		displayName: 'Agents',
		required: true,
		description:
			'The agents of the client whose calls start the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/" target="_blank">expression</a>. The list needs your ChatDash API credential, too.',
	}),
	clientId,
};

/** The parameters in *Options*. */
export const OPTION_FIELDS = {
	ignoreRepeats: switchOption(
		{
			displayName: 'Ignore Repeats',
			description:
				'Whether to start the workflow only once for each event of a call. Voice platforms may send the same event two or three times.',
		},
		true,
	),
	rawOutput: switchOption({
		displayName: 'Include Raw Data',
		description: 'Whether to add what ChatDash sent to the output, in a field named body',
	}),
	minimumDuration: optionalNumber(
		INTEGER,
		{
			displayName: 'Minimum Duration',
			description:
				"How long a call must have lasted to start the workflow when it ends, in seconds. It doesn't apply to other events.",
		},
		{ minimum: 0 },
		{ collection: 'options' },
	),
	onlyWithSummary: switchOption({
		displayName: 'Only With Summary',
		description:
			"Whether to start the workflow for an ended call only if ChatDash sends a summary. It doesn't apply to other events.",
	}),
};

/** Which calls ChatDash has to send. */
export interface RegistrationSettings {
	/** At least one, like the agents. */
	readonly events: readonly CallEvent[];
	readonly agentIds: readonly string[];
}

/** Which of these calls start the workflow, and what it gets of them. */
export interface TriggerOptions {
	readonly ignoreRepeats: boolean;
	/** In seconds. */
	readonly minimumDuration: number | undefined;
	readonly onlyWithSummary: boolean;
	readonly rawOutput: boolean;
}

/** Everything that decides about a call. */
export type DeliverySettings = RegistrationSettings & TriggerOptions;

/** Every call starts the workflow, of whichever agent. */
export const UNFILTERED: DeliverySettings = {
	events: EVENT_OPTIONS.map(({ value }) => value),
	agentIds: [],
	ignoreRepeats: true,
	minimumDuration: undefined,
	onlyWithSummary: false,
	rawOutput: false,
};

/** The trigger while n8n switches it on or off, or while it receives a call. */
export type TriggerContext = IHookFunctions | IWebhookFunctions;

/** Reads a parameter. */
function read<Value>(context: TriggerContext, name: string, field: Field<Value>): Value {
	const path = field.collection === undefined ? name : `${field.collection}.${name}`;
	// n8n throws for a missing parameter without a fallback; `null` means here that an option was not added.
	const raw: unknown = context.getNodeParameter(path, null);
	if (raw === null && field.whenNotAdded !== undefined) return field.whenNotAdded.value;
	const value = field.parse(raw ?? undefined, { timezone: context.getTimezone() });
	if (!value.ok) throw new InvalidItem(value);
	return value.value;
}

/** @throws InvalidItem for the first invalid parameter */
export const readRegistration = (context: TriggerContext): RegistrationSettings => ({
	events: read(context, 'events', FIELDS.events),
	agentIds: read(context, 'agentIds', FIELDS.agentIds),
});

/**
 * The client that the user entered, empty if the credential names it.
 *
 * @throws InvalidItem if it's invalid
 */
export const readClientId = (context: TriggerContext): string =>
	read(context, 'clientId', FIELDS.clientId);

/** @throws InvalidItem for the first invalid parameter */
export const readOptions = (context: TriggerContext): TriggerOptions => ({
	ignoreRepeats: read(context, 'ignoreRepeats', OPTION_FIELDS.ignoreRepeats),
	minimumDuration: read(context, 'minimumDuration', OPTION_FIELDS.minimumDuration),
	onlyWithSummary: read(context, 'onlyWithSummary', OPTION_FIELDS.onlyWithSummary),
	rawOutput: read(context, 'rawOutput', OPTION_FIELDS.rawOutput),
});
