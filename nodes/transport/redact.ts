// ChatDash may repeat in its answer what it was sent. Whatever of it reaches an item, an error or a log passes here first.

const REDACTED = '*****';

/** In a text, a password this short is found in ordinary words too; it is masked only where it stands alone. */
const MIN_SUBSTRING_LENGTH = 4;

/** How many levels of lists and records are kept. */
const MAX_DEPTH = 50;

const escapeForPattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A secret may come back as it was sent, without the blanks around it, or as it stands in JSON or in an address. */
const variantsOf = (secret: string): string[] => [
	secret,
	secret.trim(),
	JSON.stringify(secret).slice(1, -1),
	encodeURIComponent(secret.toWellFormed()),
];

/** Passwords and keys that nobody may see. They are looked for in every answer, so what to look for is made once. */
export class Redactor {
	/** All their forms. The longest comes first, so that one that is a part of another leaves no rest of it behind. */
	private readonly variants: readonly string[];

	/**
	 * @param secrets in any order
	 * @param known forms of others
	 */
	constructor(secrets: readonly string[], variants: readonly string[] = []) {
		this.variants = [...new Set([...variants, ...secrets.flatMap(variantsOf)])].sort(
			(one, other) => other.length - one.length,
		);
	}

	/** These and more, in any order. */
	with(more: readonly string[]): Redactor {
		return more.length === 0 ? this : new Redactor(more, this.variants);
	}

	/** Replaces every secret in a text. */
	redactText(text: string): string {
		return this.variants.reduce((redacted, secret) => {
			if (secret === '') return redacted;
			if (secret.length >= MIN_SUBSTRING_LENGTH) return redacted.replaceAll(secret, REDACTED);
			return redacted.replace(
				new RegExp(`(?<![\\p{L}\\p{N}])${escapeForPattern(secret)}(?![\\p{L}\\p{N}])`, 'gu'),
				REDACTED,
			);
		}, text);
	}

	/**
	 * Replaces every secret in a value that came out of JSON, however deep it lies, in keys too.
	 *
	 * @param value a JSON value; it is not changed, and what holds no secret is handed on as it is
	 * @param documented keys that the API's page names, and that are no secret even if somebody's password is the same word
	 */
	redact(value: unknown, allowedKeys: readonly string[] = []): unknown {
		const redactKey = (key: string) => (allowedKeys.includes(key) ? key : this.redactText(key));
		const redact = (inner: unknown, depth: number): unknown => {
			if (typeof inner === 'string') return this.redactText(inner);
			// A password of digits may come back as a number.
			if (typeof inner === 'number')
				return this.variants.includes(String(inner)) ? REDACTED : inner;
			if (typeof inner !== 'object' || inner === null) return inner;
			// Nobody reads that far down, and a walk without an end would bring the whole run down.
			if (depth > MAX_DEPTH) return REDACTED;
			return Array.isArray(inner) ? redactList(inner, depth + 1) : redactRecord(inner, depth + 1);
		};
		const redactList = (list: readonly unknown[], depth: number): unknown => {
			const redacted = list.map((entry) => redact(entry, depth));
			return redacted.every((entry, index) => entry === list[index]) ? list : redacted;
		};
		// Lists hold thousands of records, nearly all of them without a secret: a copy of each would cost more than the search.
		const redactRecord = (record: object, depth: number): unknown => {
			const entries = Object.entries(record);
			let isSame = true;
			for (const entry of entries) {
				const [key, inner] = entry;
				entry[0] = redactKey(key);
				entry[1] = redact(inner, depth);
				isSame &&= entry[0] === key && entry[1] === inner;
			}
			return isSame ? record : Object.fromEntries(entries);
		};
		return redact(value, 0);
	}
}
