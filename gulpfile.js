// Builds what n8n reads at run time: a JavaScript file for each node and credential, their code, and the files next to it.
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { Module } = require('node:module');
const { basename, dirname, relative } = require('node:path');
const { build } = require('esbuild');
const { dest, series, src } = require('gulp');

const { n8n } = require('./package.json');

/** Empties dist, so that no file of an earlier build is packed. */
exports.clean = () => rm('dist', { recursive: true, force: true });

/** What all files are built for. */
const TARGET = {
	bundle: true,
	packages: 'external',
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	logLevel: 'warning',
};

/** Replaces a file that makes data with the data, so that n8n doesn't have to make it whenever it starts. */
const makeDescription = {
	name: 'make-description',
	setup(bundler) {
		bundler.onLoad({ filter: /description[\\/]made\.ts$/ }, async ({ path }) => {
			const { outputFiles } = await build({ ...TARGET, entryPoints: [path], write: false });
			const made = new Module(path);
			made.paths = module.paths;
			made._compile(outputFiles[0].text, path);
			return { contents: JSON.stringify(made.exports), loader: 'json' };
		});
	},
};

/** The code of all nodes and credentials, which share most of it. */
const SHARED = 'dist/nodes/shared.js';

/**
 * Bundles the code into one file, because n8n loads a file much faster than two hundred. It isn't minified, so that everyone
 * can read what they install. The files that n8n looks for only name their class in it. The compiler has checked the types
 * before.
 */
exports.bundle = async () => {
	const files = [...n8n.credentials, ...n8n.nodes];
	const sources = files.map((file) => `./${relative('dist', file).replace(/js$/, 'ts')}`);
	await build({
		...TARGET,
		stdin: {
			contents: sources.map((source) => `export * from '${source}';`).join('\n'),
			resolveDir: __dirname,
		},
		outfile: SHARED,
		plugins: [makeDescription],
	});
	for (const file of files) {
		const [name] = basename(file).split('.');
		await mkdir(dirname(file), { recursive: true });
		await writeFile(
			file,
			`exports.${name} = require('${relative(dirname(file), SHARED)}').${name};\n`,
		);
	}
};

/** Icons, the codex (categories and search words) and the output previews (`__schema__`). */
const copyStaticFiles = () =>
	src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

/** Where .npmrc lets `npm pack` put the package, so that it fails if there's no build. */
const allowPacking = () => mkdir('dist/after-npm-run-build', { recursive: true });

exports.copy = series(copyStaticFiles, allowPacking);
