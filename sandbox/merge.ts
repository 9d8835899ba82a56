/* Merges JSON values. */

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields with changes, object by object. Lists and other values are replaced. */
export function merge(fields: Fields, changes: Fields): Fields {
	const merged = Object.entries(changes).map(([name, value]) => {
		const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
		return [name, isFields(before) && isFields(value) ? merge(before, value) : value] as const;
	});
	// Even a field named `__proto__` is copied. An assignment would change the prototype instead.
	return { ...fields, ...Object.fromEntries(merged) };
}
