/**
 * The pages that tell users of operations and of guesses are what the code and the API's description say now:
 * docs/operations.md is written from them, and docs/api.md holds each guess that is marked in the description.
 */
import { operationsPage } from '../../docs/make/operations-page';
import { readPackageFile } from '../read-file';
import { DESCRIBED, FITTING, OPERATIONS, askedFor, describedOf, filledIn } from './walk';

test('docs/operations.md is what the code gives; write it anew with npm run docs', () => {
	expect(readPackageFile('docs/operations.md')).toBe(operationsPage(readPackageFile));
});

test('docs/operations.md tells of each operation, each field and each page', () => {
	const page = readPackageFile('docs/operations.md');
	const missing = OPERATIONS.flatMap(({ title, resource, operation }) => {
		const heading = `### ${resource.name}: ${operation.name}\n`;
		const section = page.split(heading)[1]?.split('\n### ')[0] ?? '';
		const labels = Object.values(operation.fields).map(({ property }) => property.displayName);
		return [operation.page, ...labels.map((label) => `${label}**`)]
			.filter((text) => !section.includes(text))
			.map((text) => `${title}: ${text}`);
	});
	expect(missing).toEqual([]);
});

/** What a program asks of ChatDash's operations, and what the description says of them that no page says. */
const marked = () => {
	const called = OPERATIONS.flatMap(({ operation }) =>
		filledIn(operation, FITTING).flatMap((filled) => {
			const { reads, request } = askedFor(filled);
			return [...reads, ...(request ? [request] : [])].map(describedOf);
		}),
	);
	const marks = DESCRIBED.filter((one) => called.includes(one)).flatMap((one) => one.allInferred);
	return [...new Set(marks)];
};

/** The quotations in docs/api.md, each on a line of its own. */
const quoted = () =>
	readPackageFile('docs/api.md')
		.split('\n')
		.flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : []));

test('docs/api.md holds each guess that the description marks, of the operations that the node has', () => {
	expect(marked().length).toBeGreaterThan(0);
	expect(marked().filter((mark) => !quoted().includes(mark))).toEqual([]);
});

test('docs/api.md quotes nothing that the description does not say', () => {
	expect(quoted().filter((quotation) => !marked().includes(quotation))).toEqual([]);
});
