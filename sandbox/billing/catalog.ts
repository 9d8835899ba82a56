/* What a connected account sells: products, coupons and promotion codes. No price is calculated. */
import type {
	BillingRejection,
	Coupon,
	CouponInput,
	Product,
	ProductInput,
	PromotionCode,
	PromotionCodeInput,
	SeedAccount,
} from './records';

/** What a record of a setup already has. */
interface Kept {
	readonly id?: string;
	readonly created?: number;
}

/** Every change is one synchronous step, so a code is checked and taken atomically. */
export class Catalog {
	/** Each in the order of its records' creation. */
	readonly products: Product[] = [];
	readonly coupons: Coupon[] = [];
	readonly promotionCodes: PromotionCode[] = [];

	/**
	 * @param takeId returns a unique ID, or the wanted one
	 * @param now returns the time of a new record, or the one that it already has
	 * @throws Error if the setup has an ID twice, or a promotion code of a missing coupon
	 */
	constructor(
		seed: SeedAccount,
		private readonly takeId: (wanted?: string) => string,
		private readonly now: (kept?: number) => number,
	) {
		for (const { productId, creationDate, ...product } of seed.products ?? []) {
			this.products.push(newProduct(takeId(productId), product, now(creationDate)));
		}
		for (const coupon of seed.coupons ?? []) this.createCoupon(coupon, coupon);
		for (const code of seed.promotionCodes ?? []) {
			if (typeof this.createPromotionCode(code, code) === 'string') {
				throw new Error(`The setup has the promotion code ${code.id}, but no such coupon`);
			}
		}
	}

	product(productId: string): Product | undefined {
		return this.products.find((product) => product.productId === productId);
	}

	createProduct(input: ProductInput): Product {
		const product = newProduct(`prod_${this.takeId()}`, input, this.now());
		this.products.push(product);
		return product;
	}

	updateProduct(productId: string, { name, description }: Partial<ProductInput>) {
		const product = this.product(productId);
		if (product === undefined) return 'no such product';
		if (name !== undefined) product.productName = name;
		if (description !== undefined) product.description = description;
		return product;
	}

	createCoupon(input: CouponInput, { id, created }: Kept = {}): Coupon {
		const coupon = newCoupon(this.takeId(id), input, this.now(created));
		this.coupons.push(coupon);
		return coupon;
	}

	updateCoupon(couponId: string, { name }: CouponInput): Coupon | BillingRejection {
		const coupon = this.coupons.find(({ id }) => id === couponId);
		if (coupon === undefined) return 'no such coupon';
		if (name !== undefined) coupon.name = name;
		return coupon;
	}

	/** As in Stripe, a customer can't have two active codes that differ in case only. */
	createPromotionCode(
		input: PromotionCodeInput,
		kept: Kept = {},
	): PromotionCode | BillingRejection {
		const coupon = this.coupons.find(({ id }) => id === input.coupon);
		if (coupon === undefined) return 'no such coupon';
		const id = kept.id === undefined ? `promo_${this.takeId()}` : this.takeId(kept.id);
		const now = this.now(kept.created);
		const made = newPromotionCode(id, coupon, { code: `GEN${id}`, ...input }, now);
		const isTaken = this.promotionCodes.some(
			({ code, customer }) =>
				code.toLowerCase() === made.code.toLowerCase() && customer === made.customer,
		);
		if (isTaken) return 'code in use';
		this.promotionCodes.push(made);
		return made;
	}

	hasCoupon(couponId: string): boolean {
		return this.coupons.some(({ id }) => id === couponId);
	}
}

type NewProduct = Partial<ProductInput> & { status?: Product['status'] };

const newProduct = (productId: string, input: NewProduct, created: number): Product => ({
	productId,
	productName: input.name ?? productId,
	description: input.description ?? null,
	taxBehavior: 'exclusive',
	pricing: {
		amount: '49.00',
		billingCycle: 'month',
		currency: input.currency ?? 'usd',
		pricingModel: input.pricing_model ?? 'base',
	},
	creationDate: created,
	activeSubscriptionsCount: 0,
	status: input.status ?? 'active',
});

const newCoupon = (id: string, input: CouponInput, created: number): Coupon => ({
	id,
	object: 'coupon',
	amount_off: input.amount_off ?? null,
	created,
	currency: input.currency ?? null,
	duration: input.duration ?? 'once',
	duration_in_months: input.duration_in_months ?? null,
	livemode: false,
	max_redemptions: null,
	name: input.name ?? id,
	percent_off: input.percent_off ?? null,
	times_redeemed: 0,
	valid: true,
});

const newPromotionCode = (
	id: string,
	coupon: Coupon,
	input: PromotionCodeInput & { code: string },
	created: number,
): PromotionCode => ({
	id,
	object: 'promotion_code',
	active: true,
	code: input.code,
	coupon,
	created,
	customer: input.customer ?? null,
	expires_at: input.expires_at ?? null,
	livemode: false,
	max_redemptions: input.max_redemptions ?? null,
	restrictions: {
		first_time_transaction: false,
		minimum_amount: null,
		minimum_amount_currency: null,
		...input.restrictions,
	},
	times_redeemed: 0,
});
