// What billing operations return.
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../transport/json';
import { renameId } from '../../operation/renameId';

/**
 * The record that a write returns, with its ID under the parameter's name, so that the next node finds it.
 *
 * @param name of the parameter
 */
export const withIdAs =
	(name: string) =>
	(_values: unknown, body: IDataObject): IDataObject =>
		renameId(body, name, 'id');

/** The ID of a record that is part of another one: as it is, or in an object with more about it. */
export const idIn = (value: unknown): unknown => (isRecord(value) ? value['id'] : value);
