/*
 * Walks through every request that the node can send: each operation in its table, with its fields filled in in every
 * way that matters. The cases are generated from the table, so a new operation needs no change here. Only a new kind of
 * parameter needs an example in `examplesFor`.
 */
import { UnexpectedError } from 'n8n-workflow';

import { describedFor, describedIn, madeUp } from '../../docs/make/described';
import { RESOURCES } from '../../nodes/ChatDash/resources';
import type { Field } from '../../nodes/ChatDash/fields/field';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import type { ApiRequest } from '../../nodes/transport/request';
import { readPackageFile } from '../read-file';
import { type FakeRead, lookUp } from '../fake-api';
import { CONTEXT } from '../parse-context';

export const DESCRIBED = describedIn(readPackageFile('api/chatdash-openapi.yaml'));

/** Every operation of the node, each with its names in a workflow and on the screen. */
export const OPERATIONS = RESOURCES.flatMap((resource) =>
	resource.operations.map((operation) => ({
		key: `${resource.value}/${operation.value}`,
		title: `${resource.name} → ${operation.name}`,
		resource,
		operation,
	})),
);

/** Texts that the walk uses instead of its own. */
export interface Texts {
	/** Every ID, both chosen by the user and in ChatDash's responses. An ID that no user chooses is only in responses. */
	readonly id?: string;
	/** Tried first in each text field. A field that rejects it gets its own example. */
	readonly text?: string;
	/** Fields of ChatDash's responses, by name. */
	readonly responses?: Readonly<Record<string, string>>;
}

/** With these, ChatDash's responses contain what the user entered, so lookups find it. */
export const MATCHING: Required<Texts> = {
	id: '66f1c0a2b7e4d9035a8c1f20',
	text: 'Acme',
	responses: { name: 'Acme', loginId: 'Acme', clientId: '66f1c0a2b7e4d9035a8c1f20' },
};

/** A way to fill in an operation's fields. */
export interface Filled {
	/** Describes the way, for messages. */
	readonly way: string;
	readonly operation: Operation;
	/** As the fields parsed them. */
	readonly values: Readonly<Record<string, unknown>>;
	/** As the user entered them, without the untouched ones. */
	readonly raw: Readonly<Record<string, unknown>>;
	readonly respond: (read: { readonly path: string; readonly method?: string }) => unknown;
}

/** The requests that an operation sent. */
export interface Sent {
	/** In order, including those of lookups. */
	readonly reads: readonly FakeRead[];
	/** The request of an operation that changes something. */
	readonly request?: ApiRequest;
	/** Why there is no such request. */
	readonly message?: string;
}

/** The ID of every record by default, because a sample response has each field's name as its text. */
export const ID = '_id';
const MODES_BY_ID = ['list', 'id'];

const controlsOthers = (name: string, { fields }: Operation) =>
	Object.values(fields).some(
		({ showFor, variants }) => variants?.field === name || (showFor && name in showFor),
	);

const isOptional = ({ property, collection }: Field<unknown>) =>
	collection !== undefined || !property.required;

/** The values of a parameter that lead to different requests. */
function choicesOf({ property }: Field<unknown>): unknown[] {
	if (property.type === 'boolean') return [true, false];
	const values = (property.options ?? []).flatMap((option) =>
		'value' in option ? [option.value] : [],
	);
	if (property.type === 'multiOptions') {
		// The choices of a list that the editor loads aren't known here.
		return values.length === 0 ? [] : [values, ...values.map((value) => [value])];
	}
	return property.type === 'options' ? values : [];
}

/** Whether two fields have the same choices. Several values in one then exclude those in the other. */
const areAlike = ({ property: one }: Field<unknown>, { property: other }: Field<unknown>) =>
	one.type === 'multiOptions' &&
	other.type === 'multiOptions' &&
	one.options !== undefined &&
	JSON.stringify(one.options) === JSON.stringify(other.options);

