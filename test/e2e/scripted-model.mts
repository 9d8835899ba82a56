// Stands in for a language model: an OpenAI-compatible server on this machine that says what the test wrote for it, turn
// by turn, and keeps what it was sent. So a test sees what a model would see, and nothing leaves the machine.

import assert from 'node:assert/strict';

import Fastify from 'fastify';

import { HOST } from '../../sandbox/n8n/ports.mjs';

/** What the model does with one request: it calls a tool, or says something, which ends its work. */
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

/** The part of a request that tests look at. */
export interface ModelRequest {
	readonly stream?: boolean;
	readonly messages: ReadonlyArray<{
		readonly role: 'system' | 'user' | 'assistant' | 'tool';
		readonly content: unknown;
	}>;
	readonly tools?: ReadonlyArray<{ readonly function: OfferedTool }>;
}

export interface ScriptedModel {
	/** What the credential takes for the API's base. */
	readonly baseUrl: string;
	/** What came, since the script was given: the bodies as they are. */
	readonly requests: readonly ModelRequest[];
	/** Whatever came since the start, headers included, as one text: to look for what must not be in it. */
	everythingSent(): string;
	/** Begins a new conversation. A turn may depend on the words that the last tool answered. */
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
		if (turn === undefined || body.stream === true) {
			const message =
				turn === undefined ? 'The script is at its end' : 'The script does not stream';
			return await reply.code(400).send({ error: { message, type: 'invalid_request_error' } });
		}
		return completion(turn(toolAnswers(body).at(-1) ?? ''), requests.length);
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

/** What tools have answered so far, as the model reads it. */
export const toolAnswers = ({ messages }: ModelRequest): string[] =>
	messages.flatMap(({ role, content }) => {
		if (role !== 'tool') return [];
		assert.equal(typeof content, 'string');
		return [String(content)];
	});

/** https://platform.openai.com/docs/api-reference/chat/object */
function completion(turn: Turn, number: number): object {
	const message =
		'says' in turn
			? { role: 'assistant', content: turn.says }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call_${number}`,
							type: 'function',
							function: { name: turn.calls, arguments: JSON.stringify(turn.with) },
						},
					],
				};
	return {
		id: `chatcmpl-${number}`,
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [{ index: 0, message, finish_reason: 'says' in turn ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
