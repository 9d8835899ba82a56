import { err } from '../../../transport/result';
import { resolveId } from '../../fields/resolveLocator';
import { defineWrite } from '../../operation/define';
import { addEvents, clientId, removeEvents } from './fields';
import { SUBSCRIPTION, eventsRequest, subscriptionLocator, subscriptionOutput } from './record';

export const update = defineWrite({
	name: 'Update Events',
	value: 'update',
	action: 'Update the events of a webhook subscription',
	description: 'Add events to a webhook subscription, or remove events from it',
	pastTense: 'updated',
	operationId: 'updateSubscriptionEvents',
	credential: 'client',
	retry: 'idempotent',
	target: 'subscriptionId',

	fields: { clientId, subscriptionId: subscriptionLocator, addEvents, removeEvents },

	check({ addEvents, removeEvents }) {
		if (addEvents.length + removeEvents.length === 0) {
			return err(
				'No events to update',
				"Choose at least one event in 'Add Events' or 'Remove Events'.",
			);
		}
		const inBoth = addEvents.find((event) => removeEvents.includes(event));
		return inBoth === undefined
			? undefined
			: err(
					`'Add Events' and 'Remove Events' both contain ${inBoth}`,
					'Choose each event in one of the two fields only.',
				);
	},

	async request({ clientId, subscriptionId, addEvents, removeEvents }, api) {
		const id = await resolveId(SUBSCRIPTION, subscriptionId, api, { clientId });
		return {
			request: eventsRequest(id, { add: addEvents, remove: removeEvents }),
			ids: { subscriptionId: id },
		};
	},

	output: (_values, body) => subscriptionOutput(body),

	lockKey: ({ subscriptionId }) => subscriptionId.value,
});
