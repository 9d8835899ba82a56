/*
 * Everything that the node can put out, by leading each operation through answers that are made up from the API's
 * description.
 */
import type { IDataObject } from 'n8n-workflow';

import { type Described, madeUp } from '../../docs/make/described';
import type { Rejection } from '../../nodes/transport/classify';
import { follow } from '../tasks';
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

/** Everything that an operation may put out for these values. */
export function outputsOf(
	{ operation, values, answerTo }: Filled,
	{ read = (body) => body, changed = () => [] }: Otherwise = {},
): IDataObject[] {
	const task = operation.task(values);
	if (!task.ok) return [];
	const answer = (asked: Parameters<typeof answerTo>[0]) => read(answerTo(asked));
	if (task.value.does === 'read') return follow(task.value.records(), answer).result ?? [];

	const { finding, result, request } = task.value;
	const begun = request();
	const made = 'request' in begun ? begun : follow(begun, answer).result;
	if (made === undefined) return [];
	const described = describedOf(made.request);
	const documented = madeUp(described?.answer);
	const body = typeof documented === 'object' ? { ...documented } : {};
	const found = (['new', 'own', 'same'] as const).flatMap((sought) => {
		const record = finding && follow(finding.lookUp(sought, undefined), answer).result;
		return record === undefined ? [] : [record];
	});
	return [
		...[body, ...changed(body, described)].map(result),
		...(finding === undefined
			? []
			: [
					finding.confirmed('thisRun'),
					...found.flatMap((record) => [
						...(finding.isWanted() ? [finding.added({}, record)] : []),
						...REFUSALS.filter((refusal) => finding.isConflict(refusal)).map((refusal) =>
							finding.skipped(refusal, record),
						),
					]),
				]),
	].map((output) => ({ ...output, ...made.ids }));
}
