// The connected Stripe account that the tests of billing use, next to the clients and agents of `PEOPLE`.
import type { Agency, AgencySetup } from '../../sandbox/server';
import { PEOPLE } from './fixtures';

const CUSTOMER = { id: 'cus_acme', email: 'ada@mail.example' };

export const BILLING: AgencySetup = {
	...PEOPLE,
	accounts: [
		{
			accountId: 'acct_1',
			products: [
				{ productId: 'prod_pro', name: 'Chat Pro', description: 'For one agent' },
				{ productId: 'prod_setup', name: 'Setup', pricing_model: 'oneTime', currency: 'eur' },
				{ productId: 'prod_old', name: 'Chat Old', status: 'archived' },
			],
			subscriptions: [
				{
					id: 'sub_1',
					type: 'subscription',
					status: 'active',
					customer: CUSTOMER,
					product: { id: 'prod_pro', name: 'Chat Pro' },
					agents: 'Front Desk',
				},
				{
					id: 'sub_2',
					type: 'subscription',
					status: 'active',
					customer: { id: 'cus_bolt', email: 'bea@bolt.example' },
					product: { id: 'prod_pro', name: 'Chat Pro' },
				},
				{
					id: 'sub_3',
					type: 'subscription',
					status: 'past_due',
					customer: CUSTOMER,
					product: { id: 'prod_old', name: 'Chat Old' },
				},
			],
			invoices: [
				{
					id: 'in_1',
					amount: 4900,
					currency: 'eur',
					status: 'paid',
					number: 'A-1',
					customer: CUSTOMER,
					description: 'Setup',
				},
			],
			transactions: [1, 2].map((number) => ({
				id: `pi_${number}`,
				amount: 100 * number,
				currency: 'usd',
				status: 'succeeded',
				description: null,
				customer: number === 1 ? CUSTOMER : { id: 'cus_bolt', email: 'bea@bolt.example' },
			})),
			coupons: [
				{ id: 'SPRING', name: 'Spring', percent_off: 10 },
				{ id: 'WELCOME', name: 'Welcome', amount_off: 500, currency: 'usd' },
			],
			promotionCodes: [
				{ id: 'promo_1', coupon: 'SPRING', code: 'SPRING10' },
				{ id: 'promo_2', coupon: 'WELCOME', code: 'HELLO' },
			],
		},
	],
};

/** The connected account of an agency. */
export function accountOf({ billing }: Agency) {
	const account = billing.get('acct_1');
	if (account === undefined) throw new Error('The agency has no connected account');
	return account;
}
