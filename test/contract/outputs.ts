/*
 * Everything that the node can put out, by leading each operation through answers that are made up from the API's
 * description.
 */
import type { IDataObject } from 'n8n-workflow';

import { type Described, madeUp } from '../../docs/make/described';
import type { Rejection } from '../../nodes/transport/classify';
import { lookUp } from '../fake-api';
import { type Filled, describedOf } from './walk';

const REFUSALS: readonly Rejection[] = [400, 404, 409].map((status) => ({
	message: 'Login ID already in use',
	unredactedMessage: 'Login ID already in use',
	status,
}));

/** Turns ChatDash's answers into others. */
export interface Otherwise {
	/** The body of a read. */
	read?(body: unknown): unknown;
	/** Bodies of a change, beside the one that is documented. */
	changed?(body: IDataObject, described: Described | undefined): readonly IDataObject[];
}

/** Everything that an operation may return for these values. */
export async function outputsOf(
	{ operation, values, answerTo }: Filled,
	{ read = (body) => body, changed = () => [] }: Otherwise = {},
): Promise<IDataObject[]> {
	if (operation.check(values) !== undefined) return [];
	const answer = (asked: Parameters<typeof answerTo>[0]) => read(answerTo(asked));
	if (operation.kind === 'read') {
		const { result } = await lookUp(async (api) => await operation.records(values, api), answer);
		return [...(result ?? [])];
	}

	const { confirm, ifExists, alreadyDone, enrich } = operation;
	const { result: made } = await lookUp(
		async (api) => await operation.request(values, api),
		answer,
	);
	if (made === undefined) return [];
	const described = describedOf(made.request);
	const documented = madeUp(described?.answer);
	const body = typeof documented === 'object' ? { ...documented } : {};
	const existing = await lookUp(async (api) => await ifExists?.find(values, api), answer);
	const created = await lookUp(
		async (api) => await enrich?.find(values, api, undefined, true),
		answer,
	);
	return [
		...[body, ...changed(body, described)].map((each) => operation.output(values, each)),
		...(confirm === undefined ? [] : [confirm.output(values, 'thisRun')]),
		...(alreadyDone === undefined ? [] : [alreadyDone.output(values)]),
		...(enrich?.enabled(values) === true && created.result !== undefined
			? [enrich.output({}, created.result)]
			: []),
		...REFUSALS.flatMap((rejection) =>
			ifExists?.matches(rejection) === true && existing.result !== undefined
				? [ifExists.output(rejection, existing.result)]
				: [],
		),
	].map((output) => ({ ...output, ...made.ids }));
}
