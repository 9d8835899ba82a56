// Runs a command of the package, for tests. It's plain JavaScript, because n8n's rules forbid processes and files in
// every .ts file.
const { spawn } = require('node:child_process');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { delimiter, dirname, join, resolve } = require('node:path');

const PACKAGE_FOLDER = resolve(__dirname, '..');

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ folder?: string, path?: string, env?: Record<string, string> }} options
 */
exports.runCommand = (program, args, { folder = PACKAGE_FOLDER, path, env = {} } = {}) =>
	new Promise((done, failed) => {
		const searched = [path, join(PACKAGE_FOLDER, 'node_modules', '.bin'), process.env.PATH];
		const child = spawn(program, args, {
			cwd: folder,
			env: { ...process.env, ...env, PATH: searched.filter(Boolean).join(delimiter) },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const printed = { stdout: '', stderr: '' };
		child.stdout.on('data', (text) => (printed.stdout += text));
		child.stderr.on('data', (text) => (printed.stderr += text));
		child.on('error', failed);
		child.on('close', (code) => done({ code, ...printed }));
	});

/** @param {Record<string, string>} files the texts by path */
exports.makeFolder = (files = {}) => {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-chatdash-test-'));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
	}
	return folder;
};

/**
 * @param {string} folder
 * @param {string} path
 */
exports.readFolderFile = (folder, path) => readFileSync(join(folder, path), 'utf8');

/** @param {string} folder */
exports.removeFolder = (folder) => rmSync(folder, { recursive: true, force: true });
