// Reads files and folders of the package, for tests. It's plain JavaScript, because n8n's rules forbid `fs` in every
// .ts file.
const { readdirSync, readFileSync } = require('node:fs');
const { resolve } = require('node:path');

/** @param {string} path relative to the package's folder */
exports.readPackageFile = (path) => readFileSync(resolve(__dirname, '..', path), 'utf8');

/** @param {string} path relative to the package's folder */
exports.listPackageFolder = (path) => readdirSync(resolve(__dirname, '..', path)).sort();

/** @param {string} path relative to the package's folder */
exports.readPackageBytes = (path) => readFileSync(resolve(__dirname, '..', path));
