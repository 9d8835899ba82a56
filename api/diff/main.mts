// `npm run api:diff`: compares the pages of ChatDash's documentation with our description of the API.
// `npm run api:diff -- --help` explains it.

import { run } from './command.mjs';

process.exitCode = await run(process.argv.slice(2));
