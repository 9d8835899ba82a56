// What an expression is made of: `Dr. {{ $json.first }} {{ $json.last }}` has two codes, with texts before and between them.

/** The texts and codes of an expression, in their order; at least one code is among them. */
export type Template = ReadonlyArray<{ readonly text: string } | { readonly code: string }>;

/** A value that is the same wherever it is used. */
export type Primitive = string | number | boolean;

/** What n8n splits at: braces, and backslashes before them. Texts and codes with any other brace are left alone. */
const PIECE = /\{\{([^{}]+)\}\}|([^{}\\]+)/y;

/**
 * Cuts an expression into its pieces.
 *
 * @param expression as workflows save it, with its equals sign
 * @returns `undefined` if where n8n would cut it is not plain to see
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

/** Whether nothing stands around the one code: then its value is the expression's, and no text is made of it. */
export const isSingleExpression = (template: Template): boolean => template.length === 1;

/**
 * The value of an expression.
 *
 * @param values one for each code
 */
export function render(template: Template, values: readonly Primitive[]): Primitive {
	const [only] = values;
	if (isSingleExpression(template) && only !== undefined) return only;
	const rest = [...values];
	return template.map((piece) => ('text' in piece ? piece.text : String(rest.shift()))).join('');
}

/** Nothing, no number, a date, a list: in a text, or in a list with others, they may not be what n8n makes of them alone. */
export const isPrimitive = (value: unknown): value is Primitive =>
	typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
