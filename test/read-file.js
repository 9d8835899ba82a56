// Reads a text file of the package, for tests. In plain JavaScript, for n8n's rules keep `fs` out of every .ts file.
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');

/** @param {string} path from the package's folder */
exports.readPackageFile = (path) => readFileSync(resolve(__dirname, '..', path), 'utf8');
