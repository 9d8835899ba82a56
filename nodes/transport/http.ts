// One HTTP exchange with ChatDash: a request goes out, an answer comes back or does not. Nothing is repeated or
// judged here; what came back is judged in answers.ts.
import {
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import type { AbortScope } from './abort';
import { CREDENTIAL_NAME, type Connection } from './credentials';
import { type ApiRequest, queryString } from './request';
import { SharedTimeout } from './timeout';

/** The response to a request, or the network error that came instead. */
export type HttpResult = HttpResponse | NetworkError;

export interface HttpResponse {
	readonly kind: 'response';
	readonly status: number;
	/** The body as it came: if it's cut off or isn't JSON, that has to be seen. */
	readonly text: string;
	/** The header `Retry-After` as it came, if there was one. */
	readonly retryAfter?: string;
}

export interface NetworkError {
	readonly kind: 'networkError';
	/** Node's error code, such as ECONNREFUSED; empty if there is none. */
	readonly code: string;
}

/** Sends one request with the agency key. It does not reject: what goes wrong on the way is an answer that did not come. */
export type HttpSend = (request: ApiRequest) => Promise<HttpResult>;

/**
 * Reads a full response as n8n's request helpers give it.
 *
 * @throws if n8n hands over something else, which no version of it does
 */
export function toHttpResponse(response: unknown): HttpResult {
	if (!isObject(response) || typeof response['statusCode'] !== 'number') {
		throw new TypeError('n8n gave no full response');
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

/** What is known of a request that ended without an answer: the first network code among the thrown value's causes. */
export function toNetworkError(error: unknown): HttpResult {
	return { kind: 'networkError', code: findErrorCode(error) ?? '' };
}

/** n8n wraps what the network said once or twice; a host with several addresses gives a list of such refusals. */
function findErrorCode(error: unknown, depth = 0): string | undefined {
	if (!isObject(error) || depth > 5) return undefined;
	const { code, cause, errors } = error;
	if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
	const inner: unknown[] = Array.isArray(errors) ? [cause, ...errors] : [cause];
	for (const each of inner) {
		const found = findErrorCode(each, depth + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/**
 * Opens the way to ChatDash from a running node, or from the editor.
 *
 * @param credential as `getCredentials` gave it; handed along with every request, else n8n reads and decrypts it each time
 * @param timeout of one attempt, headers and body together, in milliseconds
 */
export function createHttp(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	connection: Connection,
	credential: ICredentialDataDecryptedObject,
	timeout: number,
	abort: AbortScope,
): HttpSend {
	const credentialsDecrypted = { id: '', name: '', type: CREDENTIAL_NAME, data: credential };

	const attempt = async (request: ApiRequest, signal: AbortSignal): Promise<HttpResult> => {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: connection.baseUrl + request.path + queryString(request.query),
			headers: { Accept: 'application/json' },
			...(request.body && { body: request.body }),
			timeout,
			encoding: 'text',
			returnFullResponse: true,
			// n8n's own words for a refused request would hide ChatDash's.
			ignoreHttpStatusErrors: true,
			// n8n would send the agency key along to whatever host a redirect names.
			disableFollowRedirect: true,
		};
		// n8n's helper takes the signal that ends a request from the node that calls it; this one also knows the clock.
		const caller: typeof context = Object.create(context, {
			getExecutionCancelSignal: { value: () => signal },
		});
		try {
			return toHttpResponse(
				await context.helpers.httpRequestWithAuthentication.call(caller, CREDENTIAL_NAME, options, {
					credentialsDecrypted,
				}),
			);
		} catch (error) {
			return toNetworkError(error);
		}
	};

	// axios' own time-out counts silence only: an answer that trickles in would never end.
	const timer = new SharedTimeout(timeout);
	return async (request) =>
		await abort.run(
			async (controller) =>
				await new Promise<HttpResult>((resolve) => {
					const { signal } = controller;
					signal.addEventListener('abort', () =>
						resolve({ kind: 'networkError', code: 'ETIMEDOUT' }),
					);
					const end = timer.start(() => controller.abort());
					void attempt(request, signal).then(resolve).finally(end);
				}),
		);
}
