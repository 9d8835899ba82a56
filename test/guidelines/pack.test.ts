/**
 * What `npm pack` does in a fresh checkout, before and after the build, and that two checkouts result in the same package.
 * Scripts of packages are off (see .npmrc), so npm doesn't build the package on its own.
 */
import { readPackageFile } from '../read-file';
import { type Ended, makeFolder, removeFolder, runCommand } from '../run-command';

declare const PACKAGE_FOLDER: string;

/** Several commands of npm, on a busy machine. */
const NPM_TIMEOUT_MS = 90_000;

let folder: string;

beforeEach(() => {
	const files = ['.npmrc', 'LICENSE.md', 'README.md', 'gulpfile.js', 'index.js', 'package.json'];
	folder = makeFolder({
		...Object.fromEntries(files.map((path) => [path, readPackageFile(path)])),
		'nodes/ChatDash/chatDash.svg': '<svg/>',
	});
});

afterEach(() => {
	removeFolder(folder);
});

/** Commands as a contributor types them, in the fresh checkout. */
const shell = async (command: string): Promise<Ended> =>
	await runCommand('bash', ['-c', command], { folder });

test('before the build, it fails and names the command to run first', async () => {
	const { code, stderr } = await shell('npm pack');
	expect(code).not.toBe(0);
	expect(stderr).toContain('npm-run-build');
	expect((await shell('ls')).stdout).not.toContain('.tgz');
});

test(
	'after the build, it packs the build, and no earlier package',
	async () => {
		const linked = `ln -s "${PACKAGE_FOLDER}/node_modules" node_modules`;
		expect(await shell(`${linked} && gulp copy`)).toMatchObject({ code: 0 });
		for (let times = 0; times < 2; times += 1) {
			expect(await shell('npm pack')).toMatchObject({ code: 0 });
		}
		const { stdout } = await shell('tar -tzf dist/after-npm-run-build/*.tgz');
		expect(stdout.trim().split('\n').sort()).toEqual([
			'package/LICENSE.md',
			'package/README.md',
			'package/dist/nodes/ChatDash/chatDash.svg',
			'package/index.js',
			'package/package.json',
		]);
	},
	NPM_TIMEOUT_MS,
);

test(
	'two checkouts of the same source result in the same bytes',
	async () => {
		// Another folder, other times, and other permissions: nothing of that may get into the package.
		const packIn = async (name: string, umask: string, mode: string) => {
			const script = `umask ${umask} && mkdir ${name} && cd ${name}
			cp -r "${PACKAGE_FOLDER}"/{credentials,nodes,.npmrc,LICENSE.md,README.md,gulpfile.js,index.js,package.json,tsconfig.json} .
			chmod -R ${mode} . && find . -exec touch {} + && ln -s "${PACKAGE_FOLDER}/node_modules" node_modules
			gulp clean && gulp bundle && gulp copy && npm pack
			sha256sum < dist/after-npm-run-build/*.tgz`;
			const { code, stdout, stderr } = await runCommand('bash', ['-e', '-c', script], { folder });
			expect([code, stderr]).toEqual([0, expect.any(String)]);
			return stdout.trim().split('\n').at(-1);
		};
		const first = await packIn('one', '022', 'go=rX');
		expect(first).toMatch(/^[0-9a-f]{64}/);
		expect(await packIn('another-folder', '002', 'g=rwX')).toBe(first);
	},
	NPM_TIMEOUT_MS,
);
