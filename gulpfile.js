// The compiler writes the JavaScript; what else n8n reads at run time is copied beside it.
const { mkdir, rm } = require('node:fs/promises');
const { dest, series, src } = require('gulp');

/** Empties dist, so that no file of an earlier build is packed. */
exports.clean = () => rm('dist', { recursive: true, force: true });

/** Icons, the codex (categories and search words) and the output previews (`__schema__`). */
const copyStaticFiles = () =>
	src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

/** Where .npmrc lets `npm pack` put the package, so that it fails if there's no build. */
const allowPacking = () => mkdir('dist/after-npm-run-build', { recursive: true });

exports.copy = series(copyStaticFiles, allowPacking);