/** The empty value of a field that accepts one: an update may send it. */
const emptyValuesOf = ({ property, parse }: Field<unknown>) =>
	property.type === 'string' && parse('', CONTEXT).ok ? [''] : [];

/** The ways to choose a record in an operation: from the list, by ID, or by a name that people know. */
function modesOf({ fields }: Operation): string[] {
	const modes = Object.values(fields).flatMap(({ property }) => property.modes ?? []);
	return modes.length === 0 ? [''] : [...new Set(modes.map(({ name }) => name))];
}

/** The example that the user sees in an empty field. */
export const exampleIn = ({ placeholder }: Field<unknown>['property']) =>
	placeholder?.replace(/^e\.g\. /, '');

/** Possible values of a parameter, the preferred one first. */
function examplesFor(
	name: string,
	field: Field<unknown>,
	mode: string,
	texts: Texts,
): readonly unknown[] {
	const { property, rows } = field;
	switch (property.type) {
		case 'string': {
			const text = property.typeOptions?.password === true ? undefined : texts.text;
			return [text, exampleIn(property), `given ${name}`, `{"given": "given ${name}"}`];
		}
		case 'json':
			return [exampleIn(property), `{"given": "given ${name}"}`];
		case 'dateTime':
			// A range ends after it begins.
			return [name.startsWith('end') ? '2026-03-01T10:00:00' : '2026-03-01T09:00:00'];
		case 'number':
			return [property.default, property.typeOptions?.minValue, property.typeOptions?.maxValue];
		case 'fixedCollection': {
			const inner = Object.entries(rows?.fields ?? {}).map(([innerName, each]) => [
				innerName,
				exampleFor(innerName, each, mode, texts),
			]);
			return [{ [rows?.name ?? '']: [Object.fromEntries(inner)] }];
		}
		case 'resourceLocator': {
			const known = (property.modes ?? []).find((each) => !MODES_BY_ID.includes(each.name));
			const chosen = mode === '' || MODES_BY_ID.includes(mode) ? mode : (known?.name ?? 'id');
			return MODES_BY_ID.includes(chosen)
				? [texts.id ?? ID, ID].map((value) => ({ mode: chosen, value }))
				: [texts.responses?.[chosen] ?? chosen, chosen].map((value) => ({ mode: chosen, value }));
		}
		case 'multiOptions':
			return [choicesOf(field)[0] ?? [texts.id ?? ID], [ID]];
		default:
			return choicesOf(field);
	}
}

/** The first example that the field accepts, or the very first one if it accepts none. */
function exampleFor(name: string, field: Field<unknown>, mode: string, texts: Texts): unknown {
	const examples = examplesFor(name, field, mode, texts).filter((raw) => raw !== undefined);
	return examples.find((raw) => field.parse(raw, CONTEXT).ok) ?? examples[0];
}

/**
 * All ways to fill in the fields that matter. Each value of a field that others depend on is combined with each way to
 * choose a record. Each combination is filled in with no optional field, with all of them, and with each of them alone,
 * once for each of its choices. Those that break a rule over several fields are left out.
 */
export function filledIn(operation: Operation, texts: Texts = {}): Filled[] {
	const fields = Object.entries(operation.fields);
	const controlling = fields.filter(([name]) => controlsOthers(name, operation));
	const bases = controlling.reduce<Array<Record<string, unknown>>>(
		(all, [name, field]) =>
			all.flatMap((base) => choicesOf(field).map((value) => ({ ...base, [name]: value }))),
		[{}],
	);

	const ways = modesOf(operation).flatMap((mode) =>
		bases.flatMap((base) => {
			const example = ([name, field]: readonly [string, Field<unknown>]) =>
				exampleFor(name, field, mode, texts);
			const required = Object.fromEntries(
				fields
					.filter(([, field]) => !isOptional(field))
					.map((entry) => [entry[0], example(entry)] as const),
			);
			const start = { ...required, ...base };
			const optional = fields.filter(([name, field]) => !(name in start) && isOptional(field));
			const way = [mode && `chosen by ${mode}`, JSON.stringify(base)].filter(Boolean).join(', ');
			const all = Object.fromEntries(
				optional.map((entry, index) => {
					const alike = optional.slice(0, index).filter(([, field]) => areAlike(field, entry[1]));
					return [entry[0], alike.length === 0 ? example(entry) : []] as const;
				}),
			);
			return [
				fill(operation, `${way}, nothing optional`, start, texts),
				fill(operation, `${way}, everything`, { ...start, ...all }, texts),
				...optional.flatMap(([name, field]) => {
					return [...new Set([...choicesOf(field), ...emptyValuesOf(field), all[name]])].map(
						(value) => fill(operation, `${way}, ${name} alone`, { ...start, [name]: value }, texts),
					);
				}),
			];
		}),
	);
	return ways.filter(keepsRules);
}

