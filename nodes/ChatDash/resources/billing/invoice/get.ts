import { asRecords } from '../../../../transport/json';
import { requiredId } from '../../../fields/text';
import { defineRead } from '../../../operation/define';
import { accountId } from '../account';
import { invoicePath } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get an invoice',
	description: 'Retrieve an invoice of a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'getInvoice',
	label: ({ invoiceId }) => `invoice ${invoiceId}`,

	fields: {
		accountId,
		invoiceId: requiredId(
			{
				displayName: 'Invoice ID',
				placeholder: 'e.g. in_1PgafTB1VxjDhG2B0nW2Ybkl',
				description: 'The ID of the invoice in Stripe',
			},
			'invoice',
		),
	},

	records: async ({ accountId, invoiceId }, api) =>
		asRecords([await api.get(invoicePath(accountId, invoiceId), { expects: 'record' })]),
});
