// Products, coupons and promotion codes: what a request changes in a connected account, and the response.
import { isCreatedWithin, pageOf } from '../../billing/pages';
import type { CouponInput, ProductInput, PromotionCodeInput } from '../../billing/records';
import type { Served } from '../../responses';
import {
	REJECTIONS,
	type Request,
	answerTo,
	inAccount,
	orNotFound,
	shown,
	statusOf,
} from './shared';

interface OfProduct {
	productId: string;
}

interface OfCoupon {
	couponId: string;
}

/** Whether a promotion code is one of a coupon's. */
const belongsTo = (couponId: string) => (row: object) =>
	'coupon' in row &&
	typeof row.coupon === 'object' &&
	row.coupon !== null &&
	'id' in row.coupon &&
	row.coupon.id === couponId;

export const CATALOG_OPERATIONS: Served = {
	listProducts: inAccount((account, { query }, agency) => {
		const { status = 'active' } = query;
		const isWithin = isCreatedWithin(query);
		const products = shown(
			agency,
			`/stripe/${account.accountId}/products`,
			account.catalog.products,
			(row) => isWithin(row) && (status === 'all' || statusOf(row) === status),
		);
		return { status: 200, body: pageOf('data', products, query, 100) };
	}),

	// The reply is cut on the page; it's taken from the update.
	createProduct: inAccount((account, { requestBody }: Request<object, ProductInput>) =>
		answerTo(account.catalog.createProduct(requestBody.data), (product) => ({ product })),
	),

	getProduct: inAccount((account, { params }: Request<OfProduct>) =>
		orNotFound(account.catalog.product(params.productId), 'Product not found'),
	),

	updateProduct: inAccount(
		(account, { params, requestBody }: Request<OfProduct, Partial<ProductInput>>) =>
			answerTo(account.catalog.updateProduct(params.productId, requestBody.data), (product) => ({
				product,
			})),
	),

	listCoupons: inAccount((account, { query }, agency) => {
		const coupons = shown(agency, `/stripe/${account.accountId}/coupons`, account.catalog.coupons);
		return { status: 200, body: pageOf('data', coupons, query, 50) };
	}),

	createCoupon: inAccount((account, { requestBody }: Request<object, CouponInput>) =>
		answerTo(account.catalog.createCoupon(requestBody.data), undefined, 201),
	),

	updateCoupon: inAccount((account, { params, requestBody }: Request<OfCoupon, CouponInput>) =>
		answerTo(account.catalog.updateCoupon(params.couponId, requestBody.data)),
	),

	listPromotionCodes: inAccount((account, { params, query }: Request<OfCoupon>, agency) => {
		if (!account.catalog.hasCoupon(params.couponId)) return REJECTIONS['no such coupon'];
		const path = `/stripe/${account.accountId}/promotion-codes` as const;
		const rows = shown(agency, path, account.catalog.promotionCodes, belongsTo(params.couponId));
		return { status: 200, body: pageOf('data', rows, query, 50) };
	}),

	createPromotionCode: inAccount((account, { requestBody }: Request<object, PromotionCodeInput>) =>
		answerTo(account.catalog.createPromotionCode(requestBody.data), undefined, 201),
	),
};
