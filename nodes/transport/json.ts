import type { IDataObject } from 'n8n-workflow';

/** Whether something that came as JSON is a record: neither a list nor a plain value. */
export const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
