import { asRecords } from '../../../../transport/json';
import { requiredId } from '../../../fields/text';
import { defineRead } from '../../../operation/define';
import { accountId } from '../account';
import { transactionPath } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get a transaction',
	description: 'Retrieve a payment in a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'getTransaction',
	label: ({ transactionId }) => `transaction ${transactionId}`,

	fields: {
		accountId,
		transactionId: requiredId(
			{
				displayName: 'Transaction ID',
				placeholder: 'e.g. pi_3PgafTB1VxjDhG2B0nW2Ybkl',
				description: 'The ID of the payment in Stripe, which calls it a payment intent',
			},
			'transaction',
		),
	},

	records: async ({ accountId, transactionId }, api) =>
		asRecords([await api.get(transactionPath(accountId, transactionId), { expects: 'record' })]),
});
