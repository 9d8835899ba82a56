/** The text that a person reads, in a terminal or in an issue. */
import { reportOf } from '../../../api/diff/report';

const NOTHING = { operations: 1, differences: [], notFound: [], confirmed: [] };

const report = (comparison: Partial<Parameters<typeof reportOf>[0]>) =>
	reportOf({ ...NOTHING, ...comparison }, 'docs', 'api.yaml');

test('without differences is a sentence', () => {
	expect(report({})).toBe('No differences: docs describes 1 operation as api.yaml does.');
});

test('lists what was added, removed, changed, and not found', () => {
	const text = report({
		operations: 3,
		differences: [
			{
				kind: 'changed',
				operation: 'GET /a',
				text: 'the body is optional now',
				inferred: ['Guessed.'],
			},
			{
				kind: 'added',
				operation: 'POST /a',
				text: "the body's field b is new (string)",
				inferred: [],
			},
			{ kind: 'removed', operation: 'GET /a', text: 'response 200 is gone', inferred: [] },
		],
		notFound: ['PUT /a'],
	});
	expect(text).toBe(`4 differences: docs describes 3 operations, compared with api.yaml.

Added:
- POST /a: the body's field b is new (string)

Removed:
- GET /a: response 200 is gone

Changed:
- GET /a: the body is optional now
  This may settle what was inferred: “Guessed.”

Not found on any page:
- PUT /a`);
});

test('names what is confirmed once for all operations that share it, and counts it as no difference', () => {
	const text = report({
		confirmed: [
			{ operation: 'GET /a', what: 'response 500', mark: 'Inferred.' },
			{ operation: 'GET /b', what: 'response 500', mark: 'Inferred.' },
			{ operation: 'GET /b', what: 'the operation', mark: 'x-confidence: medium' },
		],
	});
	expect(text).toBe(`No differences: docs describes 1 operation as api.yaml does.

Confirmed: these marks in api.yaml aren't needed any more:
- GET /a, GET /b: response 500 is on the page as described
  “Inferred.”
- GET /b: the operation is on the page as described
  “x-confidence: medium”`);
});

test('keeps what a page contains in one line and without control characters', () => {
	const text = report({
		differences: [
			{
				kind: 'added',
				operation: 'GET /a',
				text: 'is new: A\n~~~\u001b[31m\u2028B\u202e',
				inferred: [],
			},
		],
	});
	expect(text.split('\n').at(-1)).toBe('- GET /a: is new: A ~~~ [31m B');
});
