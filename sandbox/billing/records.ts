/* The records of a connected Stripe account, as the API description defines them, and the inputs that create and change them. */

/** Why a request changed nothing. */
export type BillingRejection =
	| 'no such account'
	| 'no such agent'
	| 'no such client'
	| 'no such coupon'
	| 'no such product'
	| 'no such subscription'
	| 'client without an admin'
	| 'code in use'
	| 'no one-time price'
	| 'schedule without a product';

/** The customer of a subscription, an invoice or a transaction. */
export interface Customer {
	id: string;
	email: string;
}

/** `StripeProduct` of the API description. */
export interface Product {
	productId: string;
	productName: string;
	description: string | null;
	taxBehavior: string;
	pricing: { amount: string; billingCycle: string; currency: string; pricingModel: string };
	creationDate: number;
	activeSubscriptionsCount: number;
	status: 'active' | 'archived';
}

/** `data` of a new product. The fields for its price are on no page, so they're ignored. */
export interface ProductInput {
	name?: string;
	description?: string;
	pricing_model: string;
	currency: string;
}

/** `StripeSubscription` of the API description, as a list returns it. */
export interface Subscription {
	id: string;
	/** A schedule becomes a subscription when it starts. */
	type: 'subscription' | 'schedule';
	status: string;
	customer: Customer;
	startDate?: number;
	created: number;
	product: { id: string; name: string };
	automatic_tax?: boolean;
	cancel_at_period_end?: boolean;
	coupon?: string;
	priceIds?: string[];
	/** Their names, separated by commas. */
	agents?: string;
}

export interface SubscriptionInput {
	clientId: string;
	agentIds: string[];
	selectedProduct: { productId: string; startDate: number };
	couponId?: string;
	taxSettings?: { enabled?: boolean };
}

export interface SubscriptionUpdate {
	productId?: string;
	startDate?: number;
	taxSettings?: { enabled?: boolean };
	cancelAtPeriodEnd?: boolean;
}

/** `StripeInvoice` of the API description. */
export interface Invoice {
	id: string;
	amount: number;
	currency: string;
	status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
	number: string | null;
	customer: Customer;
	description: string;
	created: number;
}

export interface InvoiceInput {
	clientId: string;
	productId: string;
}

/** `StripeTransaction` of the API description. */
export interface Transaction {
	id: string;
	amount: number;
	currency: string;
	status: string;
	description: string | null;
	customer: Customer;
	created: number;
}

/** `StripeCoupon` of the API description. */
export interface Coupon {
	id: string;
	object: 'coupon';
	amount_off: number | null;
	created: number;
	currency: string | null;
	duration: string;
	duration_in_months: number | null;
	livemode: boolean;
	max_redemptions: number | null;
	name: string;
	percent_off: number | null;
	times_redeemed: number;
	valid: boolean;
}

export interface CouponInput {
	name?: string;
	percent_off?: number;
	amount_off?: number;
	duration?: string;
	currency?: string;
	duration_in_months?: number;
}

/** `StripePromotionCode` of the API description. */
export interface PromotionCode {
	id: string;
	object: 'promotion_code';
	active: boolean;
	code: string;
	coupon: Coupon;
	created: number;
	customer: string | null;
	expires_at: number | null;
	livemode: boolean;
	max_redemptions: number | null;
	restrictions: {
		first_time_transaction: boolean;
		minimum_amount: number | null;
		minimum_amount_currency: string | null;
	};
	times_redeemed: number;
}

export interface PromotionCodeInput {
	coupon: string;
	/** Generated if left out. */
	code?: string;
	customer?: string;
	max_redemptions?: number;
	expires_at?: number;
	restrictions?: Partial<PromotionCode['restrictions']>;
}

/** A record that gets the next time of its account if it has none. */
type Undated<Record extends { created: number }> = Omit<Record, 'created'> &
	Partial<Pick<Record, 'created'>>;

/** What a connected account starts with. */
export interface SeedAccount {
	accountId: string;
	products?: Array<
		Partial<ProductInput> & {
			productId: string;
			status?: Product['status'];
			creationDate?: number;
		}
	>;
	subscriptions?: Array<Undated<Subscription>>;
	invoices?: Array<Undated<Invoice>>;
	transactions?: Array<Undated<Transaction>>;
	coupons?: Array<CouponInput & { id: string; created?: number }>;
	promotionCodes?: Array<PromotionCodeInput & { id: string; created?: number }>;
}
