import { defineWrite } from '../../operation/define';
import { storeEcho, storeFields, storeLabel, storeRequest } from './store';

export const replace = defineWrite({
	name: 'Replace All',
	value: 'replace',
	action: 'Replace all messages of a conversation',
	description: 'Remove all messages of a conversation and store these instead',
	pastTense: 'replaced',
	operationId: 'replaceMessages',
	retry: 'idempotent',
	target: 'conversationId',
	label: storeLabel,

	fields: storeFields,
	request: storeRequest('PUT'),
	echo: storeEcho,
});
