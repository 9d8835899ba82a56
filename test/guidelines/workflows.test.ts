/**
 * The workflows on GitHub. The steps of those that watch ChatDash's documentation and that publish the package run here as
 * they run on GitHub, but with an npm and a gh that only remember what they were called with.
 */
import { UnexpectedError } from 'n8n-workflow';
import { parse } from 'yaml';

import manifest from '../../package.json';
import { listPackageFolder, readPackageFile } from '../read-file';
import { makeFolder, readFolderFile, removeFolder, runCommand } from '../run-command';

interface Step {
	readonly name?: string;
	readonly run?: string;
	readonly uses?: string;
}

interface Workflow {
	readonly on: object;
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: {
		readonly compare: {
			readonly env: Readonly<Record<string, string>>;
			readonly steps: readonly Step[];
		};
	};
}

interface PublishWorkflow {
	readonly on: object;
	readonly jobs: {
		readonly publish: {
			readonly permissions: Readonly<Record<string, string>>;
			readonly steps: readonly Step[];
		};
	};
}

const WORKFLOW: Workflow = parse(readPackageFile('.github/workflows/api-diff.yml'));
const { env, steps } = WORKFLOW.jobs.compare;

const PUBLISH: PublishWorkflow = parse(readPackageFile('.github/workflows/publish.yml'));
const { publish } = PUBLISH.jobs;

const FILES = listPackageFolder('.github/workflows');

/** Prints what the test wants, and exits as it wants. */
const NPM = `#!/bin/bash
echo "npm $*" >> calls.txt
cat planned.txt
exit "$PLANNED_CODE"
`;

/** Has one issue at most: its number and its text are in a file each. */
const GH = `#!/bin/bash
echo "gh $1 $2" >> calls.txt
touch number.txt
while [ $# -gt 0 ]; do
	case "$1 $2" in
		'issue list') cat number.txt ;;
		'issue view') cat body.md ;;
		'issue create') echo 7 > number.txt ;;
		'issue close') : > number.txt ;;
	esac
	if [ "$1" = --body-file ]; then cp "$2" body.md; fi
	shift
done
`;

let folder: string;

beforeEach(() => {
	folder = makeFolder({ 'bin/npm': NPM, 'bin/gh': GH, 'calls.txt': '', 'env.txt': '' });
});

afterEach(() => {
	removeFolder(folder);
});

const scriptOf = (all: readonly Step[], name: string): string => {
	const script = all.find((step) => step.name === name)?.run;
	if (script === undefined) throw new UnexpectedError(`There is no step ${name}`);
	return script;
};

async function runStep(name: string, more: Readonly<Record<string, string>>) {
	return await runCommand('bash', ['-e', '-c', scriptOf(steps, name)], {
		folder,
		path: `${folder}/bin`,
		env: { ...env, GITHUB_ENV: `${folder}/env.txt`, RUN: 'https://github.com/run/1', ...more },
	});
}

/** @returns what gh was asked to do, or `failed` if the run ends before that */
async function runWorkflow(report: string, code: number): Promise<string[] | 'failed'> {
	await runCommand(
		'bash',
		['-c', 'printf %s "$1" > planned.txt; : > calls.txt; : > env.txt', '-', report],
		{
			folder,
		},
	);
	const compared = await runStep('Compare', { PLANNED_CODE: String(code) });
	expect(readFolderFile(folder, 'calls.txt')).toBe(
		'npm run --silent api:diff -- https://docs.chat-dash.com/llms.txt\n',
	);
	if (compared.code !== 0) return 'failed';
	expect(compared.stdout).toContain(report);
	const [, passed = ''] = /^code=(\d)$/m.exec(readFolderFile(folder, 'env.txt')) ?? [];
	const kept = await runStep('Keep the issue up to date', { code: passed });
	expect(kept).toMatchObject({ code: 0, stderr: '' });
	return readFolderFile(folder, 'calls.txt').trim().split('\n').slice(1);
}

/** What gh is always asked. */
const ASKED = ['gh label create', 'gh issue list'];

test('runs every week and on request, and may only write issues', () => {
	expect(WORKFLOW.on).toEqual({
		schedule: [{ cron: expect.any(String) }],
		workflow_dispatch: null,
	});
	expect(WORKFLOW.permissions).toEqual({ contents: 'read', issues: 'write' });
	expect(Object.keys(manifest.scripts)).toContain('api:diff');
});

