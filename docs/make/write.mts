// `npm run docs`: generates what follows from the code: docs/operations.md, the previews of what the operations and the
// trigger output, and the names that saved workflows contain. Tests compare the committed files with the generated ones.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';

import { ChatDash } from '../../nodes/ChatDash/ChatDash.node.js';
import { ChatDashTrigger } from '../../nodes/ChatDashTrigger/ChatDashTrigger.node.js';
import { previewFor, triggerPreview } from '../../test/contract/preview.js';
import { OPERATIONS } from '../../test/contract/walk.js';
import { operationsPage } from './operations-page.js';
import { allSavedNames } from './saved-names.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const SAVED_NAMES = 'test/guidelines/saved-names.json';

const read = (path: string) => readFileSync(join(CHECKOUT, path), 'utf8');

function write(path: string, text: string) {
	mkdirSync(dirname(join(CHECKOUT, path)), { recursive: true });
	writeFileSync(join(CHECKOUT, path), text);
}

async function writeJson(path: string, value: unknown) {
	const filepath = join(CHECKOUT, path);
	const config = await resolveConfig(filepath);
	write(path, await format(JSON.stringify(value), { ...config, filepath }));
}

const { values } = parseArgs({ options: { 'rename-saved': { type: 'boolean' } } });

for (const { key, operation } of OPERATIONS) {
	await writeJson(`nodes/ChatDash/__schema__/v1.0.0/${key}.json`, await previewFor(operation));
}
await writeJson('nodes/ChatDashTrigger/__schema__/v1.0.0.json', triggerPreview());
write('docs/operations.md', operationsPage(read));

const names = allSavedNames(
	new ChatDash().description.properties,
	new ChatDashTrigger().description.properties,
);
const before: Record<string, string[]> = JSON.parse(read(SAVED_NAMES));
const lost = Object.entries(before).flatMap(([operation, saved]) =>
	saved.filter((name) => !names[operation]?.includes(name)).map((name) => `${operation} ${name}`),
);
if (lost.length > 0 && values['rename-saved'] !== true) {
	console.error(`Saved workflows contain these names, and would lose them:\n${lost.join('\n')}`);
	console.error('Before the first release: npm run docs -- --rename-saved');
	process.exitCode = 1;
} else {
	await writeJson(SAVED_NAMES, names);
}
