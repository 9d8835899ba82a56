/* What a connected account with the same records as another one starts with. */
import type { Account } from './account';
import type { Coupon, Product, PromotionCode, SeedAccount } from './records';

export function seedOf({
	accountId,
	catalog,
	subscriptions,
	invoices,
	transactions,
}: Account): SeedAccount {
	return {
		accountId,
		products: catalog.products.map(productSeed),
		coupons: catalog.coupons.map(couponSeed),
		promotionCodes: catalog.promotionCodes.map(promotionCodeSeed),
		subscriptions: [...subscriptions],
		invoices: [...invoices],
		transactions: [...transactions],
	};
}

const productSeed = ({
	productId,
	productName: name,
	description,
	pricing: { pricingModel: pricing_model, currency },
	creationDate,
	status,
}: Product) => ({
	productId,
	name,
	pricing_model,
	currency,
	creationDate,
	status,
	...(description !== null && { description }),
});

const couponSeed = ({
	id,
	name,
	duration,
	created,
	amount_off,
	percent_off,
	currency,
	duration_in_months,
}: Coupon) => ({
	id,
	name,
	duration,
	created,
	...(amount_off !== null && { amount_off }),
	...(percent_off !== null && { percent_off }),
	...(currency !== null && { currency }),
	...(duration_in_months !== null && { duration_in_months }),
});

const promotionCodeSeed = ({
	id,
	code,
	coupon,
	created,
	customer,
	expires_at,
	max_redemptions,
	restrictions,
}: PromotionCode) => ({
	id,
	code,
	coupon: coupon.id,
	created,
	restrictions,
	...(customer !== null && { customer }),
	...(expires_at !== null && { expires_at }),
	...(max_redemptions !== null && { max_redemptions }),
});
