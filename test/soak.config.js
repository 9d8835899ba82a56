// `npm run test:soak`: the model's tests for longer, with 50 migrations of 200 deals under every fault among them.
const config = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...config,
	testMatch: ['<rootDir>/test/model/**/*.test.ts'],
	globals: { ...config.globals, TIMES_LONGER: 25 },
};
