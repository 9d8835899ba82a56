import { defineWrite } from '../../operation/define';
import { storeEcho, storeFields, storeLabel, storeRequest } from './store';

export const append = defineWrite({
	name: 'Append',
	value: 'append',
	action: 'Append messages to a conversation',
	description: 'Add messages to the end of a conversation',
	pastTense: 'appended',
	operationId: 'addMessages',
	// A second request would add the messages a second time.
	retry: 'unsafe',
	target: 'conversationId',
	label: storeLabel,

	fields: storeFields,
	request: storeRequest('POST'),
	echo: storeEcho,
});
