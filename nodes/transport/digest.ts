// What stands for a value where the value itself would be too long, or must not be stored.
import { createHash } from 'crypto';

/** A digest of a value, as text. */
export const shortDigest = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
