/*
 * Walks through everything that the node can ask of ChatDash: each operation in its table, with its fields filled in in
 * every way that matters. All of it is made from the table itself, so a new operation is walked through without a
 * change here; only a new kind of parameter needs an example in `examplesFor`.
 */
import { UnexpectedError } from 'n8n-workflow';

import { describedFor, describedIn, madeUp } from '../../docs/make/described';
import { RESOURCES } from '../../nodes/ChatDash/resources';
import type { Field } from '../../nodes/ChatDash/fields/field';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import type { ApiRequest } from '../../nodes/transport/request';
import { readPackageFile } from '../read-file';
import { type FakeRead, lookUp } from '../fake-api';

export const DESCRIBED = describedIn(readPackageFile('api/chatdash-openapi.yaml'));

/** Every operation of the node, each with the names it is found by in a workflow and on the screen. */
export const OPERATIONS = RESOURCES.flatMap((resource) =>
	resource.operations.map((operation) => ({
		key: `${resource.value}/${operation.value}`,
		title: `${resource.name} → ${operation.name}`,
		resource,
		operation,
	})),
);

/** Texts that the walk puts in place of its own ones. */
export interface Texts {
	/** Every ID, whether it was chosen or stands in an answer of ChatDash; one that cannot be chosen is only in answers. */
	readonly id?: string;
	/** Tried first in each text field; where a field refuses it, the field gets its own example. */
	readonly text?: string;
	/** Fields of ChatDash's answers, by name. */
	readonly answers?: Readonly<Record<string, string>>;
}

/** With these, what ChatDash answers is what somebody typed in, so that look-ups find it. */
export const FITTING: Required<Texts> = {
	id: '66f1c0a2b7e4d9035a8c1f20',
	text: 'Acme',
	answers: { name: 'Acme', loginId: 'Acme', clientId: '66f1c0a2b7e4d9035a8c1f20' },
};

/** A way to fill in an operation's fields. */
export interface Filled {
	/** Says which way it is, for messages. */
	readonly way: string;
	readonly operation: Operation;
	/** As the fields read them. */
	readonly values: Readonly<Record<string, unknown>>;
	/** The same as they were put in, without those that were left alone. */
	readonly raw: Readonly<Record<string, unknown>>;
	readonly answerTo: (read: { readonly path: string; readonly method?: string }) => unknown;
}

/** What an operation asked of ChatDash. */
export interface Asked {
	/** In order, those of look-ups included. */
	readonly reads: readonly FakeRead[];
	/** The request of an operation that changes something. */
	readonly request?: ApiRequest;
	/** Why it did not come to that. */
	readonly message?: string;
}

/** The ID of every record, if nothing else is asked for: an answer that is made up has each field's name as its text. */
export const ID = '_id';
const MODES_BY_ID = ['list', 'id'];

const isSteering = (name: string, { fields }: Operation) =>
	Object.values(fields).some(
		({ showFor, hintsBy }) => hintsBy?.field === name || (showFor && name in showFor),
	);

const isOptional = ({ property, collection }: Field<unknown>) =>
	collection !== undefined || !property.required;

/** The values of a parameter that differ in what they make of a request. */
function choicesOf({ property }: Field<unknown>): unknown[] {
	if (property.type === 'boolean') return [true, false];
	if (property.type !== 'options') return [];
	return (property.options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));
}

/** What stands for nothing in a field that takes nothing: in an update, it may be sent. */
const emptiesOf = ({ property, parse }: Field<unknown>) =>
	property.type === 'string' && parse('').ok ? [''] : [];

/** The ways to choose a record in an operation: from the list, by ID, or by what people know it by. */
function modesOf({ fields }: Operation): string[] {
	const modes = Object.values(fields).flatMap(({ property }) => property.modes ?? []);
	return modes.length === 0 ? [''] : [...new Set(modes.map(({ name }) => name))];
}

/** Values that a parameter may hold, most wanted first. */
function examplesFor(name: string, { property }: Field<unknown>, mode: string, texts: Texts) {
	switch (property.type) {
		case 'string': {
			const example = property.placeholder?.replace(/^e\.g\. /, '');
			const text = property.typeOptions?.password === true ? undefined : texts.text;
			return [text, example, `given ${name}`, `{"given": "given ${name}"}`];
		}
		case 'number':
			return [property.default];
		case 'resourceLocator': {
			const known = (property.modes ?? []).find((each) => !MODES_BY_ID.includes(each.name));
			const chosen = mode === '' || MODES_BY_ID.includes(mode) ? mode : (known?.name ?? 'id');
			return MODES_BY_ID.includes(chosen)
				? [texts.id ?? ID, ID].map((value) => ({ mode: chosen, value }))
				: [texts.answers?.[chosen] ?? chosen, chosen].map((value) => ({ mode: chosen, value }));
		}
		default:
			return choicesOf({ property, parse: () => ({ ok: false, message: '', advice: '' }) });
	}
}

