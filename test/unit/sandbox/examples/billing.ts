import type { ExampleSet } from './example';

const ACCOUNT = '/stripe/connect/accounts/acct_1';
const CUSTOMER = { id: 'cus_acme', email: 'ada@acme.example' };

export const BILLING: ExampleSet = {
	setup: {
		clients: [
			{
				_id: 'acme',
				name: 'Acme',
				members: [{ name: 'Ada', loginId: 'ada', email: 'ada@acme.example', isAdmin: true }],
			},
		],
		agents: [{ _id: 'desk', name: 'Front Desk', platform: 'custom' }],
		accounts: [
			{
				accountId: 'acct_1',
				products: [{ productId: 'prod_1', name: 'Chat Pro', pricing_model: 'oneTime' }],
				subscriptions: [
					{
						id: 'sub_1',
						type: 'subscription',
						status: 'active',
						customer: CUSTOMER,
						product: { id: 'prod_1', name: 'Chat Pro' },
					},
				],
				invoices: [
					{
						id: 'in_1',
						amount: 4900,
						currency: 'usd',
						status: 'open',
						number: null,
						customer: CUSTOMER,
						description: 'Setup',
					},
				],
				transactions: [
					{
						id: 'pi_1',
						amount: 4900,
						currency: 'usd',
						status: 'succeeded',
						description: null,
						customer: CUSTOMER,
					},
				],
				coupons: [{ id: 'SPRING', name: 'Spring', percent_off: 10 }],
				promotionCodes: [{ id: 'promo_1', coupon: 'SPRING', code: 'SPRING10' }],
			},
		],
	},
	examples: {
		listProducts: {
			method: 'GET',
			path: `${ACCOUNT}/products`,
			refused: { path: '/stripe/connect/accounts/gone/products', status: 404 },
		},
		createProduct: {
			method: 'POST',
			path: `${ACCOUNT}/products`,
			body: { data: { name: 'Setup', pricing_model: 'base', currency: 'usd', unit_amount: 4900 } },
		},
		getProduct: {
			method: 'GET',
			path: `${ACCOUNT}/products/prod_1`,
			refused: { path: `${ACCOUNT}/products/gone`, status: 404 },
		},
		updateProduct: {
			method: 'PUT',
			path: `${ACCOUNT}/products/prod_1`,
			body: { data: { name: 'Chat Max' } },
			refused: { path: `${ACCOUNT}/products/gone`, status: 404 },
		},
		listBillingSubscriptions: { method: 'GET', path: `${ACCOUNT}/subscriptions` },
		listBillingSubscriptionsByCustomer: {
			method: 'GET',
			path: `${ACCOUNT}/subscriptions/by-customer`,
		},
		createBillingSubscription: {
			method: 'POST',
			path: `${ACCOUNT}/subscriptions`,
			body: {
				data: {
					clientId: 'acme',
					agentIds: ['desk'],
					selectedProduct: { productId: 'prod_1', startDate: 1767225600 },
					couponId: 'SPRING',
					taxSettings: { enabled: true },
				},
			},
			refused: {
				body: {
					data: {
						clientId: 'gone',
						agentIds: ['desk'],
						selectedProduct: { productId: 'prod_1', startDate: 1767225600 },
					},
				},
				status: 404,
			},
		},
		getBillingSubscription: {
			method: 'GET',
			path: `${ACCOUNT}/subscriptions/sub_1`,
			refused: { path: `${ACCOUNT}/subscriptions/gone`, status: 404 },
		},
		updateBillingSubscription: {
			method: 'PUT',
			path: `${ACCOUNT}/subscriptions/sub_1`,
			body: { data: { cancelAtPeriodEnd: true } },
			refused: { path: `${ACCOUNT}/subscriptions/gone`, status: 404 },
		},
		cancelBillingSubscription: {
			method: 'DELETE',
			path: `${ACCOUNT}/subscriptions/sub_1`,
			refused: { path: `${ACCOUNT}/subscriptions/gone`, status: 404 },
		},
		createInvoice: {
			method: 'POST',
			path: `${ACCOUNT}/invoices`,
			body: {
				data: { clientId: 'acme', productId: 'prod_1', collection_method: 'send_invoice' },
			},
			refused: {
				body: { data: { clientId: 'acme', productId: 'gone', collection_method: 'send_invoice' } },
				status: 404,
			},
		},
		getInvoice: {
			method: 'GET',
			path: `${ACCOUNT}/invoices/in_1`,
			refused: { path: `${ACCOUNT}/invoices/gone`, status: 404 },
		},
		listTransactions: { method: 'GET', path: `${ACCOUNT}/transactions` },
		getTransaction: {
			method: 'GET',
			path: `${ACCOUNT}/transactions/pi_1`,
			refused: { path: `${ACCOUNT}/transactions/gone`, status: 404 },
		},
		listCoupons: { method: 'GET', path: `${ACCOUNT}/coupons` },
		createCoupon: {
			method: 'POST',
			path: `${ACCOUNT}/coupons`,
			body: { data: { name: 'Summer', amount_off: 500, currency: 'usd', duration: 'once' } },
			status: 201,
		},
		updateCoupon: {
			method: 'PUT',
			path: `${ACCOUNT}/coupons/SPRING`,
			body: { data: { name: 'Spring sale' } },
			refused: { path: `${ACCOUNT}/coupons/gone`, status: 404 },
		},
		listPromotionCodes: {
			method: 'GET',
			path: `${ACCOUNT}/coupons/SPRING/promotion-codes`,
			refused: { path: `${ACCOUNT}/coupons/gone/promotion-codes`, status: 404 },
		},
		createPromotionCode: {
			method: 'POST',
			path: `${ACCOUNT}/promotion-codes`,
			body: { data: { coupon: 'SPRING', code: 'NEW10', max_redemptions: 5 } },
			status: 201,
			refused: { body: { data: { coupon: 'SPRING', code: 'spring10' } }, status: 400 },
		},
	},
};
