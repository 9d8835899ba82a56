// Loaded by Node.js into an n8n that is measured (`--import`): as it ends, it writes down what the operating system has
// counted for it, in user and system mode together, and the most memory that it had. `getrusage` stands behind it, on
// Linux and macOS alike, so nothing has to be asked from outside while the process runs.

import { writeFileSync } from 'node:fs';

const { ACCOUNT_FILE: file, ACCOUNT_FOR: parent } = process.env;

// What n8n starts inherits the environment; only n8n itself is to be counted.
if (file !== undefined && String(process.ppid) === parent) {
	process.on('exit', () => {
		const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
		writeFileSync(
			file,
			JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 }),
		);
	});
}
