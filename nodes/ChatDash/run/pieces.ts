// What an expression is made of: `Dr. {{ $json.first }} {{ $json.last }}` has two codes, with texts before and between them.

/** The texts and codes of an expression, in their order; at least one code is among them. */
export type Pieces = ReadonlyArray<{ readonly text: string } | { readonly code: string }>;

/** A value that is the same wherever it is used. */
export type Plain = string | number | boolean;

/** What n8n splits at: braces, and backslashes before them. Texts and codes with any other brace are left alone. */
const PIECE = /\{\{([^{}]+)\}\}|([^{}\\]+)/y;

/**
 * Cuts an expression into its pieces.
 *
 * @param expression as workflows save it, with its equals sign
 * @returns `undefined` if where n8n would cut it is not plain to see
 */
export function piecesOf(expression: string): Pieces | undefined {
	const pieces: Array<Pieces[number]> = [];
	PIECE.lastIndex = 1;
	while (PIECE.lastIndex < expression.length) {
		const [, code, text] = PIECE.exec(expression) ?? [];
		if (text !== undefined) pieces.push({ text });
		else if (code !== undefined && code.trim() !== '') pieces.push({ code });
		else return undefined;
	}
	return pieces.some((piece) => 'code' in piece) ? pieces : undefined;
}

export const codesOf = (pieces: Pieces): string[] =>
	pieces.flatMap((piece) => ('code' in piece ? [piece.code] : []));

/** Whether nothing stands around the one code: then its value is the expression's, and no text is made of it. */
export const isBare = (pieces: Pieces): boolean => pieces.length === 1;

/**
 * The value of an expression.
 *
 * @param values one for each code
 */
export function joined(pieces: Pieces, values: readonly Plain[]): Plain {
	const [only] = values;
	if (isBare(pieces) && only !== undefined) return only;
	const rest = [...values];
	return pieces.map((piece) => ('text' in piece ? piece.text : String(rest.shift()))).join('');
}

/** Nothing, no number, a date, a list: in a text, or in a list with others, they may not be what n8n makes of them alone. */
export const isPlain = (value: unknown): value is Plain =>
	typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
