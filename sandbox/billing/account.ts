/* One Stripe account that is connected to an agency. Nothing is charged. */
import type { Agents } from '../agents';
import type { Member } from '../records';
import { Catalog } from './catalog';
import type {
	BillingRejection,
	Customer,
	Invoice,
	InvoiceInput,
	SeedAccount,
	Subscription,
	SubscriptionInput,
	SubscriptionUpdate,
	Transaction,
} from './records';

/** What accounts use of the rest of the agency. */
export interface Surroundings {
	readonly agents: Agents;
	membersOf(clientId: string): readonly Member[] | undefined;
}

/** The Unix time of the first record: the beginning of 2026. Each record is a second later than the one before it. */
const FIRST_CREATED = 1_767_225_600;

export class Account {
	readonly accountId: string;
	readonly catalog: Catalog;

	/** Each in the order of its records' creation, as a list returns them. */
	readonly subscriptions: Subscription[] = [];
	readonly invoices: Invoice[] = [];
	readonly transactions: Transaction[] = [];

	private made = 0;

	/**
	 * @param takeId returns a unique ID, or the wanted one
	 * @throws Error if the setup contradicts itself
	 */
	constructor(
		seed: SeedAccount,
		private readonly takeId: (wanted?: string) => string,
		private readonly around: Surroundings,
	) {
		this.accountId = seed.accountId;
		this.catalog = new Catalog(seed, takeId, (kept) => this.now(kept));
		for (const one of seed.subscriptions ?? []) {
			this.subscriptions.push({ created: this.now(), ...one, id: takeId(one.id) });
		}
		for (const one of seed.invoices ?? []) {
			this.invoices.push({ created: this.now(), ...one, id: takeId(one.id) });
		}
		for (const one of seed.transactions ?? []) {
			this.transactions.push({ created: this.now(), ...one, id: takeId(one.id) });
		}
	}

	subscription(subscriptionId: string): Subscription | undefined {
		return this.subscriptions.find(({ id }) => id === subscriptionId);
	}

	/** ChatDash creates a schedule, which becomes a subscription when it starts. */
	createSubscription(input: SubscriptionInput): Subscription | BillingRejection {
		const { clientId, agentIds, selectedProduct, couponId, taxSettings } = input;
		const customer = this.customerOf(clientId);
		if (typeof customer === 'string') return customer;
		const agents = agentIds.map((id) => this.around.agents.get(id)?.name);
		if (agents.includes(undefined)) return 'no such agent';
		const product = this.catalog.product(selectedProduct.productId);
		if (product === undefined) return 'no such product';
		if (couponId !== undefined && !this.catalog.hasCoupon(couponId)) return 'no such coupon';
		const subscription: Subscription = {
			id: `sub_sched_${this.takeId()}`,
			type: 'schedule',
			status: 'not_started',
			customer,
			startDate: selectedProduct.startDate,
			created: this.now(),
			product: { id: product.productId, name: product.productName },
			priceIds: [`price_${product.productId}`],
			agents: agents.join(', '),
			...(couponId !== undefined && { coupon: couponId }),
			...(taxSettings?.enabled !== undefined && { automatic_tax: taxSettings.enabled }),
		};
		this.subscriptions.push(subscription);
		return subscription;
	}

	updateSubscription(
		subscriptionId: string,
		{ productId, startDate, taxSettings, cancelAtPeriodEnd }: SubscriptionUpdate,
	): Subscription | BillingRejection {
		const subscription = this.subscription(subscriptionId);
		if (subscription === undefined) return 'no such subscription';
		const product = productId === undefined ? undefined : this.catalog.product(productId);
		if (productId !== undefined && product === undefined) return 'no such product';
		if (subscription.type === 'schedule' && (product === undefined || startDate === undefined)) {
			return 'schedule without a product';
		}
		if (product) subscription.product = { id: product.productId, name: product.productName };
		if (startDate !== undefined) subscription.startDate = startDate;
		if (taxSettings?.enabled !== undefined) subscription.automatic_tax = taxSettings.enabled;
		if (cancelAtPeriodEnd !== undefined) subscription.cancel_at_period_end = cancelAtPeriodEnd;
		return subscription;
	}

	/** A canceled subscription counts as missing, as in Stripe. */
	cancelSubscription(subscriptionId: string): Subscription | BillingRejection {
		const subscription = this.subscription(subscriptionId);
		if (subscription === undefined || subscription.status === 'canceled') {
			return 'no such subscription';
		}
		subscription.status = 'canceled';
		return subscription;
	}

	createInvoice({ clientId, productId }: InvoiceInput): Invoice | BillingRejection {
		const customer = this.customerOf(clientId);
		if (typeof customer === 'string') return customer;
		const product = this.catalog.product(productId);
		if (product === undefined) return 'no such product';
		if (product.pricing.pricingModel !== 'oneTime') return 'no one-time price';
		const invoice: Invoice = {
			id: `in_${this.takeId()}`,
			amount: 4900,
			currency: product.pricing.currency,
			status: 'open',
			number: null,
			customer,
			description: product.productName,
			created: this.now(),
		};
		this.invoices.push(invoice);
		return invoice;
	}

	/** The customer that a client becomes in Stripe: its first admin. */
	private customerOf(clientId: string): Customer | BillingRejection {
		const members = this.around.membersOf(clientId);
		if (members === undefined) return 'no such client';
		const admin = members.find(({ isAdmin }) => isAdmin);
		if (admin === undefined) return 'client without an admin';
		return { id: `cus_${clientId}`, email: admin.email ?? admin.loginId };
	}

	private now(kept?: number): number {
		this.made += 1;
		return kept ?? FIRST_CREATED + this.made - 1;
	}
}

/** The accounts of an agency, by ID. */
export const accountsOf = (
	takeId: (wanted?: string) => string,
	around: Surroundings,
	seeds: readonly SeedAccount[] = [],
): ReadonlyMap<string, Account> =>
	new Map(seeds.map((seed) => [seed.accountId, new Account(seed, takeId, around)]));
