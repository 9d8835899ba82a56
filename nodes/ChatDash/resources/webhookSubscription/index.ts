import type { Resource } from '../../operation/resource';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const webhookSubscription: Resource = {
	name: 'Webhook Subscription',
	value: 'webhookSubscription',
	operations: [create, get, getAll, update],
	defaultOperation: create.value,
};
