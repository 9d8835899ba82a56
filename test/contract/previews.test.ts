/**
 * n8n shows before the first run what an operation will put out, from a file of its own for each of them. Each has its
 * file, and the file names just what comes out when ChatDash answers as its API's description says: the fields of the
 * answer, the IDs that the node adds, and what options add. Only keys are not offered: they are off unless asked for.
 */
import type { IDataObject } from 'n8n-workflow';

import { readPackageFile } from '../read-file';
import { outputsOf } from './outputs';
import { FITTING, OPERATIONS, type Filled, filledIn } from './walk';

interface Preview {
	readonly type: string;
	readonly properties?: Readonly<Record<string, Preview>>;
	readonly items?: Preview;
}

/** The fields of values that may stand in one place, with their types. */
function previewOf(values: readonly unknown[]): Preview {
	const [value] = values;
	if (Array.isArray(value)) {
		return { type: 'array', items: previewOf(values.flatMap((each) => each)) };
	}
	if (typeof value !== 'object' || value === null) return { type: typeof value };
	const entries = values.flatMap((each) => Object.entries(each ?? {}));
	const names = [...new Set(entries.map(([name]) => name))];
	return {
		type: 'object',
		properties: Object.fromEntries(
			names.map((name) => [
				name,
				previewOf(
					entries.flatMap(([other, inner]: [string, unknown]) => (other === name ? [inner] : [])),
				),
			]),
		),
	};
}

/** Whether the fields outside of collections are as n8n shows them at first, and no key is asked for. */
const isUsual = ({ operation: { fields }, values }: Filled) =>
	values['includeCredentials'] !== true &&
	(!('simplify' in fields) || values['simplify'] === fields['simplify']?.property.default);

test.each(OPERATIONS)('$title: the preview is what comes out', async ({ key, operation }) => {
	const ways = [...filledIn(operation, FITTING)].filter(isUsual);
	const outputs: IDataObject[] = (
		await Promise.all(ways.map(async (filled) => await outputsOf(filled)))
	).flat();
	const file: unknown = JSON.parse(readPackageFile(`nodes/ChatDash/__schema__/v1.0.0/${key}.json`));
	expect(file).toEqual({ ...previewOf(outputs), version: 1 });
});
