import type { Resource } from '../../operation/resource';
import { append } from './append';
import { deleteAll } from './deleteAll';
import { getAll } from './getAll';
import { replace } from './replace';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [append, deleteAll, getAll, replace],
	defaultOperation: getAll.value,
};
