// `npm run docs`: generates docs/operations.md from the code. A test compares the committed file with the generated
// one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { operationsPage } from './operations-page.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

writeFileSync(
	join(CHECKOUT, 'docs', 'operations.md'),
	operationsPage((path) => readFileSync(join(CHECKOUT, path), 'utf8')),
);
