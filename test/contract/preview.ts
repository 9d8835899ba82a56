// The preview of an operation's output, which n8n shows before the first run. It has exactly the fields of the output
// if ChatDash responds as its API description documents: those of the response, the IDs that the node adds, and those
// that options add. Keys are left out, because the node only returns them if the user asks for them.
import { callItems } from './calls';
import { outputsOf } from './outputs';
import { type Filled, MATCHING, filledIn } from './walk';
import type { Operation } from '../../nodes/ChatDash/operation/operation';

export interface Preview {
	readonly type: string;
	readonly properties?: Readonly<Record<string, Preview>>;
	readonly items?: Preview;
}

/** The fields of all values that can be in the same place, with their types. */
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

/** Whether *Simplify* has its default, as n8n shows it at first, and the output contains no keys. */
const isDefault = ({ operation: { fields }, values }: Filled) =>
	values['includeCredentials'] !== true &&
	(!('simplify' in fields) || values['simplify'] === fields['simplify']?.property.default);

/** The preview of an operation, as `npm run docs` writes it. */
export async function previewFor(operation: Operation): Promise<Preview & { version: number }> {
	const ways = filledIn(operation, MATCHING).filter(isDefault);
	const outputs = await Promise.all(ways.map(async (filled) => await outputsOf(filled)));
	return { ...previewOf(outputs.flat()), version: 1 };
}

/** The preview of the trigger's output, with what *Include Raw Data* adds. */
export const triggerPreview = (): Preview & { version: number } => ({
	...previewOf(callItems(true)),
	version: 1,
});
