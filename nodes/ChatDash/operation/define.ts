// Declares operations, and fills in what follows from their target: the record that they are about.
import type { Rejection } from '../../transport/classify';
import { DEFAULT_CREDENTIAL } from '../../transport/credentials';
import { type Err, err } from '../../transport/result';
import type { Field, Fields, Values } from '../fields/field';
import { type LocatorValue, describeChoice, isLocatorValue, recordKey } from '../fields/locator';
import { adviceOnRecords, choicesIn } from '../fields/locatorAdvice';
import type { ItemValues, ReadOperation, WriteOperation } from './operation';

type Target<F> = {
	readonly [Name in keyof F]: F[Name] extends Field<LocatorValue> ? Name : never;
}[keyof F];

/** What names an item: the record that it's about, or a function where it's about none. */
type Labeled<F> =
	| { readonly target: Target<F> & string; label?(values: Values<F>): string }
	| { readonly target?: undefined; label(values: Values<F>): string };

type Derived = 'kind' | 'credential' | 'label' | 'check' | 'advice' | 'output' | 'echo' | 'lockKey';

/** An operation that reads, as its file declares it. */
export type ReadOperationConfig<F> = Omit<ReadOperation<F>, Derived> &
	Partial<Pick<ReadOperation<F>, 'credential' | 'check' | 'advice'>> &
	Labeled<F>;

/** An operation that changes something, as its file declares it. */
export type WriteOperationConfig<F> = Omit<WriteOperation<F>, Derived> &
	Partial<
		Pick<WriteOperation<F>, 'credential' | 'check' | 'advice' | 'output' | 'echo' | 'lockKey'>
	> &
	Labeled<F>;

/** Declares an operation that reads. The types of the values in its functions follow from its fields. */
export const defineRead = <F extends Fields>(config: ReadOperationConfig<F>): ReadOperation<F> => ({
	credential: DEFAULT_CREDENTIAL,
	label: labelOf(config.fields, config.target),
	...config,
	check: checkOf(config),
	advice: adviceOf(config),
	kind: 'read',
});

/** Declares an operation that changes something. The types of the values in its functions follow from its fields. */
export const defineWrite = <F extends Fields>(
	config: WriteOperationConfig<F>,
): WriteOperation<F> => ({
	credential: DEFAULT_CREDENTIAL,
	label: labelOf(config.fields, config.target),
	lockKey: lockKeyOf(config.fields, config.target),
	output: (_values, body) => body,
	echo: () => ({}),
	...config,
	check: checkOf(config),
	advice: adviceOf(config),
	kind: 'write',
});

interface Explaining<F> {
	readonly fields: Fields;
	check?(values: Values<F>): Err | undefined;
	advice?(values: Values<F>, rejection: Rejection): string | undefined;
}

/** A rejection may be about one of the records that were chosen, unless the operation knows better. */
const adviceOf =
	<F>(config: Explaining<F>) =>
	(values: Values<F>, rejection: Rejection): string | undefined =>
		config.advice?.(values, rejection) ??
		adviceOnRecords(choicesIn(config.fields, values), rejection.status);

const labelOf = (fields: Fields, target: string | undefined) => (values: ItemValues) => {
	const chosen = chosenIn(fields, values, target);
	return chosen === undefined ? '' : describeChoice(chosen.locator, chosen.value);
};

/** A record that belongs to others is told apart by all of them. */
const lockKeyOf = (fields: Fields, target: string | undefined) => (values: ItemValues) => {
	const chosen = chosenIn(fields, values, target);
	if (chosen === undefined) return undefined;
	const { parents = [] } = chosen.locator;
	return [...parents.map(({ parameter }) => values[parameter]), chosen.value]
		.flatMap((value) => {
			if (isLocatorValue(value)) return [recordKey(value)];
			return typeof value === 'string' ? [value] : [];
		})
		.join(' ');
};

function chosenIn(fields: Fields, values: ItemValues, name: string | undefined) {
	const locator = name === undefined ? undefined : fields[name]?.locator;
	const value = name === undefined ? undefined : values[name];
	return locator === undefined || !isLocatorValue(value) ? undefined : { locator, value };
}

const NO_UPDATE_FIELDS: Err = err(
	'No fields to update',
	"Add at least one field under 'Update Fields'.",
);

/** An operation with *Update Fields* has nothing to do if the user added none. */
function checkOf<F>(config: Explaining<F>) {
	const updates = Object.entries(config.fields).flatMap(([name, { collection }]) =>
		collection === 'updateFields' ? [name] : [],
	);
	return (values: Values<F>): Err | undefined => {
		const given: ItemValues = values;
		const hasNone = updates.length > 0 && updates.every((name) => given[name] === undefined);
		return hasNone ? NO_UPDATE_FIELDS : config.check?.(values);
	};
}

/**
 * What an item asks for, without its secrets and options: the same in a later attempt of the run if the same is to be done,
 * whatever has become of ChatDash's records since.
 */
export const fingerprintedFields = (
	{ operationId, fields }: WriteOperation,
	values: ItemValues,
) => ({
	operation: operationId,
	...Object.fromEntries(
		Object.entries(values).filter(([name]) => {
			const field = fields[name];
			return field?.collection !== 'options' && !field?.secrets && !field?.controlOnly;
		}),
	),
});
