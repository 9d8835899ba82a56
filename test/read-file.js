// Reads files and folders of the package, for tests. In plain JavaScript, for n8n's rules keep `fs` out of every .ts file.
const { readdirSync, readFileSync } = require('node:fs');
const { resolve } = require('node:path');

/** @param {string} path from the package's folder */
exports.readPackageFile = (path) => readFileSync(resolve(__dirname, '..', path), 'utf8');

/** @param {string} path from the package's folder */
exports.listPackageFolder = (path) => readdirSync(resolve(__dirname, '..', path)).sort();
