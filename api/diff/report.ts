// Writes a comparison as text: in the terminal, and in the issue that the weekly workflow keeps up to date.
import { groupBy } from '../../nodes/transport/json';
import type { Comparison, Confirmed } from './compare';
import type { Difference } from './compareSchemas';

const HEADINGS: Readonly<Record<Difference['kind'], string>> = {
	added: 'Added',
	removed: 'Removed',
	changed: 'Changed',
};

/** @param source what was compared with our description, as the user named it */
export function reportOf(comparison: Comparison, source: string, ours: string): string {
	const { operations, differences, notFound, confirmed } = comparison;
	const described = counted(operations, 'operation');
	const sections = [
		...Object.entries(HEADINGS).map(([kind, heading]) => ({
			heading,
			lines: differences.filter((one) => one.kind === kind).flatMap(linesOf),
		})),
		{ heading: 'Not found on any page', lines: notFound.map((name) => `- ${name}`) },
		{
			heading: `Confirmed: these marks in ${ours} aren't needed any more`,
			lines: confirmedLines(confirmed),
		},
	];
	return [
		countChanges(comparison) === 0
			? `No differences: ${source} describes ${described} as ${ours} does.`
			: `${counted(countChanges(comparison), 'difference')}: ${source} describes ${described}, compared with ${ours}.`,
		...sections.flatMap(({ heading, lines }) =>
			lines.length === 0 ? [] : ['', `${heading}:`, ...lines],
		),
	]
		.map(oneLine)
		.join('\n');
}

/** How many things were added, removed or changed. */
export const countChanges = ({ differences, notFound }: Comparison) =>
	differences.length + notFound.length;

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const linesOf = ({ operation, text, inferred }: Difference) => [
	`- ${operation}: ${text}`,
	...inferred.map((mark) => `  This may settle what was inferred: “${mark}”`),
];

/** Many operations share the mark of one response. */
function confirmedLines(confirmed: readonly Confirmed[]): string[] {
	const groups = groupBy(confirmed, ({ what, mark }) => JSON.stringify([what, mark]));
	return [...groups.values()].flatMap((group) => {
		const [first] = group;
		if (first === undefined) return [];
		const names = group.map(({ operation }) => operation).join(', ');
		return [`- ${names}: ${first.what} is on the page as described`, `  “${first.mark}”`];
	});
}

/** What a page contains could otherwise begin a line of its own, or control a terminal. */
const oneLine = (line: string) =>
	line.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trimEnd();
