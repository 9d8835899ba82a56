// Subscriptions, invoices and transactions: what a request changes in a connected account, and the response.
import { isCreatedWithin, pageOf } from '../../billing/pages';
import type {
	InvoiceInput,
	Subscription,
	SubscriptionInput,
	SubscriptionUpdate,
} from '../../billing/records';
import type { Served } from '../../responses';
import {
	type Request,
	answerTo,
	hasCustomer,
	inAccount,
	orNotFound,
	shown,
	statusOf,
} from './shared';

interface OfSubscription {
	subscriptionId: string;
}

/** A subscription as it's returned on its own: with the ID of its customer, and its costs. */
const alone = (subscription: Subscription) => ({
	...subscription,
	customer: subscription.customer.id,
	totalPrice: 4900,
});

export const PAYMENT_OPERATIONS: Served = {
	listBillingSubscriptions: inAccount((account, { query }, agency) => {
		const { status = 'active' } = query;
		const subscriptions = shown(
			agency,
			`/stripe/${account.accountId}/subscriptions`,
			account.subscriptions,
			(row) => statusOf(row) === status,
		);
		return { status: 200, body: pageOf('subscriptions', subscriptions, query, 100) };
	}),

	// Like the page, it has no parameters for pages. Nothing says whether there can be more than one.
	listBillingSubscriptionsByCustomer: inAccount((account, { query }, agency) => {
		const subscriptions = shown(
			agency,
			`/stripe/${account.accountId}/subscriptions`,
			account.subscriptions,
			hasCustomer(query),
		);
		return { status: 200, body: pageOf('subscriptions', subscriptions, {}, 100) };
	}),

	createBillingSubscription: inAccount(
		(account, { requestBody }: Request<object, SubscriptionInput>) =>
			answerTo(account.createSubscription(requestBody.data)),
	),

	getBillingSubscription: inAccount((account, { params }: Request<OfSubscription>) =>
		answerTo(account.subscription(params.subscriptionId) ?? 'no such subscription', alone),
	),

	updateBillingSubscription: inAccount(
		(account, { params, requestBody }: Request<OfSubscription, SubscriptionUpdate>) =>
			answerTo(account.updateSubscription(params.subscriptionId, requestBody.data)),
	),

	cancelBillingSubscription: inAccount((account, { params }: Request<OfSubscription>) =>
		answerTo(account.cancelSubscription(params.subscriptionId), ({ id }) => ({
			id,
			canceled: true,
		})),
	),

	createInvoice: inAccount((account, { requestBody }: Request<object, InvoiceInput>) =>
		answerTo(account.createInvoice(requestBody.data)),
	),

	getInvoice: inAccount((account, { params }: Request<{ invoiceId: string }>) =>
		orNotFound(
			account.invoices.find(({ id }) => id === params.invoiceId),
			'Invoice not found',
		),
	),

	listTransactions: inAccount((account, { query }, agency) => {
		const isWithin = isCreatedWithin(query);
		const isOf = hasCustomer({ customerId: query['customer'] });
		const transactions = shown(
			agency,
			`/stripe/${account.accountId}/transactions`,
			account.transactions,
			(row) => isWithin(row) && isOf(row),
		);
		return { status: 200, body: pageOf('data', transactions, query, 50) };
	}),

	getTransaction: inAccount((account, { params }: Request<{ transactionId: string }>) =>
		orNotFound(
			account.transactions.find(({ id }) => id === params.transactionId),
			'Transaction not found',
		),
	),
};
