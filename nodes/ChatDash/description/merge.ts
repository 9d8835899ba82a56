// Merges the parameters of all operations. Parameters that are the same in several operations become one, because the
// editor evaluates all expressions of a node again for every parameter that has a display condition: with separate
// parameters for each operation, a panel took a sixth longer to open.
import type { INodeProperties } from 'n8n-workflow';

/** The operations that have a parameter, by resource. */
export type Scope = ReadonlyMap<string, ReadonlySet<string>>;

export interface Parameter {
	/** Has the display conditions on other fields, but not those on resource and operation, and no children. */
	readonly property: INodeProperties;
	/** The property as JSON. Parameters with the same signature can be merged. */
	readonly signature: string;
	readonly scope: Scope;
	/** For a collection: the parameters in it. */
	readonly children?: readonly Parameter[];
}

/** The parameters of one operation, in the order in which it declares its fields. */
export interface OperationParameters {
	/** Such as `client.create`. */
	readonly operation: string;
	readonly parameters: readonly Parameter[];
}

/**
 * Merges parameters that are the same.
 *
 * @param all every operation of the node
 */
export function mergeIdentical(parameters: readonly Parameter[], all: Scope): Parameter[] {
	const result: Parameter[] = [];
	for (const parameter of parameters) {
		const index = result.findIndex(
			(other) =>
				other.signature === parameter.signature &&
				isExpressible(union(other.scope, parameter.scope), all),
		);
		const match = result[index];
		if (match === undefined) result.push(parameter);
		else result[index] = merge(match, parameter, all);
	}
	return result;
}

const merge = (one: Parameter, other: Parameter, all: Scope): Parameter => ({
	...one,
	scope: union(one.scope, other.scope),
	...(one.children &&
		other.children && { children: mergeIdentical([...one.children, ...other.children], all) }),
});

/**
 * Sorts merged parameters so that every operation has its fields in the order in which it declares them. If no order
 * suits all operations, the first declaration decides, because a wrong order must not keep n8n from loading the node.
 * In the tests, {@link explainConflict} finds such operations.
 */
export function topologicalOrder(
	merged: readonly Parameter[],
	operations: readonly OperationParameters[],
): Parameter[] {
	const lists = withMerged(operations, merged);
	const sort = (rest: readonly Parameter[]): Parameter[] => {
		const next = firstWithoutPredecessor(rest, lists) ?? rest[0];
		return next === undefined ? [] : [next, ...sort(rest.filter((one) => one !== next))];
	};
	return sort(merged);
}

/**
 * Explains why no order of the parameters suits all operations.
 *
 * @returns a sentence that names the operations and their fields; `undefined` if there's an order that suits all
 */
export function explainConflict(
	merged: readonly Parameter[],
	operations: readonly OperationParameters[],
): string | undefined {
	const lists = withMerged(operations, merged);
	let rest = merged;
	let next = firstWithoutPredecessor(rest, lists);
	while (next !== undefined) {
		const sorted = next;
		rest = rest.filter((one) => one !== sorted);
		next = firstWithoutPredecessor(rest, lists);
	}
	const [start] = rest;
	if (start === undefined) return undefined;
	const conflict = cycleBefore(start, rest, lists)
		.map(
			({ operation, before, after }) =>
				`${operation} has '${before.property.name}' before '${after.property.name}'`,
		)
		.join(', but ');
	return `Operations list the same fields in different orders: ${conflict}`;
}

/** Replaces each operation's own parameters with the merged ones. */
const withMerged = (
	operations: readonly OperationParameters[],
	merged: readonly Parameter[],
): OperationParameters[] =>
	operations.map(({ operation, parameters }) => ({
		operation,
		parameters: parameters.map((one) => merged.find((whole) => isPartOf(one, whole)) ?? one),
	}));

const isPartOf = (one: Parameter, whole: Parameter): boolean =>
	one.signature === whole.signature && isSuperset(whole.scope, one.scope);

/** An operation that lists one parameter before another. */
interface Precedence {
	readonly operation: string;
	readonly before: Parameter;
	readonly after: Parameter;
}

const firstWithoutPredecessor = (
	rest: readonly Parameter[],
	lists: readonly OperationParameters[],
): Parameter | undefined => rest.find((one) => findPredecessor(one, rest, lists) === undefined);

/** Finds a parameter in `rest` that an operation lists before this one. */
function findPredecessor(
	after: Parameter,
	rest: readonly Parameter[],
	lists: readonly OperationParameters[],
): Precedence | undefined {
	for (const { operation, parameters } of lists) {
		const before = parameters
			.slice(0, Math.max(0, parameters.indexOf(after)))
			.find((one) => rest.includes(one));
		if (before !== undefined) return { operation, before, after };
	}
	return undefined;
}

/** Follows the predecessors of a parameter until one repeats. */
function cycleBefore(
	start: Parameter,
	rest: readonly Parameter[],
	lists: readonly OperationParameters[],
): Precedence[] {
	const path: Precedence[] = [];
	const indexOf = (parameter: Parameter) => path.findIndex(({ after }) => after === parameter);
	let step = findPredecessor(start, rest, lists);
	while (step !== undefined) {
		path.push(step);
		const repeated = indexOf(step.before);
		// The steps before the repeated parameter only lead to the cycle.
		if (repeated !== -1) return path.slice(repeated);
		step = findPredecessor(step.before, rest, lists);
	}
	return path;
}

/** Whether `whole` has every operation of `part`. */
export const isSuperset = (whole: Scope, part: Scope): boolean =>
	[...part].every(([resource, operations]) =>
		[...operations].every((operation) => whole.get(resource)?.has(operation)),
	);

function union(one: Scope, other: Scope): Scope {
	const result = new Map(one);
	for (const [resource, operations] of other) {
		result.set(resource, new Set([...(result.get(resource) ?? []), ...operations]));
	}
	return result;
}

/**
 * Whether one display condition of n8n can express a scope. A condition lists resources and operations, so it includes
 * an operation in every listed resource that has one of that name.
 */
export function isExpressible(scope: Scope, all: Scope): boolean {
	const names = operationsIn(scope);
	return [...scope].every(([resource, operations]) =>
		[...(all.get(resource) ?? [])].every((one) => !names.has(one) || operations.has(one)),
	);
}

/** The names of all operations in a scope, whatever their resource. */
export const operationsIn = (scope: Scope) =>
	new Set([...scope.values()].flatMap((operations) => [...operations]));
