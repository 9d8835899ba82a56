// Reads `{{ $json.company.name }}` from the item itself. To n8n such an expression costs about half a millisecond, for it
// is evaluated in an isolate of its own, and it is what nearly every field of every node is mapped with: for two thousand
// clients with five fields that is five seconds in which nothing else moves. The value is the item's field and nothing
// more, so it can be taken from there; whatever is not as plain as that is left to n8n. That both give the same is shown
// by test/engine/expressions.test.ts, over random items and expressions.
import type { IDataObject } from 'n8n-workflow';

/** `$json` and then names alone, `.name` or `["any name"]`, with nothing before or after the braces. */
const PATH =
	/^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\[(?:"[^"\\{}\r\n]+"|'[^'\\{}\r\n]+')\])+)\s*\}\}$/;
const NAME = /\.([\w$]+)|\["([^"]+)"\]|\['([^']+)'\]/g;

/** n8n lets nobody read these, and throws or gives nothing instead. */
const GUARDED =
	/constructor|^(prototype|getPrototypeOf|setPrototypeOf|getOwnPropertyDescriptors?|definePropert(y|ies)|mainModule|binding|_linkedBinding|_load|prepareStackTrace|caller|callee|arguments|getBuiltinModule|dlopen|execve|loadEnvFile)$|^__/;

/**
 * The names on the way to the value of a parameter.
 *
 * @param expression as workflows save it, with its equals sign
 * @returns `undefined` if it is anything but a plain path into the item
 */
export function jsonPathIn(expression: string): readonly string[] | undefined {
	const path = PATH.exec(expression)?.[1];
	if (path === undefined) return undefined;
	const names = [...path.matchAll(NAME)].map(
		([, plain, double, single]) => plain ?? double ?? single ?? '',
	);
	return names.some((name) => GUARDED.test(name) || name in Object.prototype) ? undefined : names;
}

/** What lies at the end of a path, if that can be said without n8n. */
export type Read = { readonly known: true; readonly value: Plain } | { readonly known: false };

type Plain = string | number | boolean | null | undefined;

const UNKNOWN: Read = { known: false };

/** Follows a path through records, by their own fields. Only a plain value at its end is known. */
export function readPath(json: IDataObject, names: readonly string[]): Read {
	let at: unknown = json;
	for (const name of names) {
		if (!isRecord(at)) return UNKNOWN;
		at = Object.hasOwn(at, name) ? at[name] : undefined;
	}
	return isPlain(at) ? { known: true, value: at } : UNKNOWN;
}

/** Lists and dates are none: what n8n makes of their fields is n8n's to say. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

const isPlain = (value: unknown): value is Plain =>
	value === undefined ||
	value === null ||
	typeof value === 'string' ||
	typeof value === 'number' ||
	typeof value === 'boolean';
