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

test('docs/operations.md describes each operation, each field and each page', () => {
	const text = readPackageFile('docs/operations.md');
	const missing = OPERATIONS.flatMap(({ title, resource, operation }) => {
		const heading = `### ${resource.name}: ${operation.name}\n`;
		const section = text.split(heading)[1]?.split('\n### ')[0] ?? '';
		const labels = Object.values(operation.fields).map(({ property }) => property.displayName);
		const page = DESCRIBED.find(({ id }) => id === operation.operationId)?.page ?? '?';
		return [page, ...labels.map((label) => `${label}**`)]
			.filter((part) => !section.includes(part))
			.map((part) => `${title}: ${part}`);
	});
	expect(missing).toEqual([]);
});

/** What a program asks of ChatDash's operations, and what the description says of them that no page says. */
const marked = async () => {
	const filled = OPERATIONS.flatMap(({ operation }) => filledIn(operation, FITTING));
	const asked = await Promise.all(filled.map(async (each) => await askedFor(each)));
	const called = asked.flatMap(({ reads, request }) =>
		[...reads, ...(request ? [request] : [])].map(describedOf),
	);
	const marks = DESCRIBED.filter((one) => called.includes(one)).flatMap((one) => one.allInferred);
	return [...new Set(marks)];
};

/** The quotations in docs/api.md, each on a line of its own. */
const quoted = () =>
	readPackageFile('docs/api.md')
		.split('\n')
		.flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : []));

test('docs/api.md holds each guess that the description marks, of the operations that the node has', async () => {
	const marks = await marked();
	expect(marks.length).toBeGreaterThan(0);
	expect(marks.filter((mark) => !quoted().includes(mark))).toEqual([]);
});

test('docs/api.md quotes nothing that the description does not say', async () => {
	const marks = await marked();
	expect(quoted().filter((quotation) => !marks.includes(quotation))).toEqual([]);
});
