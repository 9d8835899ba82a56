/* The state of a connected Stripe account that the page shows: each record with its name, and its price or status. */
import type { Account } from './account';
import type { Coupon, Invoice, Product, Subscription, Transaction } from './records';

export interface AccountState {
	accountId: string;
	/** Each in the order of their creation. */
	products: LineState[];
	subscriptions: LineState[];
	invoices: LineState[];
	transactions: LineState[];
	coupons: CouponState[];
}

export interface LineState {
	id: string;
	name: string;
	/** Such as its price or its status. */
	details: string[];
}

export type CouponState = LineState & {
	/** Its promotion codes, as customers enter them. */
	codes: string[];
};

export function describeAccount(account: Account): AccountState {
	const { accountId, catalog } = account;
	return {
		accountId,
		products: catalog.products.map(describeProduct),
		subscriptions: account.subscriptions.map(describeSubscription),
		invoices: account.invoices.map(describePayment),
		transactions: account.transactions.map(describePayment),
		coupons: catalog.coupons.map((coupon) => ({
			...describeCoupon(coupon),
			codes: catalog.promotionCodes
				.filter((promotionCode) => promotionCode.coupon.id === coupon.id)
				.map(({ code }) => code),
		})),
	};
}

function describeProduct({ productId, productName, pricing, status }: Product): LineState {
	const { amount, currency, billingCycle, pricingModel } = pricing;
	const cycle = pricingModel === 'oneTime' ? '' : ` per ${billingCycle}`;
	const price = `${amount} ${currency}${cycle}`;
	return { id: productId, name: productName, details: [price, status] };
}

const describeSubscription = ({ id, product, customer, status }: Subscription): LineState => ({
	id,
	name: product.name,
	details: [customer.email, status],
});

function describePayment(payment: Invoice | Transaction): LineState {
	const { id, description, customer, amount, currency, status } = payment;
	return {
		id,
		name: description ?? id,
		details: [customer.email, money(amount, currency), status],
	};
}

const describeCoupon = ({ id, name, percent_off, amount_off, currency }: Coupon): LineState => ({
	id,
	name,
	details: [
		percent_off === null ? `${money(amount_off ?? 0, currency ?? '')} off` : `${percent_off}% off`,
	],
});

/** An amount in the smallest unit of its currency, as Stripe has it. It's shown as if that were always cents. */
const money = (amount: number, currency: string) => `${(amount / 100).toFixed(2)} ${currency}`;
