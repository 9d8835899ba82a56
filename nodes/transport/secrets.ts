// ChatDash may repeat in its answer what it was sent. Whatever of it reaches an item, an error or a log passes here first.

const MASK = '*****';

/** In a text, a password this short is found in ordinary words too; it is masked only where it stands alone. */
const SHORT = 4;

const escapeForPattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function maskText(text: string, secrets: readonly string[]): string {
	return secrets.reduce((masked, secret) => {
		if (secret === '') return masked;
		if (secret.length >= SHORT) return masked.split(secret).join(MASK);
		return masked.replace(
			new RegExp(`(?<![\\p{L}\\p{N}])${escapeForPattern(secret)}(?![\\p{L}\\p{N}])`, 'gu'),
			MASK,
		);
	}, text);
}

/**
 * Replaces every secret in a value that came out of JSON, however deep it lies, in keys too.
 *
 * @param value a JSON value; it is not changed
 * @param secrets passwords and keys, in any order
 */
export function maskSecrets(value: unknown, secrets: readonly string[]): unknown {
	// The longest first, so that a secret that is a part of another leaves no rest of it behind.
	const ordered = [...secrets].sort((one, other) => other.length - one.length);
	const mask = (inner: unknown): unknown => {
		if (typeof inner === 'string') return maskText(inner, ordered);
		// A password of digits may come back as a number.
		if (typeof inner === 'number') return ordered.includes(String(inner)) ? MASK : inner;
		if (Array.isArray(inner)) return inner.map(mask);
		if (typeof inner === 'object' && inner !== null) {
			return Object.fromEntries(
				Object.entries(inner).map(([key, entry]) => [maskText(key, ordered), mask(entry)]),
			);
		}
		return inner;
	};
	return mask(value);
}
