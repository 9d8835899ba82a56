// Whatever the network does, nothing in a connected Stripe account is created twice, and the node's report is true. Random
// items run under random conditions. Then the tests compare the report with the account.
import fc from 'fast-check';

import type { LocatorValue } from '../../nodes/ChatDash/fields/locator';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { cancel } from '../../nodes/ChatDash/resources/billing/billingSubscription/cancel';
import { create as createSubscription } from '../../nodes/ChatDash/resources/billing/billingSubscription/create';
import { create as createCoupon } from '../../nodes/ChatDash/resources/billing/coupon/create';
import { create as createInvoice } from '../../nodes/ChatDash/resources/billing/invoice/create';
import { create as createProduct } from '../../nodes/ChatDash/resources/billing/product/create';
import { create as createCode } from '../../nodes/ChatDash/resources/billing/promotionCode/create';
import type { Outcome } from '../../nodes/ChatDash/run/outcome';
import type { Agency, AgencySetup } from '../../sandbox/agency';
import { anyConditions, sendUnder } from './conditions';
import type { ModelItem } from './execution';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

const accountId = 'acct_1';
const CUSTOMER = { id: 'cus_acme', email: 'ada@example.com' };

const SETUP: AgencySetup = {
	clients: [
		{
			_id: 'acme',
			name: 'Acme Dental',
			members: [{ name: 'Ada', loginId: 'ada@example.com', isAdmin: true }],
		},
	],
	agents: [{ _id: 'a0', name: 'Desk', platform: 'custom' }],
	accounts: [
		{
			accountId,
			products: [{ productId: 'prod_1', name: 'Setup', pricing_model: 'oneTime' }],
			subscriptions: ['sub_0', 'sub_1', 'sub_2'].map((id) => ({
				id,
				type: 'subscription',
				status: 'active',
				customer: CUSTOMER,
				product: { id: 'prod_1', name: 'Setup' },
			})),
			coupons: [{ id: 'SPRING', percent_off: 10 }],
			promotionCodes: [{ id: 'promo_old', coupon: 'SPRING', code: 'Old' }],
		},
	],
};

const byId = (value: string): LocatorValue => ({ mode: 'id', value });

const ready = (operation: Operation, values: Readonly<Record<string, unknown>>): ModelItem => ({
	operation,
	values: { accountId, ...values },
	secrets: [],
});

/** How often what an item asked for can be there. */
const timesAllowed = (outcome: Outcome | undefined): readonly number[] => {
	if (outcome?.kind === 'done') return [1];
	return outcome?.kind === 'unknown' ? [0, 1] : [0];
};

const accountOf = ({ billing }: Agency) => billing.get(accountId);

interface Creation {
	/** The item with this number, which nothing else in the account has. */
	item(number: number): ModelItem;
	/** The numbers of what was created. */
	made(agency: Agency): ReadonlyArray<number | undefined>;
}

const numberIn = (text: string | undefined) => Number(/\d+$/.exec(text ?? '')?.[0]);

const CREATIONS: Readonly<Record<string, Creation>> = {
	product: {
		item: (number) =>
			ready(createProduct, {
				productName: `Product ${number}`,
				pricingModel: 'base',
				currency: 'usd',
				priceFields: undefined,
				productDescription: undefined,
			}),
		made: (agency) =>
			accountOf(agency)
				?.catalog.products.slice(1)
				.map(({ productName }) => numberIn(productName)) ?? [],
	},
	coupon: {
		item: (number) =>
			ready(createCoupon, {
				couponName: `Coupon ${number}`,
				discountType: 'percent',
				percentOff: 10,
				amountOff: undefined,
				duration: 'once',
				currency: undefined,
				durationInMonths: undefined,
			}),
		made: (agency) =>
			accountOf(agency)
				?.catalog.coupons.slice(1)
				.map(({ name }) => numberIn(name)) ?? [],
	},
	subscription: {
		item: (number) =>
			ready(createSubscription, {
				clientId: byId('acme'),
				agentIds: ['a0'],
				productId: byId('prod_1'),
				startDate: number,
				couponId: undefined,
				metrics: undefined,
				taxEnabled: undefined,
			}),
		made: (agency) =>
			accountOf(agency)
				?.subscriptions.slice(3)
				.map(({ startDate }) => startDate) ?? [],
	},
};

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