/** An update without fields breaks no rule: it has nothing to send. */
const keepsRules = ({ operation, values }: Filled) =>
	[undefined, 'No fields to update'].includes(operation.check(values)?.message);

function fill(
	operation: Operation,
	way: string,
	raw: Readonly<Record<string, unknown>>,
	{ id, responses = {} }: Texts,
): Filled {
	return {
		way,
		operation,
		raw,
		values: valuesOf(operation, raw),
		respond: ({ path, method = 'GET' }) => {
			const described = describedFor(DESCRIBED, method, path);
			const texts = { ...responses, ...(id !== undefined && { [ID]: id }) };
			return described && madeUp(described.answer, texts);
		},
	};
}

/** Parses the entered values as a run does. */
function valuesOf({ fields, value }: Operation, raw: Readonly<Record<string, unknown>>) {
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		const { showFor = {}, property, collection, whenNotAdded } = field;
		const isShown = Object.entries(showFor).every(([on, wanted]) =>
			wanted.some((each) => each === values[on]),
		);
		if (!isShown) {
			values[name] = field.whenHidden?.();
		} else if (!(name in raw) && collection !== undefined && whenNotAdded !== undefined) {
			values[name] = whenNotAdded.value;
		} else {
			const untouched = collection === undefined ? property.default : undefined;
			const read = field.parse(name in raw ? raw[name] : untouched, CONTEXT);
			if (!read.ok) throw new RejectedExample(`${value}: ${read.message}`);
			values[name] = read.value;
		}
	}
	return values;
}

/** A field rejected all values that the walk has for it. */
export class RejectedExample extends UnexpectedError {}

/** The requests that an operation sends for these values, including those of the lookups that may follow. */
export async function sentFor({ operation, values, respond }: Filled): Promise<Sent> {
	const reason = operation.check(values);
	if (reason !== undefined) return { reads: [], message: reason.message };
	if (operation.kind === 'read') {
		const { reads, message } = await lookUp(
			async (api) => await operation.records(values, api),
			respond,
		);
		return { reads, ...(message !== undefined && { message }) };
	}
	const { existingIds, confirm, ifExists, alreadyDone, enrich } = operation;
	const prepared = await lookUp(async (api) => await operation.request(values, api), respond);
	const lookups = [
		await lookUp(async (api) => await existingIds?.(values, api), respond),
		await lookUp(async (api) => await confirm?.isDone(values, api, undefined), respond),
		await lookUp(async (api) => await ifExists?.find(values, api), respond),
		await lookUp(async (api) => await alreadyDone?.isDone?.(values, api), respond),
		await lookUp(async (api) => await enrich?.find(values, api, undefined, false), respond),
		await lookUp(async (api) => await enrich?.find(values, api, undefined, true), respond),
	];
	return {
		reads: [...prepared.reads, ...lookups.flatMap(({ reads }) => reads)],
		...(prepared.result && { request: prepared.result.request }),
		...(prepared.message !== undefined && { message: prepared.message }),
	};
}

/** The operation in the API description that a request is for. */
export const describedOf = ({ path, method }: { path: string; method?: string }) =>
	describedFor(DESCRIBED, method ?? 'GET', path);
