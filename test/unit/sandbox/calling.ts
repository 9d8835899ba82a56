// Calls a sandbox like any HTTP client, over a real socket.
import { startSandbox } from '../../../sandbox/server';
import type { Sandbox } from '../../../sandbox/server';

declare const PACKAGE_FOLDER: string;

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	json: unknown;
}

/** A sandbox with the API's own description, or with another one (a path in the package). */
export async function start(description = 'api/chatdash-openapi.yaml'): Promise<Sandbox> {
	return await startSandbox({ description: `${PACKAGE_FOLDER}/${description}` });
}

/** Calls the API with a key. A string body is sent as it is. Rejects if the connection is cut. */
export async function call(
	{ baseUrl }: Sandbox,
	apiKey: string,
	method: string,
	path: string,
	body?: unknown,
	contentType = 'application/json',
): Promise<Reply> {
	const headers = { authorization: apiKey };
	const response = await fetch(
		baseUrl + path,
		body === undefined
			? { method, headers }
			: {
					method,
					headers: { ...headers, 'content-type': contentType },
					body: typeof body === 'string' ? body : JSON.stringify(body),
				},
	);
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
	return {
		status: response.status,
		headers: response.headers,
		text,
		json: isJson && text !== '' ? JSON.parse(text) : undefined,
	};
}

/** The body of `POST /clients`, as documented. */
export function acme(loginId = 'ada@acme.example') {
	return {
		client: { name: 'Acme', language: 'de' },
		member: { name: 'Ada', loginId, email: 'ada@acme.example', password: 'correct horse' },
	};
}
