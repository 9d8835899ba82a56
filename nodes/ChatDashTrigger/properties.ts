// The trigger's parameters in n8n, and what its panel says while it waits.
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { propertiesFor } from '../ChatDash/description/displayOptions';
import type { Fields } from '../ChatDash/fields/field';
import { FIELDS, OPTION_FIELDS } from './settings';

const propertiesOf = (fields: Fields): INodeProperties[] =>
	Object.entries(fields).flatMap(([name, field]) => propertiesFor(name, field, {}));

export const PROPERTIES: INodeProperties[] = [
	...propertiesOf(FIELDS),
	{
		displayName:
			'Before the address of your n8n changes, unpublish this workflow. Publish it again afterwards. Otherwise, ChatDash keeps sending calls to the old address.',
		name: 'addressNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: propertiesOf(OPTION_FIELDS),
	},
];

/** What n8n says while the trigger waits for a call. */
export const PANEL: Pick<
	INodeTypeDescription,
	'eventTriggerDescription' | 'activationMessage' | 'triggerPanel'
> = {
	eventTriggerDescription: 'Waiting for you to call one of the chosen agents',
	activationMessage: 'ChatDash now starts this workflow for each call of the chosen agents.',
	triggerPanel: {
		header: 'Pull in calls from ChatDash',
		executionsHelp: {
			inactive:
				"<b>While you build the workflow</b>, click 'Execute step', then call one of the agents. The call shows up here.<br /><br /><b>Once you're done</b>, publish the workflow. Each call then starts it automatically. You can find these executions in the executions list, but not in the editor.",
			active:
				'<b>While you build the workflow</b>, click \'Execute step\', then call one of the agents. The call shows up here.<br /><br /><b>The published workflow starts automatically</b> for each call. You can find these executions in the <a data-key="executions">executions list</a>, but not in the editor.',
		},
		activationHint:
			"Once you've finished building your workflow, publish it. Each call then starts it, without this button.",
	},
};