test('keeps one issue: opens it, changes its text, leaves it, and closes it', async () => {
	expect(await runWorkflow('No differences: …', 0)).toEqual(ASKED);

	expect(await runWorkflow('1 difference: …\n- GET /a', 1)).toEqual([...ASKED, 'gh issue create']);
	expect(readFolderFile(folder, 'body.md')).toContain('~~~text\n1 difference: …\n- GET /a');

	expect(await runWorkflow('1 difference: …\n- GET /a', 1)).toEqual([...ASKED, 'gh issue view']);

	expect(await runWorkflow('1 difference: …\n- GET /b', 1)).toEqual([
		...ASKED,
		'gh issue view',
		'gh issue edit',
	]);
	expect(readFolderFile(folder, 'body.md')).toContain('- GET /b');

	expect(await runWorkflow('No differences: …', 0)).toEqual([...ASKED, 'gh issue close']);
	expect(await runWorkflow('No differences: …', 0)).toEqual(ASKED);
});

test('fails and leaves the issue as it is if a page can’t be read, or if nothing was compared', async () => {
	expect(await runWorkflow('', 2)).toBe('failed');
	expect(await runWorkflow('1 difference: …', 70)).toBe('failed');
	// npm itself also exits with 1, for example if a package is missing.
	expect(await runWorkflow('', 1)).toBe('failed');
});

test('shortens a report that is too long for an issue', async () => {
	await runWorkflow('- GET /a: the body’s field b is new\n'.repeat(3_000), 1);
	const body = readFolderFile(folder, 'body.md');
	expect(body.length).toBeLessThan(65_536);
	expect(body).toMatch(/is new\n… The rest is in the log of the workflow\.\n~~~\n$/);
});

test.each(FILES)('%s names each action by its commit, and its version next to it', (file) => {
	const uses = readPackageFile(`.github/workflows/${file}`)
		.split('\n')
		.filter((line) => /^\s*(- )?uses:/.test(line));
	expect(uses.length).toBeGreaterThan(0);
	for (const line of uses) expect(line).toMatch(/ uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

describe('A release', () => {
	/** Remembers its arguments, and the environment that decides how a package is published. */
	const NPM_THAT_PUBLISHES = `#!/bin/bash
if [ "$*" = 'config get registry' ]; then echo https://registry.npmjs.org/; exit; fi
echo "npm $* provenance=$NPM_CONFIG_PROVENANCE" >> calls.txt
`;

	/** Runs a step as GitHub does, or a command. */
	const run = async (command: string, more: Readonly<Record<string, string>>) =>
		await runCommand('bash', ['-e', '-c', command], {
			folder,
			path: `${folder}/bin`,
			env: { NPM_TOKEN: '', NPM_CONFIG_PROVENANCE: '', ...more },
		});

	const calls = () => readFolderFile(folder, 'calls.txt').trim().split('\n');

	beforeEach(() => {
		removeFolder(folder);
		folder = makeFolder({
			'bin/npm': NPM_THAT_PUBLISHES,
			'calls.txt': '',
			'package.json': JSON.stringify({ name: manifest.name, version: '1.2.3' }),
		});
	});

	test('starts with the tag of a version, and may only read the source and sign in to npm', () => {
		expect(PUBLISH.on).toEqual({ push: { tags: ['*.*.*'] } });
		expect(publish.permissions).toEqual({ 'id-token': 'write', contents: 'read' });
	});

	test('checks everything before it publishes', () => {
		const order = publish.steps.map(({ name, run: script, uses }) => name ?? script ?? uses);
		expect(order.slice(2)).toEqual([
			'npm ci',
			'The tag is the version in package.json',
			'Tests',
			"n8n's scanner, on the source and on the packed package",
			'Lint, build and publish',
		]);
	});

	test('ends if the tag isn’t the version', async () => {
		const script = scriptOf(publish.steps, 'The tag is the version in package.json');
		expect(await run(script, { GITHUB_REF_NAME: '1.2.3' })).toMatchObject({ code: 0 });
		expect(await run(script, { GITHUB_REF_NAME: '1.2.4' })).not.toMatchObject({ code: 0 });
		expect(await run(script, { GITHUB_REF_NAME: 'v1.2.3' })).not.toMatchObject({ code: 0 });
	});

	test('needs no token, except for the first version', async () => {
		const script = scriptOf(publish.steps, 'Lint, build and publish');
		expect(await run(script, {})).toMatchObject({ code: 0 });
		expect(calls()).toEqual(['npm run release provenance=']);
		expect(await run(script, { NPM_TOKEN: 'token' })).toMatchObject({ code: 0 });
		expect(calls().slice(1)).toEqual([
			'npm config set //registry.npmjs.org/:_authToken token provenance=',
			'npm run release provenance=',
		]);
	});

	test('lints, builds, and publishes with provenance on GitHub', async () => {
		expect(await run(manifest.scripts.release, { GITHUB_ACTIONS: 'true' })).toMatchObject({
			code: 0,
		});
		expect(calls()).toEqual([
			'npm run lint provenance=',
			'npm run build provenance=',
			'npm publish provenance=true',
		]);
	});
});
