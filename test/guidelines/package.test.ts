// n8n's requirements for the package itself, so that it can be found, installed and verified.
import codex from '../../nodes/ChatDash/ChatDash.node.json';
import triggerCodex from '../../nodes/ChatDashTrigger/ChatDashTrigger.node.json';
import outputPreview from '../../nodes/ChatDash/__schema__/v1.0.0/client/create.json';
import manifest from '../../package.json';
import { readPackageFile } from '../read-file';

test('is a community node that n8n finds', () => {
	expect(manifest.name).toMatch(/^n8n-nodes-/);
	expect(manifest.keywords).toContain('n8n-community-node-package');
	expect(manifest.n8n).toEqual({
		n8nNodesApiVersion: 1,
		strict: true,
		credentials: [
			'dist/credentials/ChatDashApi.credentials.js',
			'dist/credentials/ChatDashClientApi.credentials.js',
		],
		nodes: [
			'dist/nodes/ChatDash/ChatDash.node.js',
			'dist/nodes/ChatDashTrigger/ChatDashTrigger.node.js',
		],
	});
});

test('has no dependencies at run time, and gets n8n-workflow from n8n', () => {
	expect(manifest).not.toHaveProperty('dependencies');
	expect(manifest).not.toHaveProperty('overrides');
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test('runs no script when it is installed', () => {
	const lifecycle = ['prepare', 'preinstall', 'install', 'postinstall', 'prepublish'];
	expect(Object.keys(manifest.scripts).filter((name) => lifecycle.includes(name))).toEqual([]);
});

test('ships only the build', () => {
	expect(manifest.files).toEqual(['dist', '!dist/after-npm-run-build', 'index.js']);
});

test('pins every development dependency', () => {
	const loose = Object.entries(manifest.devDependencies).filter(
		([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
	);
	expect(loose).toEqual([]);
});

test('lists each development dependency and its purpose', () => {
	const [, section = ''] = readPackageFile('CONTRIBUTING.md').split(
		'## Development dependencies\n',
	);
	const [text = ''] = section.split('\n## ');
	const named = text
		.split('\n')
		.filter((line) => line.startsWith('| `'))
		.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
		.map(([, name]) => name);
	expect(named.sort()).toEqual(Object.keys(manifest.devDependencies).sort());
});

test('states its author, its license, and where to report issues', () => {
	expect(manifest).toMatchObject({ license: 'MIT', engines: { node: '>=20' } });
	expect(manifest.author.name).not.toBe('');
	expect(manifest.author.email).toContain('@');
	expect(manifest.repository.url).toMatch(/^git\+https:\/\/.+\.git$/);
	expect(manifest.bugs.url).toMatch(/^https:\/\/.+\/issues$/);
	expect(URL.canParse(manifest.homepage)).toBe(true);
});

test('is found with the words that people search for', () => {
	const known = [
		'Analytics',
		'Communication',
		'Data & Storage',
		'Development',
		'Finance & Accounting',
		'Marketing & Content',
		'Miscellaneous',
		'Productivity',
		'Sales',
		'Utility',
	];
	for (const { categories } of [codex, triggerCodex]) {
		expect(categories.filter((category) => !known.includes(category))).toEqual([]);
	}
	const words = codex.alias.map((word) => word.toLowerCase());
	expect(words).toEqual(
		expect.arrayContaining([
			'agency',
			'white label',
			'client portal',
			'vapi',
			'retell',
			'voiceflow',
		]),
	);
	expect(triggerCodex.alias).toEqual(
		expect.arrayContaining(['call ended', 'missed call', 'transcript', 'Vapi', 'Retell']),
	);
});

test('previews the output of a created client, with what the options add, in the order of the output', () => {
	const names = Object.keys(outputPreview.properties);
	expect(names.slice(0, 6)).toEqual([
		'message',
		'clientId',
		'clientName',
		'language',
		'memberName',
		'loginId',
	]);
	expect(names.slice(6).sort()).toEqual(['confirmed', 'email', 'password', 'skipped']);
});
