// Loaded by Node.js into a measured n8n (`--import`). When n8n ends, this writes the CPU time (user and system) and the
// peak memory that the operating system has counted for the process. They come from `getrusage`, on Linux and macOS
// alike, so nothing has to be measured from outside while the process runs.

import { writeFileSync } from 'node:fs';

const { ACCOUNT_FILE: file, ACCOUNT_FOR: parent } = process.env;

// Child processes of n8n inherit the environment, but only n8n itself is measured.
if (file !== undefined && String(process.ppid) === parent) {
	process.on('exit', () => {
		const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
		writeFileSync(
			file,
			JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 }),
		);
	});
}
