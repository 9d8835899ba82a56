// Sends one HTTP request to ChatDash and returns the response or the network error. requester.ts retries requests, and
// classify.ts interprets responses.
import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import type { AbortScope } from './abort';
import type { Account } from './account';
import { CREDENTIALS } from './credentials';
import { isObject } from './json';
import { type ApiRequest, queryString } from './request';
import { SharedTimeout } from './timeout';

/** The response to a request, or the network error that came instead. */
export type HttpResult = HttpResponse | NetworkError;

export interface HttpResponse {
	readonly kind: 'response';
	readonly status: number;
	/** The unparsed body, so that classify.ts can detect one that's truncated or isn't JSON. */
	readonly text: string;
	/** The header `Retry-After`, unparsed. */
	readonly retryAfter?: string;
}

export interface NetworkError {
	readonly kind: 'networkError';
	/** Node's error code, such as ECONNREFUSED; empty if there isn't one. */
	readonly code: string;
}

/**
 * Sends one request with the account's key. The promise isn't rejected: a failure on the way is a {@link NetworkError}.
 */
export type HttpSend = (request: ApiRequest) => Promise<HttpResult>;

/**
 * Converts a full response of n8n's request helpers.
 *
 * @throws if it isn't a full response, which no version of n8n does
 */
export function toHttpResponse(response: unknown): HttpResult {
	if (!isObject(response) || typeof response['statusCode'] !== 'number') {
		throw new TypeError('n8n returned no full response');
	}
	const { statusCode: status, headers, body } = response;
	const retryAfter = isObject(headers) ? headers['retry-after'] : undefined;
	return {
		kind: 'response',
		status,
		text: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
		...(typeof retryAfter === 'string' && { retryAfter }),
	};
}

/** Converts the error of a request without a response. */
export function toNetworkError(error: unknown): HttpResult {
	return { kind: 'networkError', code: findErrorCode(error) ?? '' };
}

/**
 * Finds the first error code among an error and its causes. n8n wraps network errors once or twice, and for a host with
 * several addresses, Node throws an error with a list of errors.
 */
function findErrorCode(error: unknown, depth = 0): string | undefined {
	if (!isObject(error) || depth > 5) return undefined;
	const { code, httpCode, cause, errors } = error;
	// n8n 1 drops the cause of the error that it wraps, and keeps the code as `httpCode`.
	const own = [code, httpCode].find(isErrorCode);
	if (own !== undefined) return own;
	const inner: unknown[] = Array.isArray(errors) ? [cause, ...errors] : [cause];
	for (const each of inner) {
		const innerCode = findErrorCode(each, depth + 1);
		if (innerCode !== undefined) return innerCode;
	}
	return undefined;
}

const isErrorCode = (value: unknown): value is string =>
	typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value);

/** What n8n gives a running node, the editor, or a trigger that is registered. */
export type RequestFunctions = IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions;

/**
 * Creates the function that sends requests, for a running node, for the editor, or for a trigger.
 *
 * @param timeoutMs for one attempt, until the whole body has arrived
 */
export function createHttp(
	context: RequestFunctions,
	{ kind, connection, credential }: Account,
	timeoutMs: number,
	abort: AbortScope,
): HttpSend {
	const type = CREDENTIALS[kind].name;
	// Without this, n8n would read and decrypt the credential for each request.
	const credentialsDecrypted = { id: '', name: '', type, data: credential };

	const attempt = async (request: ApiRequest, signal: AbortSignal): Promise<HttpResult> => {
		// n8n doesn't send an empty object or an empty list, only its text.
		const isEmpty = request.body !== undefined && Object.keys(request.body).length === 0;
		const text = isEmpty ? JSON.stringify(request.body) : undefined;
		const options: IHttpRequestOptions = {
			method: request.method,
			url: connection.baseUrl + request.path + queryString(request.query),
			headers: { Accept: 'application/json', ...(text && { 'Content-Type': 'application/json' }) },
			...(request.body && { body: text ?? request.body }),
			timeout: timeoutMs,
			encoding: 'text',
			returnFullResponse: true,
			// Otherwise, n8n's own message for an error status would replace ChatDash's.
			ignoreHttpStatusErrors: true,
			// Otherwise, n8n would send the key to any host that a redirect names.
			disableFollowRedirect: true,
		};
		// n8n's helper gets the abort signal from its `this`. This one only replaces that signal, so that the time limit
		// covers the whole body. The rest, such as how n8n authenticates, is n8n's own. See SECURITY.md.
		const caller: typeof context = Object.create(context, {
			getExecutionCancelSignal: { value: () => signal },
		});
		try {
			return toHttpResponse(
				await context.helpers.httpRequestWithAuthentication.call(caller, type, options, {
					credentialsDecrypted,
				}),
			);
		} catch (error) {
			return toNetworkError(error);
		}
	};

	// axios' timeout only limits the time without data, so a slow body could take forever.
	const sharedTimeout = new SharedTimeout(timeoutMs);
	return async (request) =>
		await abort.run(
			async (controller) =>
				await new Promise<HttpResult>((resolve) => {
					const { signal } = controller;
					signal.addEventListener('abort', () =>
						resolve({ kind: 'networkError', code: 'ETIMEDOUT' }),
					);
					const endTimeout = sharedTimeout.start(() => controller.abort());
					void attempt(request, signal).then(resolve).finally(endTimeout);
				}),
		);
}
