// Redacts secrets. ChatDash's responses may repeat what was sent, so everything in them is redacted before it reaches
// an item, an error or a log.

const REDACTED = '*****';

/** Ordinary words may contain a shorter secret, so it's only redacted as a whole word. */
const MIN_SUBSTRING_LENGTH = 4;

/** Anything nested more deeply is redacted as a whole. */
const MAX_DEPTH = 50;

const escapeForPattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A response may repeat a secret unchanged, trimmed, escaped as in JSON, or encoded as in a URL. */
const variantsOf = (secret: string): string[] => [
	secret,
	secret.trim(),
	JSON.stringify(secret).slice(1, -1),
	encodeURIComponent(secret.toWellFormed()),
];

/** Redacts passwords and keys. It's used for every response, so the variants of the secrets are computed once. */
export class Redactor {
	/** Sorted by length, the longest first: a shorter variant may be a part of a longer one, whose rest would stay. */
	private readonly variants: readonly string[];

	/**
	 * @param secrets in any order
	 * @param variants the variants of other secrets
	 */
	constructor(secrets: readonly string[], variants: readonly string[] = []) {
		this.variants = [...new Set([...variants, ...secrets.flatMap(variantsOf)])].sort(
			(one, other) => other.length - one.length,
		);
	}

	/** Returns a redactor for more secrets, in any order. */
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
	 * Replaces every secret in a JSON value, at any depth, in keys too.
	 *
	 * @param value isn't changed; parts without secrets are returned as they are
	 * @param allowedKeys the documented keys of the response, which aren't secret even if a password is the same word
	 */
	redact(value: unknown, allowedKeys: readonly string[] = []): unknown {
		const redactKey = (key: string) => (allowedKeys.includes(key) ? key : this.redactText(key));
		const redact = (inner: unknown, depth: number): unknown => {
			if (typeof inner === 'string') return this.redactText(inner);
			// ChatDash may return a password of digits as a number.
			if (typeof inner === 'number')
				return this.variants.includes(String(inner)) ? REDACTED : inner;
			if (typeof inner !== 'object' || inner === null) return inner;
			// Without a limit, a deeply nested response would overflow the stack and end the run.
			if (depth > MAX_DEPTH) return REDACTED;
			return Array.isArray(inner) ? redactList(inner, depth + 1) : redactRecord(inner, depth + 1);
		};
		const redactList = (list: readonly unknown[], depth: number): unknown => {
			const redacted = list.map((entry) => redact(entry, depth));
			return redacted.every((entry, index) => entry === list[index]) ? list : redacted;
		};
		// Lists have thousands of records, most of them without a secret. Copying each would cost more than the search.
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
