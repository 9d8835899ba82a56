// Reads values out of a parsed YAML or JSON file, which may contain anything.

export type Tree = { readonly [key: string]: unknown };

export const isTree = (value: unknown): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of keys; `undefined` if the path doesn't exist. */
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
	keys.reduce<unknown>(
		(inner, key) => (isTree(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
		value,
	);

export const treeAt = (value: unknown, ...keys: readonly string[]): Tree => {
	const found = at(value, ...keys);
	return isTree(found) ? found : {};
};

export const textAt = (value: unknown, ...keys: readonly string[]): string => {
	const found = at(value, ...keys);
	return typeof found === 'string' ? found : '';
};

/** A list as it is; anything else becomes an empty list. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const listAt = (value: unknown, ...keys: readonly string[]): readonly unknown[] =>
	asList(at(value, ...keys));
