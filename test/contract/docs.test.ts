/**
 * The pages about operations and about inferred parts of the API match the code and the API description.
 * docs/operations.md is generated from both. docs/api.md quotes each inferred part that the description marks.
 */
import { operationsPage } from '../../docs/make/operations-page';
import { readPackageFile } from '../read-file';
import { DESCRIBED, MATCHING, OPERATIONS, describedOf, filledIn, sentFor } from './walk';

test('docs/operations.md is up to date; if not, run npm run docs', () => {
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

/** The inferred parts of the operations that the node calls, in the words of the API description. */
const inferredParts = async () => {
	const filled = OPERATIONS.flatMap(({ operation }) => filledIn(operation, MATCHING));
	const sent = await Promise.all(filled.map(async (each) => await sentFor(each)));
	const called = sent.flatMap(({ reads, request }) =>
		[...reads, ...(request ? [request] : [])].map(describedOf),
	);
	const parts = DESCRIBED.filter((one) => called.includes(one)).flatMap((one) => one.allInferred);
	return [...new Set(parts)];
};

/** The quotations in docs/api.md. Each is a line of its own. */
const quoted = () =>
	readPackageFile('docs/api.md')
		.split('\n')
		.flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : []));

test('docs/api.md quotes each inferred part of the operations that the node calls', async () => {
	const parts = await inferredParts();
	expect(parts.length).toBeGreaterThan(0);
	expect(parts.filter((part) => !quoted().includes(part))).toEqual([]);
});

test('docs/api.md quotes nothing else', async () => {
	const parts = await inferredParts();
	expect(quoted().filter((quotation) => !parts.includes(quotation))).toEqual([]);
});
