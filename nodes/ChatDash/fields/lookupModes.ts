// Lookup modes that several kinds of records have.
import { normalizeText } from './characters';
import type { LookupMode } from './locatorConfig';
import { parseText } from './parseText';

/** *By Name*. */
export const byName = (example: string): LookupMode<never> => ({
	mode: 'name',
	label: 'Name',
	example,
	parse: parseText,
	normalize: normalizeText,
	predicate: 'are named',
});
