import type { Resource } from '../../../operation/resource';
import { cancel } from './cancel';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const billingSubscription: Resource = {
	name: 'Billing Subscription',
	value: 'billingSubscription',
	operations: [cancel, create, get, getAll, update],
	defaultOperation: getAll.value,
};
