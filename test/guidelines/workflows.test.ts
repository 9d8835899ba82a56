/**
 * The workflow that watches ChatDash's documentation. Its steps run here as they run on GitHub, but with an npm and a gh
 * that only remember what they were called with.
 */
import { UnexpectedError } from 'n8n-workflow';
import { parse } from 'yaml';

import manifest from '../../package.json';
import { readPackageFile } from '../read-file';
import { makeFolder, readFolderFile, removeFolder, runCommand } from '../run-command';

interface Workflow {
	readonly on: object;
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: {
		readonly compare: {
			readonly env: Readonly<Record<string, string>>;
			readonly steps: ReadonlyArray<{ readonly name?: string; readonly run?: string }>;
		};
	};
}

const WORKFLOW: Workflow = parse(readPackageFile('.github/workflows/api-diff.yml'));
const { env, steps } = WORKFLOW.jobs.compare;

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

async function runStep(name: string, more: Readonly<Record<string, string>>) {
	const script = steps.find((step) => step.name === name)?.run;
	if (script === undefined) throw new UnexpectedError(`There is no step ${name}`);
	return await runCommand('bash', ['-e', '-c', script], {
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
