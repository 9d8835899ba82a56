const { resolve } = require('node:path');

const packageFolder = resolve(__dirname, '..');

// n8n's engine keeps a settings file in the user's home unless told otherwise, and prints every error of a node.
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
				// Types are checked by `npm run lint`, once and for all files.
				diagnostics: false,
			},
		],
	},
	// n8n's rules for community packages keep `__dirname` and `process` out of every .ts file, tests included.
	globals: { PACKAGE_FOLDER: packageFolder, TIMES_LONGER: 1 },
	testEnvironment: 'node',
	// Runs wait for ChatDash in real time, and on a busy machine n8n's engine takes seconds for what else takes tenths.
	testTimeout: 20_000,
};
