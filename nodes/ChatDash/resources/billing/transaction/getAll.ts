import { defineRead } from '../../../operation/define';
import { limit, returnAll } from '../../../operation/paging';
import { accountId } from '../account';
import { createdFilters, customerFilter } from '../filters';
import { transactionsPath } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many transactions',
	description: 'Retrieve a list of the payments in a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'listTransactions',
	label: ({ accountId }) => `transactions of account ${accountId}`,

	fields: { accountId, returnAll, limit, ...createdFilters, customerId: customerFilter },

	records: async ({ accountId, limit, createdAfter, createdBefore, customerId }, api) =>
		await api.getPages(transactionsPath(accountId), {
			list: 'data',
			limit,
			query: { customer: customerId, created_start: createdAfter, created_end: createdBefore },
		}),
});
