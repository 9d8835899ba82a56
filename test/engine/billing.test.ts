/** What is special about billing: pages, money, what is never sent twice, and what may not be combined. */
import type { INodeParameters } from 'n8n-workflow';

import { BILLING, accountOf } from './billing-account';
import {
	bodiesOf,
	byId,
	hintsOf,
	jsonOf,
	pairsOf,
	parametersFor,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';
import { openList } from './harness';

const openAgency = useSandbox();

const accountId = 'acct_1';

/** An account with so many of everything that a list has several pages. */
const manyProducts = (count: number) => ({
	accounts: [
		{
			accountId,
			products: Array.from({ length: count }, (_, number) => ({
				productId: `prod_${number}`,
				name: `Product ${number}`,
			})),
		},
		{ accountId: 'acct_empty' },
	],
});

describe('A list with pages', () => {
	const getAll = async (
		at: ReturnType<typeof openAgency>,
		parameters: INodeParameters,
		items = [{}],
	) => await runOperation(at, 'product.getAll', { items, parameters });

	test.each([
		[3, 1],
		[100, 1],
		[120, 2],
	])('is read up to a limit of %d for each item, and no further', async (limit, pages) => {
		const at = openAgency(manyProducts(250));
		const items = [{ account: accountId }, { account: 'acct_empty' }, { account: accountId }];
		const ran = await getAll(at, { accountId: '={{ $json.account }}', limit }, items);
		expect(pairsOf(ran.output)).toEqual([
			...new Array<number>(limit).fill(0),
			...new Array<number>(limit).fill(2),
		]);
		expect(timesAsked(at.agency)).toEqual({ listProducts: 2 * pages + 1 });
	});

	test('is read whole with Return All, each record once', async () => {
		const at = openAgency(manyProducts(201));
		const ran = await getAll(at, { accountId, returnAll: true });
		const ids = ran.output.map(({ json }) => json['productId']);
		expect([ids.length, new Set(ids).size]).toEqual([201, 201]);
		expect(timesAsked(at.agency)).toEqual({ listProducts: 3 });
	});

	test('can be narrowed by status and time', async () => {
		const at = openAgency(BILLING);
		const ran = await getAll(at, {
			accountId,
			returnAll: true,
			filters: {
				status: 'archived',
				createdAfter: '2025-12-31',
				createdBefore: '2026-01-02T00:00:00Z',
			},
		});
		expect(jsonOf(ran.output)).toMatchObject([{ productId: 'prod_old' }]);
		const later = { status: 'all', createdAfter: '2026-01-01T00:00:01Z' };
		const other = await getAll(at, { accountId, returnAll: true, filters: later });
		expect(other.output.map(({ json }) => json['productId'])).toEqual(['prod_old', 'prod_setup']);
		const earlier = { status: 'all', createdBefore: 1767225600 };
		const first = await getAll(at, { accountId, returnAll: true, filters: earlier });
		expect(first.output.map(({ json }) => json['productId'])).toEqual(['prod_pro']);
	});
});

describe('Subscriptions of a customer', () => {
	const getAll = async (
		at: ReturnType<typeof openAgency>,
		filters: INodeParameters,
		more: INodeParameters = {},
	) =>
		await runOperation(at, 'billingSubscription.getAll', {
			items: [{ customer: 'cus_acme' }, { customer: 'cus_bolt' }],
			parameters: { accountId, filters, ...more },
			onError: 'continueErrorOutput',
		});

	test('are read at once and cut at the limit of each item', async () => {
		const at = openAgency(BILLING);
		const ran = await getAll(at, { customerId: '={{ $json.customer }}' }, { limit: 1 });
		expect(jsonOf(ran.output)).toMatchObject([
			{ id: 'sub_3', customerId: 'cus_acme', customerEmail: 'ada@mail.example' },
			{ id: 'sub_2', customerId: 'cus_bolt' },
		]);
		expect(timesAsked(at.agency)).toEqual({ listBillingSubscriptionsByCustomer: 2 });
	});

	test.each<[string, INodeParameters, string]>([
		[
			'a status',
			{ email: 'ada@mail.example', status: 'active' },
			"'Status' can't be combined with 'Email'",
		],
		[
			'a status, too, if the customer is an ID',
			{ customerId: 'cus_acme', status: 'active' },
			"'Status' can't be combined with 'Customer ID'",
		],
		[
			'another customer',
			{ email: 'ada@mail.example', customerId: 'cus_acme' },
			"'Customer ID' and 'Email' are both set",
		],
	])('can’t be combined with %s', async (_what, filters, error) => {
		const at = openAgency(BILLING);
		const ran = await getAll(at, filters);
		expect(ran.errorOutput.map(saidBy)).toMatchObject([{ error }, { error }]);
		expect(at.agency.calls).toEqual([]);
	});

	test('without a customer are those with the status', async () => {
		const at = openAgency(BILLING);
		const ran = await getAll(at, { status: 'past_due' });
		expect(jsonOf(ran.output)).toMatchObject([{ id: 'sub_3' }, { id: 'sub_3' }]);
	});
});

describe('What costs money', () => {
	const SUBSCRIPTION: INodeParameters = {
		accountId,
		clientId: byId('acme'),
		agentIds: ['desk'],
		productId: byId('prod_pro'),
		startDate: '2026-03-01T00:00:00Z',
	};
	const INVOICE: INodeParameters = {
		accountId,
		clientId: byId('acme'),
		productId: byId('prod_setup'),
		collectionMethod: 'charge_automatically',
	};

	test.each<[`${string}.${string}`, string, INodeParameters, string]>([
		['billingSubscription.create', 'createBillingSubscription', SUBSCRIPTION, 'subscriptions'],
		['invoice.create', 'createInvoice', INVOICE, 'invoices'],
	])(
		'is never sent twice, not even by Retry On Fail, and says where to check: %s',
		async (operation, call, parameters, place) => {
			const at = openAgency({
				...BILLING,
				faults: { script: [{ kind: 'cutAfter' }], operations: [call] },
			});
			const ran = await runOperation(at, operation, {
				items: [{}, {}, {}],
				parameters: { ...parameters, options: { maxConcurrency: 1 } },
				onError: 'continueErrorOutput',
				node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			});
			expect(timesAsked(at.agency)[call]).toBe(3);
			expect(ran.errorOutput.map(saidBy)).toEqual([
				{
					error: 'The connection closed before ChatDash responded',
					message: expect.stringMatching(
						new RegExp(
							`^It's unknown whether item 0 .* Check the account's ${place} in Stripe before you run this item again\\.$`,
						),
					),
				},
			]);
			expect(pairsOf(ran.output)).toEqual([1, 2]);
		},
	);

	test('is sent in the API’s words', async () => {
		const at = openAgency(BILLING);
		await runOperation(at, 'invoice.create', { items: [{}], parameters: INVOICE });
		expect(bodiesOf(at.agency, 'createInvoice')).toEqual([
			{
				data: {
					clientId: 'acme',
					productId: 'prod_setup',
					collection_method: 'charge_automatically',
				},
			},
		]);
	});
});

describe('A coupon', () => {
	const create = async (at: ReturnType<typeof openAgency>, parameters: INodeParameters) =>
		await runOperation(at, 'coupon.create', {
			items: [{}],
			parameters: { accountId, couponName: 'Summer', ...parameters },
			onError: 'continueErrorOutput',
		});
	const AMOUNT = { discountType: 'amount', amountOff: 1999, duration: 'once' };

	test('takes an amount as it is, with its currency in lowercase', async () => {
		const at = openAgency(BILLING);
		await create(at, { ...AMOUNT, currency: ' JPY ' });
		expect(bodiesOf(at.agency, 'createCoupon')).toEqual([
			{ data: { name: 'Summer', amount_off: 1999, currency: 'jpy', duration: 'once' } },
		]);
	});

	test.each<[string, INodeParameters, string]>([
		['an amount without a currency', { ...AMOUNT, currency: '={{ "" }}' }, "'Currency' is empty"],
		[
			'a currency that isn’t one',
			{ ...AMOUNT, currency: 'Euro' },
			"'Currency' isn't a currency code: “Euro”",
		],
		[
			'an amount with cents',
			{ ...AMOUNT, amountOff: '={{ 19.99 }}', currency: 'usd' },
			"'Amount Off' must be a whole number of 1 or more",
		],
		[
			'months that are missing',
			{
				discountType: 'percent',
				percentOff: 10,
				duration: 'repeating',
				durationInMonths: '={{ "" }}',
			},
			"'Duration in Months' is empty",
		],
	])('isn’t sent with %s', async (_what, parameters, error) => {
		const at = openAgency(BILLING);
		const ran = await create(at, parameters);
		expect(ran.errorOutput.map(saidBy)).toMatchObject([{ error }]);
		expect(at.agency.calls).toEqual([]);
	});
});

describe('An update of a subscription', () => {
	const update = async (at: ReturnType<typeof openAgency>, updateFields: INodeParameters) =>
		await runOperation(at, 'billingSubscription.update', {
			items: [{}, { start: '2026-04-01T00:00:00Z' }],
			parameters: { accountId, subscriptionId: byId('sub_1'), updateFields },
			onError: 'continueErrorOutput',
		});

	test.each<[string, INodeParameters]>([
		['a product', { productId: byId('prod_old') }],
		['a start date', { startDate: '2026-04-01' }],
	])('isn’t sent with %s alone', async (_what, updateFields) => {
		const at = openAgency(BILLING);
		const ran = await update(at, updateFields);
		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual([
			"'Product' and 'Start Date' belong together",
			"'Product' and 'Start Date' belong together",
		]);
		expect(at.agency.calls).toEqual([]);
	});

	test('isn’t sent for an item whose expression is empty', async () => {
		const at = openAgency(BILLING);
		const ran = await update(at, {
			productId: byId('prod_old'),
			startDate: '={{ $json.start }}',
			taxPostalCode: '10115',
		});
		expect(ran.errorOutput.map(saidBy)).toMatchObject([{ error: "'Start Date' is empty" }]);
		expect(bodiesOf(at.agency, 'updateBillingSubscription')).toEqual([
			{
				data: {
					productId: 'prod_old',
					startDate: 1775001600,
					taxSettings: { postalCode: '10115' },
				},
			},
		]);
		expect(jsonOf(ran.output)).toMatchObject([
			{ subscriptionId: 'sub_1', productId: 'prod_old', product: { name: 'Chat Old' } },
		]);
	});
});

test('A canceled subscription is done even if the first response was lost', async () => {
	const at = openAgency({
		...BILLING,
		faults: { script: [{ kind: 'cutAfter' }], operations: ['cancelBillingSubscription'] },
	});
	const ran = await runOperation(at, 'billingSubscription.cancel', {
		items: [{ id: 'sub_1' }, { id: 'sub_2' }],
		parameters: {
			accountId,
			subscriptionId: byId('={{ $json.id }}'),
			options: { maxConcurrency: 1 },
		},
	});
	expect(jsonOf(ran.output)).toEqual([
		{ accountId, subscriptionId: 'sub_1', canceled: true },
		{ accountId, subscriptionId: 'sub_2', canceled: true },
	]);
	expect(timesAsked(at.agency)).toEqual({ cancelBillingSubscription: 3 });
});

describe('A promotion code', () => {
	const create = async (
		at: ReturnType<typeof openAgency>,
		codes: readonly string[],
		additionalFields: INodeParameters = { code: '={{ $json.code }}' },
	) =>
		await runOperation(at, 'promotionCode.create', {
			items: codes.map((code) => ({ code })),
			parameters: {
				accountId,
				couponId: byId('SPRING'),
				additionalFields,
				options: { maxConcurrency: 1 },
			},
			onError: 'continueErrorOutput',
		});
	const LOST = {
		...BILLING,
		faults: { script: [{ kind: 'cutAfter' as const }], operations: ['createPromotionCode'] },
	};
	const madeIn = (at: ReturnType<typeof openAgency>) =>
		accountOf(at.agency)
			.catalog.promotionCodes.slice(2)
			.map(({ id }) => id);

	test('is confirmed if the first response was lost, with everything that was sent', async () => {
		const at = openAgency(LOST);
		const ran = await create(at, ['ONE', 'TWO'], {
			code: '={{ $json.code }}',
			customerId: 'cus_acme',
			expiresAt: '2026-12-31',
			maxRedemptions: 1,
			firstTimeTransaction: true,
			minimumAmount: 5000,
			minimumAmountCurrency: 'EUR',
		});
		const [one, two] = madeIn(at);
		expect(jsonOf(ran.output)).toMatchObject([
			{ confirmed: true, accountId, couponId: 'SPRING', promotionCodeId: one, code: 'ONE' },
			{ accountId, couponId: 'SPRING', promotionCodeId: two, code: 'TWO' },
		]);
		expect(hintsOf(ran)).toEqual([expect.stringMatching(/needed an extra check/)]);
		expect(bodiesOf(at.agency, 'createPromotionCode').at(-1)).toEqual({
			data: {
				coupon: 'SPRING',
				code: 'TWO',
				customer: 'cus_acme',
				expires_at: 1798693200,
				max_redemptions: 1,
				restrictions: {
					first_time_transaction: true,
					minimum_amount: 5000,
					minimum_amount_currency: 'eur',
				},
			},
		});
	});

	test('that was there before is rejected, even if the first response was lost', async () => {
		const at = openAgency({
			...LOST,
			faults: { script: [{ kind: 'cutBefore' }], operations: ['createPromotionCode'] },
		});
		const ran = await create(at, ['Spring10', 'NEW']);
		expect(ran.errorOutput.map(saidBy)).toEqual([
			{
				error: 'An active promotion code with this code already exists.',
				message: expect.stringMatching(/This code is in use already/),
			},
		]);
		expect(madeIn(at)).toHaveLength(1);
	});

	test('of a coupon with many is confirmed, and their list is read once for all items', async () => {
		const promotionCodes = Array.from({ length: 150 }, (_, number) => ({
			id: `promo_${number}`,
			coupon: 'SPRING',
			code: `OLD${number}`,
		}));
		const at = openAgency({ accounts: [{ ...BILLING.accounts?.[0], accountId, promotionCodes }] });
		const ran = await create(at, ['ONE', 'TWO', 'THREE']);
		expect(ran.output).toHaveLength(3);
		expect(timesAsked(at.agency)).toEqual({ listPromotionCodes: 2, createPromotionCode: 3 });
	});

	test('can’t be created twice in an execution, but several can be generated', async () => {
		const at = openAgency(BILLING);
		const ran = await create(at, ['ONE', 'one', '', '']);
		expect(ran.errorOutput.map(saidBy)).toMatchObject([
			{ error: "'Code' is the same as in item 0" },
		]);
		expect(pairsOf(ran.output)).toEqual([0, 2, 3]);
		expect(madeIn(at)).toHaveLength(3);
	});

	test('that is generated is never sent twice', async () => {
		const at = openAgency(LOST);
		const ran = await create(at, ['', '']);
		expect(ran.errorOutput.map(saidBy)).toMatchObject([
			{ message: expect.stringMatching(/Check the coupon's promotion codes in Stripe before/) },
		]);
		expect(madeIn(at)).toHaveLength(2);
		expect(timesAsked(at.agency)).toEqual({ createPromotionCode: 2 });
	});

	test.each([
		['customerId', "'Customer ID' is empty"],
		['expiresAt', "'Expires At' is empty"],
		['maxRedemptions', "'Max Redemptions' is empty"],
	])('isn’t sent if an expression leaves %s empty', async (field, error) => {
		const at = openAgency(BILLING);
		const ran = await create(at, ['ONE'], { [field]: '={{ $json.missing }}' });
		expect(ran.errorOutput.map(saidBy)).toMatchObject([{ error }]);
		expect(at.agency.calls).toEqual([]);
	});
});

describe('A list in the editor', () => {
	const open = async (
		at: ReturnType<typeof openAgency>,
		method: string,
		account = accountId,
		filter?: string,
		token?: string,
	) =>
		await openList(
			method,
			{
				credential: at.credential,
				parameters: parametersFor('product.get', { accountId: account }),
			},
			filter,
			token,
		);

	test.each([
		[
			'searchProducts',
			[
				'Chat Old (49.00 USD per month, archived)',
				'Setup (49.00 EUR per month, active)',
				'Chat Pro (49.00 USD per month, active)',
			],
		],
		['searchCoupons', ['Welcome (500 USD off, once)', 'Spring (10% off, once)']],
		[
			'searchBillingSubscriptions',
			['bea@bolt.example (Chat Pro, active)', 'ada@mail.example (Chat Pro, Front Desk, active)'],
		],
	])('tells records apart: %s', async (method, names) => {
		const { results } = await open(openAgency(BILLING), method);
		expect(results.map(({ name }) => name)).toEqual(names);
	});

	test('loads page by page, and a search reads all pages', async () => {
		const at = openAgency(manyProducts(150));
		const first = await open(at, 'searchProducts');
		expect([first.results.length, first.paginationToken]).toEqual([100, 'prod_50']);
		const second = await open(at, 'searchProducts', accountId, undefined, 'prod_50');
		expect([second.results.length, second.paginationToken]).toEqual([50, undefined]);
		const found = await open(at, 'searchProducts', accountId, 'product 7 ');
		expect(found.results.map(({ value }) => value)).toContain('prod_7');
	});

	test('asks for the account first', async () => {
		await expect(open(openAgency(BILLING), 'searchProducts', '')).rejects.toThrow(
			'Enter the account first',
		);
	});
});
