const { availableParallelism } = require('node:os');
const { resolve } = require('node:path');

const packageFolder = resolve(__dirname, '..');

// By default, n8n's engine writes a settings file to the user's home and prints every error of a node.
process.env.N8N_USER_FOLDER = resolve(packageFolder, 'node_modules/.cache/n8n-engine');
process.env.N8N_LOG_LEVEL = 'silent';

/** @type {import('jest').Config} */
module.exports = {
	rootDir: packageFolder,
	testMatch: ['<rootDir>/test/{unit,contract,model,engine,guidelines}/**/*.test.ts'],
	transform: {
		'^.+\\.ts$': [
			'ts-jest',
			{
				tsconfig: {
					module: 'commonjs',
					target: 'es2022',
					esModuleInterop: true,
					isolatedModules: true,
				},
				// `npm run lint` checks the types of all files at once.
				diagnostics: false,
			},
		],
	},
	// n8n's rules for community packages forbid `__dirname` and `process` in every .ts file, including tests.
	globals: { PACKAGE_FOLDER: packageFolder, TIMES_LONGER: 1 },
	testEnvironment: 'node',
	// By default, Jest leaves one processor to other programs, which is half of a small machine.
	maxWorkers: Math.max(2, availableParallelism() - 1),
	// Runs wait for ChatDash in real time, and n8n's engine takes seconds instead of tenths on a busy machine.
	testTimeout: 20_000,
};
