/** The code of a network error, wherever each n8n line puts it. */
import { toNetworkError } from '../../nodes/transport/http';

test.each([
	['the error itself', { code: 'ECONNREFUSED' }],
	['its cause, as in n8n 2', { httpCode: 'ECONNREFUSED', cause: { code: 'ECONNREFUSED' } }],
	['its HTTP code alone, as in n8n 1', { httpCode: 'ECONNREFUSED', cause: undefined }],
	['one of several errors', { errors: [{}, { code: 'ECONNREFUSED' }] }],
])('is found in %s', (_where, error) => {
	expect(toNetworkError(error)).toEqual({ kind: 'networkError', code: 'ECONNREFUSED' });
});

test('is never the number of an HTTP status', () => {
	expect(toNetworkError({ httpCode: '502' })).toEqual({ kind: 'networkError', code: '' });
});
