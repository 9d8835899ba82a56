// Checks whether the required ports are free, before anything is started.

import { once } from 'node:events';
import { createServer } from 'node:net';

import { Problem } from '../problem.mjs';

/** Everything listens only on this local address, so other machines can't reach it. */
export const HOST = '127.0.0.1';

/** A port that something needs to listen on. */
export interface WantedPort {
	readonly port: number;
	/** The program that needs it, as the user knows it: "n8n". */
	readonly owner: string;
	/** The command-line option that chooses another port: "--n8n-port". */
	readonly option: string;
}

/** @throws Problem that names the first port that can't be used, why, and what to do */
export async function requireFreePorts(wanted: readonly WantedPort[]): Promise<void> {
	for (const { port, owner, option } of wanted) {
		const obstacle = await obstacleAt(port);
		if (obstacle === undefined) continue;
		throw new Problem(
			`Port ${port}, which ${owner} needs, ${obstacle}; choose another one with ${option}.`,
		);
	}
}

/** A port that is free at this moment, chosen by the system. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, HOST);
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') {
		throw new Error('The system gave no port number for a listening server.');
	}
	return address.port;
}

async function obstacleAt(port: number): Promise<string | undefined> {
	const server = createServer();
	try {
		server.listen({ port, host: HOST, exclusive: true });
		await once(server, 'listening');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'EADDRINUSE') return 'is taken by another program';
		if (code === 'EACCES') return 'may not be used by this user';
		throw error;
	}
	server.close();
	await once(server, 'close');
	return undefined;
}
