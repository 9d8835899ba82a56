// Each operation has a file with the preview of its output, which n8n shows before the first run. `npm run docs` writes
// them.
import { readPackageFile } from '../read-file';
import { previewFor } from './preview';
import { OPERATIONS } from './walk';

test.each(OPERATIONS)(
	'$title: the preview matches what the operation returns',
	async ({ key, operation }) => {
		const file: unknown = JSON.parse(
			readPackageFile(`nodes/ChatDash/__schema__/v1.0.0/${key}.json`),
		);
		expect(file).toEqual(await previewFor(operation));
	},
);
