// `npm start` from the outside, as a user runs it: what it prints, how it exits, and that it leaves nothing behind.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { holder } from '../../sandbox/n8n/claim.mjs';
import { freePort, HOST } from '../../sandbox/n8n/ports.mjs';
import { isRunning } from '../../sandbox/n8n/process-group.mjs';
import { OWNER } from '../../sandbox/workspace.mjs';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
/** The very first start may have to install n8n. */
const FIRST_START_MS = 600_000;
const START_MS = 180_000;
/** The demo takes about 10 seconds, and several times as long next to other work. */
const DEMO_MS = 90_000;
/** n8n has 15 seconds to stop on its own. */
const END_MS = 20_000;

describe('npm start', () => {
	let data: string;
	let ports: { readonly n8n: number; readonly sandbox: number };

	before(async () => {
		data = await mkdtemp(join(tmpdir(), 'chatdash-start-'));
		ports = { n8n: await freePort(), sandbox: await freePort() };
	});

	after(async () => {
		await rm(data, { recursive: true, force: true });
	});

	/** Runs `npm start` with the test's data folder and ports, as the head of a process group like in a terminal. */
	function npmStart(...more: readonly string[]) {
		return npmStartWith({}, more);
	}

	function npmStartWith(env: Readonly<Record<string, string>>, more: readonly string[]) {
		const command = execa(
			'npm',
			[
				'start',
				'--',
				...['--data', data],
				...['--n8n-port', String(ports.n8n)],
				...['--sandbox-port', String(ports.sandbox)],
				...more,
			],
			{ cwd: CHECKOUT, reject: false, all: true, detached: true, env },
		);
		assert.ok(command.pid !== undefined, 'npm could not be started');
		return { command, groupId: -command.pid, npmId: command.pid };
	}

	/** A start that has reported that everything is ready, and its processes. */
	async function running() {
		const started = npmStart();
		let printed = '';
		started.command.all.on('data', (text: Buffer) => (printed += text.toString()));
		await until(async () => {
			assert.equal(started.command.exitCode, null, `npm start ended early:\n${printed}`);
			return printed.includes('Press Ctrl+C to stop both');
		}, START_MS);
		const claim = await holder(join(data, 'running.json'));
		assert.ok(claim !== undefined, 'nothing claims the data folder');
		const n8nId = (await childrenOf(claim.processId)).at(0);
		assert.ok(n8nId !== undefined, 'n8n is not a child process of the start');
		return { ...started, startId: claim.processId, n8nId };
	}

	async function nothingIsLeft(ids: readonly number[]) {
		await until(async () => !ids.some(isRunning), END_MS);
		assert.equal(await answers(ports.n8n), false, "n8n's port is still taken");
		assert.equal(await answers(ports.sandbox), false, "the sandbox's port is still taken");
	}

	/** What the demo prints. */
	function assertIsDemo(printed: string) {
		assert.match(printed, /n8n's own engine/);
		assert.match(printed, /^Won deals → ChatDash clients$/m);
		assert.match(
			printed,
			/^Northwind Bakery · ada\.sommer@example\.com · created: Client created/m,
		);
		assert.match(printed, /^Harbor Fitness · .* · needs attention: Login ID already in use/m);
		assert.match(printed, /^5 deals: 4 created, 0 skipped, 1 needs attention$/m);
		assert.doesNotMatch(printed, /password/i);
	}

	it('--demo runs the first example without n8n, and ends', { timeout: DEMO_MS }, async () => {
		const { exitCode, all } = await npmStart('--demo').command;
		assert.equal(exitCode, 0, all);
		assertIsDemo(all);
		assert.deepEqual(await readdir(data), []);
		await nothingIsLeft([]);
	});

	it('shows the demo before the first installation', { timeout: START_MS + END_MS }, async () => {
		const cache = join(data, 'empty-cache');
		const { command, groupId, npmId } = npmStartWith({ N8N_CHATDASH_CACHE: cache }, []);
		let printed = '';
		command.all.on('data', (text: Buffer) => (printed += text.toString()));
		await until(async () => {
			assert.equal(command.exitCode, null, `npm start ended early:\n${printed}`);
			return await Promise.resolve(/Install n8n|Step 1 of 2/.test(printed));
		}, START_MS);
		process.kill(groupId, 'SIGINT');
		const { all } = await command;
		assertIsDemo(all.slice(0, all.search(/Install n8n|Step 1 of 2/)));
		await nothingIsLeft([npmId]);
		await rm(cache, { recursive: true, force: true, maxRetries: 5 });
	});

	it('stops the demo at Ctrl+C', { timeout: DEMO_MS }, async () => {
		const { command, groupId, npmId } = npmStart('--demo');
		let printed = '';
		command.all.on('data', (text: Buffer) => (printed += text.toString()));
		await until(async () => await Promise.resolve(printed.includes("n8n's own engine")), DEMO_MS);
		process.kill(groupId, 'SIGINT');
		const { all } = await command;
		assert.match(all, /^Stopped\./m);
		assert.doesNotMatch(all, /5 deals/);
		await nothingIsLeft([npmId]);
	});

	it(
		'--once creates the clients, shows the one that needs attention, onboards, reports, tags, and notes',
		{ timeout: FIRST_START_MS },
		async () => {
			const { exitCode, all } = await npmStart('--once').command;
			assert.equal(exitCode, 0, all);
			assert.match(all, /Northwind Bakery · ada\.sommer@example\.com · created: Client created/);
			assert.match(all, /Harbor Fitness · .* · needs attention: Login ID already in use/);
			assert.match(all, /5 deals: 4 created, 0 skipped, 1 needs attention/);
			const steps = [
				'Client created successfully',
				'Agent assigned to client successfully',
				'Member updated successfully',
			].join(' → ');
			assert.match(
				all,
				new RegExp(`Harbor Dental · Jonas\\.Berg@example\\.com · created: ${steps}$`, 'm'),
			);
			assert.match(all, /3 deals: 3 created, 0 skipped, 0 need attention/);
			assert.match(all, /Carter Consulting · 5 conversations · 3\.20 USD · Prices, Booking$/m);
			assert.equal(all.match(/^lead \w+ · tagged$/gm)?.length, 2);
			assert.match(all, /^note for \+1202555\d+ · Call on \d{4}-\d\d-\d\d, \d\d:\d\d/m);
			assert.doesNotMatch(all, /password/i);
			await nothingIsLeft([]);
		},
	);

	it('--once again creates nothing twice', { timeout: START_MS }, async () => {
		const { exitCode, all } = await npmStart('--once').command;
		assert.equal(exitCode, 0, all);
		assert.match(all, /5 deals: 0 created, 4 skipped, 1 needs attention/);
		assert.match(all, /3 deals: 0 created, 3 skipped, 0 need attention/);
		assert.match(all, /Carter Consulting · 5 conversations/);
		assert.equal(all.match(/^note for /gm)?.length, 1);
		assert.equal(all.match(/^lead \w+ · tagged$/gm)?.length, 2);
	});

	it('stops everything at Ctrl+C', { timeout: START_MS + END_MS }, async () => {
		const { command, groupId, npmId, startId, n8nId } = await running();
		process.kill(groupId, 'SIGINT');
		const { all } = await command;
		await nothingIsLeft([npmId, startId, n8nId]);
		assert.match(all, new RegExp(`sign in as ${OWNER.email} with the password ${OWNER.password}`));
		assert.match(all, /Stopping n8n and the sandbox/);
		assert.equal(existsSync(join(data, 'running.json')), false, 'the data folder is still claimed');
	});

	it('stops everything when only npm is told to stop', { timeout: START_MS + END_MS }, async () => {
		const { npmId, startId, n8nId } = await running();
		process.kill(npmId, 'SIGTERM');
		await nothingIsLeft([npmId, startId, n8nId]);
	});

	it('leaves no n8n behind when it is killed itself', { timeout: START_MS + END_MS }, async () => {
		const { startId, n8nId } = await running();
		process.kill(startId, 'SIGKILL');
		await nothingIsLeft([startId, n8nId]);
	});

	it('reports it and stops when n8n dies', { timeout: START_MS + END_MS }, async () => {
		const { command, startId, n8nId } = await running();
		process.kill(n8nId, 'SIGKILL');
		const { exitCode, all } = await command;
		assert.equal(exitCode, 1, all);
		assert.match(all, /n8n stopped unexpectedly \(signal SIGKILL\)\. Last lines of the log:/);
		await nothingIsLeft([startId, n8nId]);
	});

	it('names a port in use and the option that changes it', { timeout: START_MS }, async () => {
		for (const [port, option] of [
			[ports.n8n, '--n8n-port'],
			[ports.sandbox, '--sandbox-port'],
		] as const) {
			const occupant = createServer().listen(port, HOST);
			await once(occupant, 'listening');
			const { exitCode, all } = await npmStart().command;
			occupant.close();
			assert.equal(exitCode, 1, all);
			assert.match(all, new RegExp(`Port ${port},.* is taken by another program;.* ${option}\\.`));
			assert.doesNotMatch(all, /^\s+at /m, 'a stack trace is no help');
		}
	});

	it('names an unknown option, and lists the valid ones', { timeout: START_MS }, async () => {
		const { exitCode, all } = await npmStart('--prot', '1').command;
		assert.equal(exitCode, 1, all);
		assert.match(all, /Unknown option '--prot'/);
		assert.match(all, /--sandbox-port PORT/);
		assert.doesNotMatch(all, /^\s+at /m, 'a stack trace is no help');
	});
});

/** Whether something responds on a port. */
async function answers(port: number): Promise<boolean> {
	const socket = connect(port, HOST);
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

async function childrenOf(id: number): Promise<readonly number[]> {
	const { stdout } = await execa('ps', ['-eo', 'pid=,ppid=']);
	const rows = stdout.split('\n').map((row) => row.trim().split(/\s+/).map(Number));
	return rows.filter(([, parent]) => parent === id).flatMap(([child]) => child ?? []);
}

async function until(condition: () => Promise<boolean>, withinMs: number): Promise<void> {
	const deadline = Date.now() + withinMs;
	while (!(await condition())) {
		assert.ok(Date.now() < deadline, `not so within ${withinMs / 1_000} seconds`);
		await pause(100);
	}
}
