/** Every operation on products, subscriptions, invoices, transactions, coupons and promotion codes. */
import { BILLING, accountOf } from './billing-account';
import { byId } from './fixtures';
import { type Row, testSecondOfThreeFails } from './second-of-three-fails';

const setup = BILLING;
const accountId = 'acct_1';
const ID = byId('={{ $json.id }}');
const any = expect.anything();

/** An operation whose second request gets a response that leaves its outcome unknown. */
const unclear = (operation: string) => ({
	...BILLING,
	faults: {
		script: [null, { kind: 'serverError' as const, afterWork: false }],
		operations: [operation],
	},
});

const product = (productId: string) => ({ productId, productName: any, status: 'active' });

const ROWS: Row[] = [
	{
		operation: 'product.create',
		setup: unclear('createProduct'),
		parameters: {
			accountId,
			productName: '={{ $json.name }}',
			pricingModel: 'usage',
			currency: 'EUR',
			additionalFields: { priceFields: '{"unit_amount": 10}', productDescription: 'By minute' },
		},
		items: [{ name: 'One' }, { name: 'Two' }, { name: 'Three' }],
		outputs: [
			[
				expect.objectContaining({
					accountId,
					productId: expect.stringMatching(/^prod_/),
					productName: 'One',
					description: 'By minute',
				}),
			],
			[expect.objectContaining({ productName: 'Three' })],
		],
		error: 'An unexpected error occurred',
		status: 500,
		describeChoice: 'product Two',
		advice: /It's unknown whether .* Check the account's products in Stripe before you run/,
		participle: 'created',
		asks: 'createProduct',
		held: (agency) => {
			const names = accountOf(agency).catalog.products.map(({ productName }) => productName);
			return ['One', 'Three'].map((name) => names.filter((each) => each === name).length);
		},
		before: [0, 0],
		after: [1, 1],
	},
	{
		operation: 'product.get',
		setup,
		parameters: { accountId, productId: ID },
		items: [{ id: 'prod_pro' }, { id: 'gone' }, { id: 'prod_setup' }],
		outputs: [
			[expect.objectContaining(product('prod_pro'))],
			[expect.objectContaining(product('prod_setup'))],
		],
		error: 'Product not found',
		status: 404,
		describeChoice: 'product gone',
		advice: /Check 'Account ID' and 'Product'\. One of them may no longer exist/,
		asks: 'getProduct',
	},
	{
		operation: 'product.getAll',
		setup,
		parameters: {
			accountId: '={{ $json.account }}',
			returnAll: false,
			limit: 1,
			filters: { status: 'all' },
		},
		items: [{ account: 'acct_1' }, { account: 'acct_gone' }, { account: 'acct_1' }],
		outputs: [
			[expect.objectContaining({ productId: 'prod_old' })],
			[expect.objectContaining({ productId: 'prod_old' })],
		],
		error: 'Account not found',
		status: 404,
		describeChoice: 'products of account acct_gone',
		advice: /Check 'Account ID'\. An account with this ID may no longer exist/,
		asks: 'listProducts',
	},
	{
		operation: 'product.update',
		setup,
		parameters: {
			accountId,
			productId: ID,
			updateFields: { productName: '={{ $json.name }}' },
		},
		items: [
			{ id: 'prod_pro', name: 'Pro Two' },
			{ id: 'gone', name: 'Gone' },
			{ id: 'prod_old', name: 'Old Two' },
		],
		outputs: [
			[expect.objectContaining({ accountId, productId: 'prod_pro', productName: 'Pro Two' })],
			[expect.objectContaining({ accountId, productId: 'prod_old', productName: 'Old Two' })],
		],
		error: 'Product not found',
		status: 404,
		describeChoice: 'product gone',
		advice: /Check 'Account ID' and 'Product'/,
		participle: 'updated',
		asks: 'updateProduct',
		held: (agency) =>
			['prod_pro', 'prod_old'].map((id) => accountOf(agency).catalog.product(id)?.productName),
		before: ['Chat Pro', 'Chat Old'],
		after: ['Pro Two', 'Old Two'],
	},
	{
		operation: 'billingSubscription.cancel',
		setup,
		parameters: { accountId, subscriptionId: ID },
		items: [{ id: 'sub_1' }, { id: 'gone' }, { id: 'sub_2' }],
		outputs: [
			[{ accountId, subscriptionId: 'sub_1', canceled: true }],
			[{ accountId, subscriptionId: 'sub_2', canceled: true }],
		],
		error: 'Subscription not found',
		status: 404,
		describeChoice: 'subscription gone',
		advice: /Check 'Account ID' and 'Subscription'/,
		participle: 'canceled',
		asks: 'cancelBillingSubscription',
		held: (agency) => ['sub_1', 'sub_2'].map((id) => accountOf(agency).subscription(id)?.status),
		before: ['active', 'active'],
		after: ['canceled', 'canceled'],
	},
	{
		operation: 'billingSubscription.create',
		setup,
		parameters: {
			accountId,
			clientId: { __rl: true, mode: 'name', value: '={{ $json.client }}' },
			agentIds: '={{ ["desk", "line"] }}',
			productId: byId('prod_pro'),
			startDate: '2026-03-01T00:00:00Z',
			additionalFields: { couponId: byId('SPRING'), metrics: 'minutes', taxEnabled: true },
		},
		items: [{ client: 'Acme Dental' }, { client: 'Zoë’s Café' }, { client: 'Bolt Law' }],
		outputs: [
			[
				expect.objectContaining({
					accountId,
					clientId: 'acme',
					productId: 'prod_pro',
					couponId: 'SPRING',
					subscriptionId: expect.stringMatching(/^sub_sched_/),
					startDate: 1772323200,
					agents: 'Front Desk, Order Line',
				}),
			],
			[expect.objectContaining({ clientId: 'bolt' })],
		],
		error: 'Client has no admin member',
		status: 400,
		describeChoice: 'subscription of client “Zoë’s Café”',
		advice: /Check the values of this item/,
		participle: 'created',
		asks: 'createBillingSubscription',
		held: (agency) =>
			['cus_acme', 'cus_bolt'].map(
				(customer) =>
					accountOf(agency).subscriptions.filter(
						({ type, customer: { id } }) => type === 'schedule' && id === customer,
					).length,
			),
		before: [0, 0],
		after: [1, 1],
	},
	{
		operation: 'billingSubscription.get',
		setup,
		parameters: { accountId, subscriptionId: ID },
		items: [{ id: 'sub_1' }, { id: 'gone' }, { id: 'sub_2' }],
		outputs: [
			[
				{
					id: 'sub_1',
					type: 'subscription',
					status: 'active',
					customerId: 'cus_acme',
					productId: 'prod_pro',
					productName: 'Chat Pro',
					agents: 'Front Desk',
				},
			],
			[expect.objectContaining({ id: 'sub_2', customerId: 'cus_bolt' })],
		],
		error: 'Subscription not found',
		status: 404,
		describeChoice: 'subscription gone',
		advice: /Check 'Account ID' and 'Subscription'/,
		asks: 'getBillingSubscription',
	},
	{
		operation: 'billingSubscription.getAll',
		setup,
		parameters: {
			accountId,
			returnAll: true,
			simplify: false,
			filters: { email: '={{ $json.email }}' },
		},
		items: [
			{ email: 'ada@mail.example' },
			{ email: 'ada@mail.example, x' },
			{ email: 'bea@bolt.example' },
		],
		outputs: [
			[expect.objectContaining({ id: 'sub_3' }), expect.objectContaining({ id: 'sub_1' })],
			[expect.objectContaining({ id: 'sub_2', customer: any })],
		],
		error: "'Email' isn't a valid email address: “ada@mail.example, x”",
		describeChoice: '',
		advice: /Enter a single address/,
		unfit: true,
		asks: 'listBillingSubscriptionsByCustomer',
	},
	{
		operation: 'billingSubscription.update',
		setup,
		parameters: {
			accountId,
			subscriptionId: ID,
			updateFields: { cancelAtPeriodEnd: true, taxEnabled: true, taxCountry: 'DE' },
		},
		items: [{ id: 'sub_1' }, { id: 'gone' }, { id: 'sub_2' }],
		outputs: [
			[
				expect.objectContaining({
					accountId,
					subscriptionId: 'sub_1',
					cancel_at_period_end: true,
					automatic_tax: true,
				}),
			],
			[expect.objectContaining({ subscriptionId: 'sub_2' })],
		],
		error: 'Subscription not found',
		status: 404,
		describeChoice: 'subscription gone',
		advice: /Check 'Account ID' and 'Subscription'/,
		participle: 'updated',
		asks: 'updateBillingSubscription',
		held: (agency) =>
			['sub_1', 'sub_2'].map((id) => accountOf(agency).subscription(id)?.cancel_at_period_end),
		before: [undefined, undefined],
		after: [true, true],
	},
	{
		operation: 'invoice.create',
		setup,
		parameters: {
			accountId,
			clientId: byId('acme'),
			productId: ID,
			collectionMethod: 'send_invoice',
			additionalFields: { daysUntilDue: 30 },
		},
		items: [{ id: 'prod_setup' }, { id: 'prod_pro' }, { id: 'prod_setup' }],
		outputs: [
			[
				expect.objectContaining({
					accountId,
					clientId: 'acme',
					productId: 'prod_setup',
					invoiceId: expect.stringMatching(/^in_/),
					currency: 'eur',
				}),
			],
			[expect.objectContaining({ productId: 'prod_setup' })],
		],
		error: 'Product has no one-time price',
		status: 400,
		describeChoice: 'invoice for client acme',
		advice: /Check the values of this item/,
		participle: 'created',
		asks: 'createInvoice',
		held: (agency) => {
			const made = accountOf(agency).invoices.slice(1);
			return [made.length > 0, made.length > 1];
		},
		before: [false, false],
		after: [true, true],
	},
	{
		operation: 'invoice.get',
		setup,
		parameters: { accountId, invoiceId: '={{ $json.id }}' },
		items: [{ id: 'in_1' }, { id: 'gone' }, { id: ' in_1 ' }],
		outputs: [
			[expect.objectContaining({ id: 'in_1', amount: 4900 })],
			[expect.objectContaining({ id: 'in_1' })],
		],
		error: 'Invoice not found',
		status: 404,
		describeChoice: 'invoice gone',
		advice: /Check 'Account ID' and 'Invoice ID'/,
		asks: 'getInvoice',
	},
	{
		operation: 'transaction.get',
		setup,
		parameters: { accountId, transactionId: '={{ $json.id }}' },
		items: [{ id: 'pi_1' }, { id: 'gone' }, { id: 'pi_2' }],
		outputs: [
			[expect.objectContaining({ id: 'pi_1', amount: 100, description: null })],
			[expect.objectContaining({ id: 'pi_2', amount: 200 })],
		],
		error: 'Transaction not found',
		status: 404,
		describeChoice: 'transaction gone',
		advice: /Check 'Account ID' and 'Transaction ID'/,
		asks: 'getTransaction',
	},
	{
		operation: 'transaction.getAll',
		setup,
		parameters: { accountId, returnAll: true, filters: { customerId: '={{ $json.customer }}' } },
		items: [{ customer: 'cus_acme' }, { customer: '' }, { customer: 'cus_bolt' }],
		outputs: [[expect.objectContaining({ id: 'pi_1' })], [expect.objectContaining({ id: 'pi_2' })]],
		error: "'Customer ID' is empty",
		describeChoice: '',
		advice: /Enter a value/,
		unfit: true,
		asks: 'listTransactions',
	},
	{
		operation: 'coupon.create',
		setup,
		parameters: {
			accountId,
			couponName: '={{ $json.name }}',
			discountType: 'percent',
			percentOff: '={{ $json.percent }}',
			duration: 'repeating',
			durationInMonths: 3,
		},
		items: [
			{ name: 'One', percent: 12.5 },
			{ name: 'Two', percent: 101 },
			{ name: 'Three', percent: 100 },
		],
		outputs: [
			[
				expect.objectContaining({
					accountId,
					couponName: 'One',
					couponId: expect.stringMatching(/./),
					percent_off: 12.5,
					duration_in_months: 3,
				}),
			],
			[expect.objectContaining({ couponName: 'Three', percent_off: 100 })],
		],
		error: "'Percent Off' must be a number from 1 to 100",
		describeChoice: '',
		advice: /Write decimals with a point/,
		unfit: true,
		asks: 'createCoupon',
		held: (agency) => {
			const names = accountOf(agency).catalog.coupons.map(({ name }) => name);
			return ['One', 'Three'].map((name) => names.includes(name));
		},
		before: [false, false],
		after: [true, true],
	},
	{
		operation: 'coupon.getAll',
		setup,
		parameters: { accountId: '={{ $json.account }}', returnAll: true },
		items: [{ account: 'acct_1' }, { account: '..' }, { account: 'acct_1' }],
		outputs: [
			[
				expect.objectContaining({ id: 'WELCOME', amount_off: 500 }),
				expect.objectContaining({ id: 'SPRING' }),
			],
			[expect.objectContaining({ id: 'WELCOME' }), expect.objectContaining({ id: 'SPRING' })],
		],
		error: "'Account ID' isn't a valid ID: “..”",
		describeChoice: '',
		advice: /Enter the account's ID\./,
		unfit: true,
		asks: 'listCoupons',
	},
	{
		operation: 'coupon.update',
		setup,
		parameters: { accountId, couponId: ID, couponName: '={{ $json.name }}' },
		items: [
			{ id: 'SPRING', name: 'Spring Two' },
			{ id: 'gone', name: 'Gone' },
			{ id: 'WELCOME', name: 'Welcome Two' },
		],
		outputs: [
			[expect.objectContaining({ couponId: 'SPRING', couponName: 'Spring Two' })],
			[expect.objectContaining({ couponId: 'WELCOME', couponName: 'Welcome Two' })],
		],
		error: 'Coupon not found',
		status: 404,
		describeChoice: 'coupon gone',
		advice: /Check 'Account ID' and 'Coupon'/,
		participle: 'updated',
		asks: 'updateCoupon',
		held: (agency) => accountOf(agency).catalog.coupons.map(({ name }) => name),
		before: ['Spring', 'Welcome'],
		after: ['Spring Two', 'Welcome Two'],
	},
	{
		operation: 'promotionCode.create',
		setup,
		parameters: {
			accountId,
			couponId: byId('SPRING'),
			additionalFields: { code: '={{ $json.code }}' },
		},
		items: [{ code: 'ONE' }, { code: 'spring10' }, { code: '' }],
		outputs: [
			[
				expect.objectContaining({
					accountId,
					couponId: 'SPRING',
					promotionCodeId: expect.stringMatching(/^promo_/),
					code: 'ONE',
				}),
			],
			[expect.objectContaining({ code: expect.stringMatching(/^GEN/) })],
		],
		error: 'An active promotion code with this code already exists.',
		status: 400,
		describeChoice: 'code spring10',
		advice: /This code is in use already/,
		participle: 'created',
		asks: 'createPromotionCode',
		held: (agency) => {
			const made = accountOf(agency).catalog.promotionCodes.slice(2);
			return [made.length > 0, made.length > 1];
		},
		before: [false, false],
		after: [true, true],
	},
	{
		operation: 'promotionCode.getAll',
		setup,
		parameters: { accountId, couponId: ID, returnAll: true },
		items: [{ id: 'SPRING' }, { id: 'gone' }, { id: 'WELCOME' }],
		outputs: [
			[expect.objectContaining({ id: 'promo_1', code: 'SPRING10', couponId: 'SPRING' })],
			[expect.objectContaining({ id: 'promo_2', code: 'HELLO', couponName: 'Welcome' })],
		],
		error: 'Coupon not found',
		status: 404,
		describeChoice: 'promotion codes of coupon gone',
		advice: /Check 'Account ID' and 'Coupon'/,
		asks: 'listPromotionCodes',
	},
];

testSecondOfThreeFails(ROWS);
