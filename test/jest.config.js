const { resolve } = require('node:path');

const packageFolder = resolve(__dirname, '..');

/** @type {import('jest').Config} */
module.exports = {
	rootDir: packageFolder,
	testMatch: ['<rootDir>/test/{unit,engine,guidelines}/**/*.test.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: { module: 'commonjs', target: 'es2022', esModuleInterop: true, isolatedModules: true }, diagnostics: false }] },
	// n8n's rules for community packages keep `__dirname` and `process` out of every .ts file, tests included.
	globals: { PACKAGE_FOLDER: packageFolder },
	testEnvironment: 'node',
};