/** The first example that the field takes; the very first one if it takes none. */
function exampleFor(name: string, field: Field<unknown>, mode: string, texts: Texts): unknown {
	const examples = examplesFor(name, field, mode, texts).filter((raw) => raw !== undefined);
	return examples.find((raw) => field.parse(raw).ok) ?? examples[0];
}

/**
 * All ways to fill in the fields that matter: for each value of a field that others depend on, and each way to choose a
 * record, with no optional field, with all of them, with each of them alone, and each with each of its choices.
 */
export function filledIn(operation: Operation, texts: Texts = {}): Filled[] {
	const fields = Object.entries(operation.fields);
	const steering = fields.filter(([name]) => isSteering(name, operation));
	const bases = steering.reduce<Array<Record<string, unknown>>>(
		(all, [name, field]) =>
			all.flatMap((base) => choicesOf(field).map((value) => ({ ...base, [name]: value }))),
		[{}],
	);

	return modesOf(operation).flatMap((mode) =>
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
			const all = Object.fromEntries(optional.map((entry) => [entry[0], example(entry)] as const));
			return [
				fill(operation, `${way}, nothing optional`, start, texts),
				fill(operation, `${way}, everything`, { ...start, ...all }, texts),
				...optional.flatMap(([name, field]) => {
					return [...new Set([...choicesOf(field), ...emptiesOf(field), all[name]])].map((value) =>
						fill(operation, `${way}, ${name} alone`, { ...start, [name]: value }, texts),
					);
				}),
			];
		}),
	);
}

function fill(
	operation: Operation,
	way: string,
	raw: Readonly<Record<string, unknown>>,
	{ id, answers = {} }: Texts,
): Filled {
	return {
		way,
		operation,
		raw,
		values: valuesOf(operation, raw),
		answerTo: ({ path, method = 'GET' }) => {
			const described = describedFor(DESCRIBED, method, path);
			const texts = { ...answers, ...(id !== undefined && { [ID]: id }) };
			return described && madeUp(described.answer, texts);
		},
	};
}

/** Reads what was put in the way a run does. */
function valuesOf({ fields, value }: Operation, raw: Readonly<Record<string, unknown>>) {
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		const { showFor = {}, property, collection, whenNotAdded } = field;
		const isAsked = Object.entries(showFor).every(([on, wanted]) =>
			wanted.some((each) => each === values[on]),
		);
		if (!isAsked) {
			values[name] = field.whenHidden?.();
		} else if (!(name in raw) && collection !== undefined && whenNotAdded !== undefined) {
			values[name] = whenNotAdded.value;
		} else {
			const untouched = collection === undefined ? property.default : undefined;
			const read = field.parse(name in raw ? raw[name] : untouched);
			if (!read.ok) throw new Refused(`${value}: ${read.message}`);
			values[name] = read.value;
		}
	}
	return values;
}

/** A field took none of the values that the walk has for it. */
export class Refused extends UnexpectedError {}

/** What an operation asks of ChatDash for these values, including the lookups that may follow. */
export async function askedFor({ operation, values, answerTo }: Filled): Promise<Asked> {
	const reason = operation.check(values);
	if (reason !== undefined) return { reads: [], message: reason.message };
	if (operation.kind === 'read') {
		const { reads, message } = await lookUp(
			async (api) => await operation.records(values, api),
			answerTo,
		);
		return { reads, ...(message !== undefined && { message }) };
	}
	const { existingIds, confirm, ifExists, alreadyDone, enrich } = operation;
	const made = await lookUp(async (api) => await operation.request(values, api), answerTo);
	const lookups = [
		await lookUp(async (api) => await existingIds?.(values, api), answerTo),
		await lookUp(async (api) => await confirm?.isDone(values, api, undefined), answerTo),
		await lookUp(async (api) => await ifExists?.find(values, api), answerTo),
		await lookUp(async (api) => await alreadyDone?.verify?.(values, api), answerTo),
		await lookUp(async (api) => await enrich?.find(values, api, undefined, false), answerTo),
		await lookUp(async (api) => await enrich?.find(values, api, undefined, true), answerTo),
	];
	return {
		reads: [...made.reads, ...lookups.flatMap(({ reads }) => reads)],
		...(made.result && { request: made.result.request }),
		...(made.message !== undefined && { message: made.message }),
	};
}

/** The operation of the description that a read or a request is for. */
export const describedOf = ({ path, method }: { path: string; method?: string }) =>
	describedFor(DESCRIBED, method ?? 'GET', path);
