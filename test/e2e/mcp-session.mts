// Talks to n8n's MCP Server Trigger the way an MCP client does: JSON-RPC over Streamable HTTP, without a library.
// https://modelcontextprotocol.io/specification/2025-06-18/basic/transports

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** The result of a `tools/call`. */
export interface ToolResult {
	readonly isError: boolean;
	/** What the model reads. */
	readonly text: string;
}

const PUBLISHED_WITHIN_MS = 60_000;
const POLL_MS = 200;

/** One client's connection to one trigger. */
export class McpSession {
	#requests = 0;

	private constructor(
		private readonly address: string,
		private readonly id: string,
	) {}

	/**
	 * Connects. n8n publishes a workflow in the background, so this waits until the trigger responds.
	 *
	 * @param address `http://HOST:PORT/mcp/PATH`
	 */
	static async open(address: string): Promise<McpSession> {
		const deadline = Date.now() + PUBLISHED_WITHIN_MS;
		for (;;) {
			const response = await post(address, undefined, {
				id: 0,
				method: 'initialize',
				params: {
					protocolVersion: '2025-06-18',
					capabilities: {},
					clientInfo: { name: 'test', version: '1' },
				},
			});
			const text = await response.text();
			const id = response.headers.get('mcp-session-id');
			if (response.ok && id !== null) {
				await post(address, id, { method: 'notifications/initialized' });
				return new McpSession(address, id);
			}
			assert.ok(Date.now() < deadline, `The trigger responded with ${response.status}: ${text}`);
			await pause(POLL_MS);
		}
	}

	/** The names of the tools that are offered to the model. */
	async tools(): Promise<readonly string[]> {
		const { tools } = await this.request('tools/list', {});
		assert.ok(Array.isArray(tools), 'tools/list returned no tools');
		return tools.map((tool: unknown) => String(recordOf(tool)['name']));
	}

	/** Calls a tool. */
	async call(name: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult> {
		const { content, isError } = await this.request('tools/call', { name, arguments: args });
		assert.ok(Array.isArray(content), 'tools/call returned no content');
		const [first]: unknown[] = content;
		return { isError: isError === true, text: String(recordOf(first)['text']) };
	}

	private async request(
		method: string,
		params: object,
	): Promise<Readonly<Record<string, unknown>>> {
		this.#requests += 1;
		const id = this.#requests;
		const response = await post(this.address, this.id, { id, method, params });
		const text = await response.text();
		assert.ok(response.ok, `${method} → ${response.status}: ${text}`);
		// The response is an event stream with one message per event.
		const messages = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
			recordOf(JSON.parse(data)),
		);
		const answer = messages.find((message) => message['id'] === id);
		assert.ok(answer, `${method} got no response: ${text}`);
		assert.equal(answer['error'], undefined);
		return recordOf(answer['result']);
	}
}

async function post(address: string, session: string | undefined, message: object) {
	return await fetch(address, {
		method: 'POST',
		headers: {
			accept: 'application/json, text/event-stream',
			'content-type': 'application/json',
			...(session !== undefined && { 'mcp-session-id': session }),
		},
		body: JSON.stringify({ jsonrpc: '2.0', ...message }),
	});
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	assert.ok(typeof value === 'object' && value !== null, `${String(value)} is not an object`);
	return { ...value };
}
