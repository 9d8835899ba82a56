// Compares what the pages of ChatDash's documentation describe with our description of the API.
import {
	type Difference,
	compareRequired,
	compareSchemas,
	describe,
	difference,
} from './compareSchemas';
import type { OpenApiDocument } from './document';
import { type ApiOperation, type Content, type Parameter, operationsIn } from './operations';
import { Place } from './place';
import { listAt, textAt } from './tree';

export interface Comparison {
	/** How many operations the pages describe. */
	readonly operations: number;
	/** Sorted by operation. */
	readonly differences: readonly Difference[];
	/** Operations of our description that no page describes. Empty if the pages aren't all there are. */
	readonly notFound: readonly string[];
	/** What was inferred, or only known from an older page, and now is on a page in the same form. */
	readonly confirmed: readonly Confirmed[];
}

export interface Confirmed {
	readonly operation: string;
	/** As in `response 400`. */
	readonly what: string;
	/** The mark in our description that isn't needed any more. */
	readonly mark: string;
}

/** What concerns the whole API instead of one operation. */
const ALL = 'All operations';

/**
 * @param pages all descriptions on the pages; each has one or a few operations
 * @param areAll whether the pages are all there are, so that an operation on none of them is told
 */
export function compareApis(
	ours: OpenApiDocument,
	pages: readonly OpenApiDocument[],
	{ areAll }: { readonly areAll: boolean },
): Comparison {
	const known = operationsIn(ours);
	const found = pages.flatMap((page) => [...operationsIn(page)]);
	const compared = found.map(([key, theirs]) => {
		const before = known.get(key);
		return before === undefined
			? { differences: [newOperation(theirs)], confirmed: [] }
			: compareOperations(before, theirs);
	});
	const keys = new Set(found.map(([key]) => key));
	return {
		operations: keys.size,
		differences: unique([
			...pages.flatMap((page) => compareApi(ours, page)),
			...compared
				.flatMap(({ differences }) => differences)
				.sort((one, other) => compareTexts(one.operation, other.operation)),
		]),
		notFound: areAll ? [...known].flatMap(([key, { name }]) => (keys.has(key) ? [] : [name])) : [],
		confirmed: unique(compared.flatMap(({ confirmed }) => confirmed)),
	};
}

/** Sorts by path first, so that the operations of a path are together. */
const compareTexts = (one: string, other: string) => {
	const [left, right] = [one, other].map((name) => name.split(' ').reverse().join(' '));
	return (left ?? '').localeCompare(right ?? '');
};

/** Two pages may describe the same operation. */
const unique = <Entry>(list: readonly Entry[]): Entry[] => [
	...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values(),
];

/** The address and the version of the API, if a page has them. */
function compareApi(ours: OpenApiDocument, page: OpenApiDocument): Difference[] {
	const changed = (name: string, was: string, is: string) =>
		is === '' || was === is
			? []
			: [difference('changed', Place.in(ALL, name, []), `is ${is} now, not ${was}`)];
	const [before, now] = [ours, page].map(({ root }) => ({
		version: textAt(root, 'info', 'version'),
		addresses: listAt(root, 'servers')
			.map((server) => textAt(server, 'url').replace(/\/$/, ''))
			.sort()
			.join(', '),
	}));
	return [
		...changed('the address of the API', before?.addresses ?? '', now?.addresses ?? ''),
		...changed('the version of the API', before?.version ?? '', now?.version ?? ''),
	];
}

const newOperation = ({ name, summary, inferred }: ApiOperation): Difference => ({
	kind: 'added',
	operation: name,
	text: summary === '' ? 'is new' : `is new: ${summary}`,
	inferred,
});

interface Compared {
	readonly differences: readonly Difference[];
	readonly confirmed: readonly Confirmed[];
}

function compareOperations(ours: ApiOperation, theirs: ApiOperation): Compared {
	const { name, confidence } = ours;
	const marks = [
		...ours.inferred,
		...(confidence === '' || confidence === 'high' ? [] : [`x-confidence: ${confidence}`]),
	];
	const place = (container: string) => Place.in(name, container, marks);
	const responses = compareResponses(ours, theirs, place);
	const differences = [
		...compareDeprecation(ours, theirs, place('the operation')),
		...compareParameters(ours.parameters, theirs.parameters, place),
		...compareBodies(ours.body, theirs.body, place('the body')),
		...responses.differences,
	];
	const isFirm = confidence === '' || confidence === 'high' || theirs.confidence !== '';
	return {
		differences,
		confirmed: [
			...responses.confirmed,
			...(isFirm || differences.length > 0
				? []
				: [{ operation: name, what: 'the operation', mark: `x-confidence: ${confidence}` }]),
		],
	};
}

