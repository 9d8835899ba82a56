// `npm run test:soak` runs the model tests for longer, including 50 migrations of 200 deals under every fault.
const config = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...config,
	testMatch: ['<rootDir>/test/model/**/*.test.ts'],
	globals: { ...config.globals, TIMES_LONGER: 25 },
};
