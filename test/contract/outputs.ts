/*
 * Everything that the node can output: each operation runs with sample responses, which are generated from the API
 * description.
 */
import type { IDataObject } from 'n8n-workflow';

import { type Described, madeUp } from '../../docs/make/described';
import { arrange } from '../../nodes/ChatDash/run/arrange';
import type { Rejection } from '../../nodes/transport/classify';
import { isRecord } from '../../nodes/transport/json';
import { lookUp } from '../fake-api';
import { type Filled, describedOf } from './walk';

const REJECTIONS: readonly Rejection[] = [400, 404, 409].map((status) => ({
	message: 'Login ID already in use',
	unredactedMessage: 'Login ID already in use',
	status,
}));

/** Replaces ChatDash's responses. */
export interface ResponseChanges {
	/** Returns the body that a read gets instead. */
	read?(body: unknown): unknown;
	/** Returns more bodies that a write gets, besides the documented one. */
	write?(body: IDataObject, described: Described | undefined): readonly IDataObject[];
}

/** Everything that an operation may return for these values. */
export async function outputsOf(
	{ operation, values, respond }: Filled,
	{ read = (body) => body, write = () => [] }: ResponseChanges = {},
): Promise<IDataObject[]> {
	if (operation.check(values) !== undefined) return [];
	const respondChanged = (request: Parameters<typeof respond>[0]) => read(respond(request));
	if (operation.kind === 'read') {
		const { result } = await lookUp(
			async (api) => await operation.records(values, api),
			respondChanged,
		);
		return [...(result ?? [])];
	}

	const { confirm, ifExists, alreadyDone, enrich } = operation;
	const { result: prepared } = await lookUp(
		async (api) => await operation.request(values, api),
		respondChanged,
	);
	if (prepared === undefined) return [];
	const described = describedOf(prepared.request);
	const documented = madeUp(described?.answer);
	const body = typeof documented === 'object' ? { ...documented } : {};
	const existing = await lookUp(async (api) => await ifExists?.find(values, api), respondChanged);
	const created = await lookUp(
		async (api) => await enrich?.find(values, api, undefined, true),
		respondChanged,
	);
	const found = await lookUp(
		async (api) => await confirm?.isDone(values, api, new Set()),
		respondChanged,
	);
	const own = isRecord(found.result) ? found.result : undefined;
	const { ids = {} } = prepared;
	const newId = enrich?.enabled(values) === true ? { [enrich.idName]: created.result ?? null } : {};
	const done = [
		...[body, ...write(body, described)].map((each) => operation.output(values, each)),
		...(confirm === undefined ? [] : [confirm.output(values, 'thisRun', own)]),
	].map((output) => arrange(arrange(output, ids, operation.echo(values)), newId));
	const skipped = [
		...(alreadyDone === undefined ? [] : [alreadyDone.output(values)]),
		...REJECTIONS.flatMap((rejection) =>
			ifExists?.matches(rejection) === true && existing.result !== undefined
				? [ifExists.output(values, existing.result, rejection)]
				: [],
		),
	].map((output) => arrange(output, ids));
	return [...done, ...skipped];
}
