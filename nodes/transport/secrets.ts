// ChatDash may repeat in its answer what it was sent. Whatever of it reaches an item, an error or a log passes here first.

const MASK = '*****';

/** In a text, a password this short is found in ordinary words too; it is masked only where it stands alone. */
const SHORT = 4;

/** How many levels of lists and records are kept. */
const DEEPEST = 50;

const escapeForPattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A secret may come back as it was sent, without the blanks around it, or as it stands in JSON or in an address. */
const formsOf = (secret: string): string[] => [
	secret,
	secret.trim(),
	JSON.stringify(secret).slice(1, -1),
	encodeURIComponent(secret.toWellFormed()),
];

/** Passwords and keys that nobody may see. They are looked for in every answer, so what to look for is made once. */
export class Secrets {
	/** All their forms. The longest comes first, so that one that is a part of another leaves no rest of it behind. */
	private readonly forms: readonly string[];

	/**
	 * @param secrets in any order
	 * @param known forms of others
	 */
	constructor(secrets: readonly string[], known: readonly string[] = []) {
		this.forms = [...new Set([...known, ...secrets.flatMap(formsOf)])].sort(
			(one, other) => other.length - one.length,
		);
	}

	/** These and more, in any order. */
	and(more: readonly string[]): Secrets {
		return more.length === 0 ? this : new Secrets(more, this.forms);
	}

	/** Replaces every secret in a text. */
	maskText(text: string): string {
		return this.forms.reduce((masked, secret) => {
			if (secret === '') return masked;
			if (secret.length >= SHORT) return masked.replaceAll(secret, MASK);
			return masked.replace(
				new RegExp(`(?<![\\p{L}\\p{N}])${escapeForPattern(secret)}(?![\\p{L}\\p{N}])`, 'gu'),
				MASK,
			);
		}, text);
	}

	/**
	 * Replaces every secret in a value that came out of JSON, however deep it lies, in keys too.
	 *
	 * @param value a JSON value; it is not changed, and what holds no secret is handed on as it is
	 * @param documented keys that the API's page names, and that are no secret even if somebody's password is the same word
	 */
	mask(value: unknown, documented: readonly string[] = []): unknown {
		const maskKey = (key: string) => (documented.includes(key) ? key : this.maskText(key));
		const mask = (inner: unknown, depth: number): unknown => {
			if (typeof inner === 'string') return this.maskText(inner);
			// A password of digits may come back as a number.
			if (typeof inner === 'number') return this.forms.includes(String(inner)) ? MASK : inner;
			if (typeof inner !== 'object' || inner === null) return inner;
			// Nobody reads that far down, and a walk without an end would bring the whole run down.
			if (depth > DEEPEST) return MASK;
			return Array.isArray(inner) ? maskList(inner, depth + 1) : maskRecord(inner, depth + 1);
		};
		const maskList = (list: readonly unknown[], depth: number): unknown => {
			const masked = list.map((entry) => mask(entry, depth));
			return masked.every((entry, index) => entry === list[index]) ? list : masked;
		};
		// Lists hold thousands of records, nearly all of them without a secret: a copy of each would cost more than the search.
		const maskRecord = (record: object, depth: number): unknown => {
			const entries = Object.entries(record);
			let isSame = true;
			for (const entry of entries) {
				const [key, inner] = entry;
				entry[0] = maskKey(key);
				entry[1] = mask(inner, depth);
				isSame &&= entry[0] === key && entry[1] === inner;
			}
			return isSame ? record : Object.fromEntries(entries);
		};
		return mask(value, 0);
	}
}
