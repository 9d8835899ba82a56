// Splits an expression into texts and codes: `Dr. {{ $json.first }} {{ $json.last }}` has two codes, with a text before
// each.

/** The texts and codes of an expression, in order. It has at least one code. */
export type Template = ReadonlyArray<{ readonly text: string } | { readonly code: string }>;

/** A value that n8n returns unchanged, whether its code is evaluated alone, in a text or in an array. */
export type Primitive = string | number | boolean;

/** n8n splits at double braces, unless a backslash precedes them. A text or code with another brace doesn't match. */
const PIECE = /\{\{([^{}]+)\}\}|([^{}\\]+)/y;

/**
 * Splits an expression into texts and codes.
 *
 * @param expression as workflows save it, with its equals sign
 * @returns `undefined` if n8n may split the expression in another way
 */
export function parseTemplate(expression: string): Template | undefined {
	const template: Array<Template[number]> = [];
	PIECE.lastIndex = 1;
	while (PIECE.lastIndex < expression.length) {
		const [, code, text] = PIECE.exec(expression) ?? [];
		if (text !== undefined) template.push({ text });
		else if (code !== undefined && code.trim() !== '') template.push({ code });
		else return undefined;
	}
	return template.some((piece) => 'code' in piece) ? template : undefined;
}

export const expressionsOf = (template: Template): string[] =>
	template.flatMap((piece) => ('code' in piece ? [piece.code] : []));

/** Whether the expression is one code without text. Its value keeps its type; otherwise, n8n returns a string. */
export const isSingleExpression = (template: Template): boolean => template.length === 1;

/**
 * Returns the value of an expression.
 *
 * @param values the value of each code
 */
export function render(template: Template, values: readonly Primitive[]): Primitive {
	const [only] = values;
	if (isSingleExpression(template) && only !== undefined) return only;
	const rest = [...values];
	return template.map((piece) => ('text' in piece ? piece.text : String(rest.shift()))).join('');
}

/** Excludes null, undefined, NaN, dates and arrays: in a text or an array, n8n may change them. */
export const isPrimitive = (value: unknown): value is Primitive =>
	typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
