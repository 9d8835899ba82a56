/* Parts of the JSON Schemas of what other processes send to the sandbox. */

export const TEXT = { type: 'string', minLength: 1 };
export const MS = { type: 'number', minimum: 0 };
export const FLAG = { type: 'boolean' };

/** The schema of an object with these required and optional fields, and no others. */
export function objectOf(required: Record<string, object>, optional: Record<string, object> = {}) {
	return {
		type: 'object',
		properties: { ...required, ...optional },
		required: Object.keys(required),
		additionalProperties: false,
	};
}