function compareDeprecation(ours: ApiOperation, theirs: ApiOperation, place: Place): Difference[] {
	if (ours.isDeprecated === theirs.isDeprecated) return [];
	const predicate = theirs.isDeprecated ? 'is deprecated now' : "isn't deprecated any more";
	return [difference('changed', place, predicate)];
}

function compareParameters(
	before: ReadonlyMap<string, Parameter>,
	now: ReadonlyMap<string, Parameter>,
	placeOf: (container: string) => Place,
): Difference[] {
	return [...new Set([...now.keys(), ...before.keys()])].flatMap((key) => {
		const [ours, theirs] = [before.get(key), now.get(key)];
		// An ID in the path is there whether or not it's listed.
		if ((ours === undefined || theirs === undefined) && key.startsWith('path ')) return [];
		if (ours === undefined) {
			if (theirs === undefined) return [];
			const details = [
				...(theirs.schema === undefined ? [] : [describe(theirs.schema)]),
				...(theirs.required ? ['required'] : []),
			];
			const predicate = details.length === 0 ? 'is new' : `is new (${details.join(', ')})`;
			return [difference('added', placeOf(`the ${theirs.label}`), predicate)];
		}
		const place = placeOf(`the ${ours.label}`).marked(ours.inferred);
		if (theirs === undefined) return [difference('removed', place, 'is gone')];
		return [
			...compareRequired(ours.required, theirs.required, place),
			...(ours.schema === undefined || theirs.schema === undefined
				? []
				: compareSchemas(ours.schema, theirs.schema, place)),
		];
	});
}

function compareBodies(
	before: Content | undefined,
	now: Content | undefined,
	place: Place,
): Difference[] {
	if (before === undefined && now === undefined) return [];
	if (before === undefined) return [difference('added', place, `is new${contentWords(now)}`)];
	if (now === undefined) return [difference('removed', place.marked(before.inferred), 'is gone')];
	// Our description marks all bodies as required, and not every page shows the mark, so only a clear word counts.
	const required =
		now.required === undefined
			? []
			: compareRequired(before.required === true, now.required, place.marked(before.inferred));
	return [...required, ...compareContents(before, now, place)];
}

const contentWords = (content: Content | undefined) =>
	content?.schema === undefined ? '' : ` (${describe(content.schema)})`;

function compareContents(before: Content, now: Content, outer: Place): Difference[] {
	const place = outer.marked(before.inferred);
	if (before.schema === undefined && now.schema === undefined) return [];
	if (before.schema === undefined) {
		return [difference('added', place, `has content now${contentWords(now)}`)];
	}
	if (now.schema === undefined) return [difference('removed', place, 'has no content any more')];
	const [was, is] = [before, now].map(({ mediaTypes }) => mediaTypes.join(', '));
	return [
		...(was === is ? [] : [difference('changed', place, `is ${is} now, not ${was}`)]),
		...compareSchemas(before.schema, now.schema, place),
	];
}

function compareResponses(
	{ name, responses: before }: ApiOperation,
	{ responses: now }: ApiOperation,
	placeOf: (container: string) => Place,
): Compared {
	const compared = [...new Set([...now.keys(), ...before.keys()])].map((status): Compared => {
		const [ours, theirs] = [before.get(status), now.get(status)];
		const what = status === 'default' ? 'the default response' : `response ${status}`;
		const place = placeOf(what);
		if (ours === undefined) {
			const added = difference('added', place, `is new${contentWords(theirs)}`);
			return { differences: [added], confirmed: [] };
		}
		if (theirs === undefined) {
			// An inferred response is on no page, so its absence is nothing new.
			const isInferred = ours.inferred.length > 0;
			return {
				differences: isInferred ? [] : [difference('removed', place, 'is gone')],
				confirmed: [],
			};
		}
		const differences = compareContents(ours, theirs, place);
		const isSettled = differences.length === 0 && theirs.inferred.length === 0;
		return {
			differences,
			confirmed: isSettled ? ours.inferred.map((mark) => ({ operation: name, what, mark })) : [],
		};
	});
	return {
		differences: compared.flatMap(({ differences }) => differences),
		confirmed: compared.flatMap(({ confirmed }) => confirmed),
	};
}
