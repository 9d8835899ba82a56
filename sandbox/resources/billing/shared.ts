// What the calls for connected Stripe accounts share: the account, and the responses.
import type { ParsedRequest } from 'openapi-backend';
import type { Agency } from '../../agency';
import type { Account } from '../../billing/account';
import type { PageQuery } from '../../billing/pages';
import type { BillingRejection } from '../../billing/records';
import type { BillingListPath } from '../../lag';
import { type Answer, type Serve, errorBody } from '../../responses';

interface OfAccount {
	accountId: string;
}

export type Request<Params, Body = undefined> = ParsedRequest<{ data: Body }, OfAccount & Params>;

/** No page shows how ChatDash responds to any of these. The texts are guesses, that of the code follows Stripe's. */
export const REJECTIONS: Readonly<Record<BillingRejection, Answer>> = {
	'no such account': { status: 404, body: errorBody('Account not found') },
	'no such agent': { status: 404, body: errorBody('Agent not found') },
	'no such client': { status: 404, body: errorBody('Client not found') },
	'no such coupon': { status: 404, body: errorBody('Coupon not found') },
	'no such product': { status: 404, body: errorBody('Product not found') },
	'no such subscription': { status: 404, body: errorBody('Subscription not found') },
	'client without an admin': { status: 400, body: errorBody('Client has no admin member') },
	'code in use': {
		status: 400,
		body: errorBody('An active promotion code with this code already exists.'),
	},
	'no one-time price': { status: 400, body: errorBody('Product has no one-time price') },
	'schedule without a product': {
		status: 400,
		body: errorBody('A schedule needs productId and startDate'),
	},
};

/** A record as a success, or the response to a rejection. */
export const answerTo = <Found extends object>(
	found: Found | BillingRejection,
	bodyOf: (record: Found) => object = (record) => record,
	status = 200,
): Answer => (typeof found === 'string' ? REJECTIONS[found] : { status, body: bodyOf(found) });

export const orNotFound = (found: object | undefined, error: string): Answer =>
	found === undefined ? { status: 404, body: errorBody(error) } : { status: 200, body: found };

/** Serves a request for an account that exists. */
export const inAccount =
	<Params, Body>(
		serve: (account: Account, request: Request<Params, Body>, agency: Agency) => Answer,
	): Serve =>
	(agency, request: Request<Params, Body>) => {
		const account = agency.billing.get(request.params.accountId);
		return account === undefined ? REJECTIONS['no such account'] : serve(account, request, agency);
	};

/** What a read of a list shows, as far as it matches. */
export function shown(
	agency: Agency,
	path: BillingListPath,
	rows: readonly object[],
	matches: (row: object) => boolean = () => true,
): readonly object[] {
	return (agency.lists.show(path, rows) ?? []).filter(matches);
}

export const statusOf = (row: object) => {
	if ('type' in row && row.type === 'schedule') return 'scheduled';
	return 'status' in row && row.status;
};

const customerOf = (row: object): object =>
	'customer' in row && typeof row.customer === 'object' && row.customer !== null
		? row.customer
		: {};

export const hasCustomer =
	({ customerId, email }: PageQuery) =>
	(row: object) => {
		const customer = customerOf(row);
		return (
			(customerId === undefined || ('id' in customer && customer.id === customerId)) &&
			(email === undefined || ('email' in customer && customer.email === email))
		);
	};
