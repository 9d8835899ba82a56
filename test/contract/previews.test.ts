// Each operation has a file with the preview of its output, which n8n shows before the first run, and so does the trigger.
// `npm run docs` writes them.
import { readPackageFile } from '../read-file';
import { previewFor, triggerPreview } from './preview';
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

test('The trigger: the preview matches the items of all events', () => {
	const file: unknown = JSON.parse(readPackageFile('nodes/ChatDashTrigger/__schema__/v1.0.0.json'));
	expect(file).toEqual(triggerPreview());
});

test('The trigger: the preview has every field that an item can have', () => {
	const fields = [
		...readPackageFile('nodes/ChatDashTrigger/output.ts').matchAll(/^\t\t(\w+)(?::|,$)/gm),
	].map(([, name]) => name);
	expect(fields.length).toBeGreaterThan(20);
	expect(Object.keys(triggerPreview().properties ?? {}).sort()).toEqual(fields.sort());
});
