import { filterField } from '../../../fields/collection';
import { optionsField } from '../../../fields/options';
import { defineRead } from '../../../operation/define';
import { limit, returnAll } from '../../../operation/paging';
import { accountId } from '../account';
import { createdFilters } from '../filters';
import { productsPath } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many products',
	description: 'Retrieve a list of the products of a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'listProducts',
	label: ({ accountId }) => `products of account ${accountId}`,

	fields: {
		accountId,
		returnAll,
		limit,
		...createdFilters,
		status: filterField(
			optionsField({
				displayName: 'Status',
				options: [
					{ name: 'Active', value: 'active' },
					{ name: 'All', value: 'all' },
					{ name: 'Archived', value: 'archived' },
				],
				default: 'active',
				description:
					'Which products to return. Without this filter, only active ones are returned.',
			}),
		),
	},

	records: async ({ accountId, limit, createdAfter, createdBefore, status }, api) =>
		await api.getPages(productsPath(accountId), {
			list: 'data',
			limit,
			query: { status, created_start: createdAfter, created_end: createdBefore },
		}),
});
