// Replaces a language model: an OpenAI-compatible server on this machine that returns the test's responses, turn by
// turn, and records the requests. So a test sees what a model would see, and nothing leaves the machine.

import assert from 'node:assert/strict';

import Fastify from 'fastify';

import { HOST } from '../../sandbox/n8n/ports.mjs';

/** The model's response to one request: it calls a tool, or it says something, which ends its work. */
export type Turn =
	| { readonly calls: string; readonly with: Readonly<Record<string, unknown>> }
	| { readonly says: string };

/** A tool as it is offered to the model. */
export interface OfferedTool {
	readonly name: string;
	readonly description: string;
	/** JSON schema of its arguments. */
	readonly parameters: {
		readonly properties: Readonly<
			Record<string, { readonly type?: string; readonly description?: string }>
		>;
		readonly required?: readonly string[];
	};
}

/** The part of a request that tests read. */
export interface ModelRequest {
	readonly stream?: boolean;
	readonly messages: ReadonlyArray<{
		readonly role: 'system' | 'user' | 'assistant' | 'tool';
		readonly content: unknown;
	}>;
	readonly tools?: ReadonlyArray<{ readonly function: OfferedTool }>;
}

export interface ScriptedModel {
	/** The base URL for the credential. */
	readonly baseUrl: string;
	/** The bodies of the requests since the script was set, unchanged. */
	readonly requests: readonly ModelRequest[];
	/** All requests since the start, including headers, as one text: to search for what must not be in it. */
	everythingSent(): string;
	/** Starts a new conversation. A turn can depend on the last tool's response. */
	follow(script: ReadonlyArray<(toolSaid: string) => Turn>): void;
	close(): Promise<void>;
}

/** Starts a model on a free port. */
export async function startScriptedModel(): Promise<ScriptedModel> {
	let script: ReadonlyArray<(toolSaid: string) => Turn> = [];
	let requests: ModelRequest[] = [];
	const sent: string[] = [];

	const server = Fastify({ forceCloseConnections: true });
	server.post<{ Body: ModelRequest }>('/v1/chat/completions', async ({ body, headers }, reply) => {
		sent.push(JSON.stringify([headers, body]));
		const turn = script[requests.length];
		requests.push(body);
		if (turn === undefined) {
			const message = 'The script is at its end';
			return await reply.code(400).send({ error: { message, type: 'invalid_request_error' } });
		}
		const next = turn(toolAnswers(body).at(-1) ?? '');
		if (body.stream !== true) return completion(next, requests.length);
		return await reply.type('text/event-stream').send(eventStream(next, requests.length));
	});
	const origin = await server.listen({ host: HOST, port: 0 });

	return {
		baseUrl: `${origin}/v1`,
		get requests() {
			return requests;
		},
		everythingSent: () => sent.join('\n'),
		follow: (next) => {
			script = next;
			requests = [];
		},
		close: async () => await server.close(),
	};
}

/** What tools have returned so far, as the model reads it. */
export const toolAnswers = ({ messages }: ModelRequest): string[] =>
	messages.flatMap(({ role, content }) => {
		if (role !== 'tool') return [];
		assert.equal(typeof content, 'string');
		return [String(content)];
	});

/** https://platform.openai.com/docs/api-reference/chat/object */
function completion(turn: Turn, number: number): object {
	return {
		...reply(number, 'chat.completion'),
		choices: [{ index: 0, message: messageOf(turn, number), finish_reason: endOf(turn) }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** The same as a single chunk of a stream. https://platform.openai.com/docs/api-reference/chat-streaming */
function eventStream(turn: Turn, number: number): string {
	const chunk = {
		...reply(number, 'chat.completion.chunk'),
		choices: [{ index: 0, delta: messageOf(turn, number), finish_reason: endOf(turn) }],
	};
	return `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`;
}

const reply = (number: number, object: string) => ({
	id: `chatcmpl-${number}`,
	object,
	created: 0,
	model: 'scripted',
});

const endOf = (turn: Turn) => ('says' in turn ? 'stop' : 'tool_calls');

function messageOf(turn: Turn, number: number): object {
	if ('says' in turn) return { role: 'assistant', content: turn.says };
	const call = { name: turn.calls, arguments: JSON.stringify(turn.with) };
	return {
		role: 'assistant',
		content: null,
		// The index is only read in a stream.
		tool_calls: [{ index: 0, id: `call_${number}`, type: 'function', function: call }],
	};
}