test.each(Object.entries(CREATIONS))(
	'a %s that is reported as created exists once, and one that failed does not',
	async (_what, { item, made }) => {
		const cases = fc.record({ ...anyConditions, count: fc.integer({ min: 1, max: 8 }) });
		await fc.assert(
			fc.asyncProperty(cases, async ({ count, ...conditions }) => {
				const { agency, outcomes } = await sendUnder(conditions, SETUP, numbers(count).map(item));
				for (const number of numbers(count)) {
					const times = made(agency).filter((each) => each === number).length;
					expect(timesAllowed(outcomes[number])).toContain(times);
				}
			}),
			{ numRuns: 150 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'as many identical invoices exist as are reported as created, and at most those that are unknown on top',
	async () => {
		const cases = fc.record({ ...anyConditions, count: fc.integer({ min: 1, max: 8 }) });
		await fc.assert(
			fc.asyncProperty(cases, async ({ count, ...conditions }) => {
				const items = numbers(count).map(() =>
					ready(createInvoice, {
						clientId: byId('acme'),
						productId: byId('prod_1'),
						collectionMethod: 'send_invoice',
						daysUntilDue: undefined,
					}),
				);
				const { agency, outcomes } = await sendUnder(conditions, SETUP, items);
				const ofKind = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind).length;
				const made = accountOf(agency)?.invoices.length;
				expect(made).toBeGreaterThanOrEqual(ofKind('done'));
				expect(made).toBeLessThanOrEqual(ofKind('done') + ofKind('unknown'));
			}),
			{ numRuns: 150 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'a promotion code that is reported as created is new and exists once; one that was there before is not taken for it',
	async () => {
		const cases = fc.record({
			...anyConditions,
			lag: fc.option(fc.constant({ reads: 1 }), { nil: undefined }),
			codes: fc.array(fc.constantFrom('old', 'NEW', undefined), { minLength: 1, maxLength: 8 }),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ codes, lag, ...conditions }) => {
				// Each new code is another one, because two items of a run can't claim the same.
				const asked = codes.map((code, index) => (code === 'NEW' ? `NEW${index}` : code));
				const items = asked.map((code) =>
					ready(createCode, {
						couponId: byId('SPRING'),
						code,
						customerId: undefined,
						expiresAt: undefined,
						firstTimeTransaction: undefined,
						maxRedemptions: undefined,
						minimumAmount: undefined,
						minimumAmountCurrency: undefined,
					}),
				);
				const setup = { ...SETUP, ...(lag && { lag }) };
				const { agency, outcomes } = await sendUnder(conditions, setup, items);
				const all = accountOf(agency)?.catalog.promotionCodes ?? [];
				const isLike = (code: string) => all.filter((each) => each.code === code);

				asked.forEach((code, index) => {
					const outcome = outcomes[index];
					const ids =
						outcome?.kind === 'done' ? outcome.outputs.map((one) => one['promotionCodeId']) : [];
					if (code === 'old') {
						expect(isLike('old')).toEqual([]);
						// If the earlier codes couldn't be read, the output says that it may be older.
						if (outcome?.kind === 'done')
							expect(outcome.outputs).toMatchObject([{ note: expect.anything() }]);
					} else if (code !== undefined) {
						expect(timesAllowed(outcome)).toContain(isLike(code).length);
						if (outcome?.kind === 'done') expect(ids).toEqual(isLike(code).map(({ id }) => id));
					}
				});
				const generated = all.filter(({ code }) => code.startsWith('GEN')).length;
				const ofKind = (kind: string) =>
					outcomes.filter((outcome, index) => asked[index] === undefined && outcome.kind === kind)
						.length;
				expect(generated).toBeGreaterThanOrEqual(ofKind('done'));
				expect(generated).toBeLessThanOrEqual(ofKind('done') + ofKind('unknown'));
			}),
			{ numRuns: 300 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);

test(
	'a subscription that is reported as canceled is, and one that couldn’t be canceled isn’t',
	async () => {
		const cases = fc.record({
			...anyConditions,
			ids: fc.uniqueArray(fc.constantFrom('sub_0', 'sub_1', 'sub_2', 'gone'), { minLength: 1 }),
		});
		await fc.assert(
			fc.asyncProperty(cases, async ({ ids, ...conditions }) => {
				const items = ids.map((id) => ready(cancel, { subscriptionId: byId(id) }));
				const { agency, outcomes } = await sendUnder(conditions, SETUP, items);
				ids.forEach((id, index) => {
					const status = accountOf(agency)?.subscription(id)?.status;
					const outcome = outcomes[index];
					if (id === 'gone') return;
					if (outcome?.kind === 'done') expect(status).toBe('canceled');
					else if (outcome?.kind !== 'unknown') expect(status).toBe('active');
				});
			}),
			{ numRuns: 150 * TIMES_LONGER },
		);
	},
	TIMEOUT_MS,
);
