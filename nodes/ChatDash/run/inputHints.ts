// Hints about the items' values: the run can do without them, but the user may have expected them to be used.
import { isVisible } from '../fields/field';
import { allItems } from './messages';
import type { BoundField, ParsedItem } from './prepare';

/** One hint for each field that was empty for all items, and for each column that isn't used. */
export const inputHints = (
	bound: readonly BoundField[],
	parsed: readonly ParsedItem[],
): string[] => [...alwaysEmptyHints(bound, parsed), ...unusedColumnHints(bound, parsed)];

/** One hint for each field whose expression gave nothing for all items. */
function alwaysEmptyHints(bound: readonly BoundField[], parsed: readonly ParsedItem[]): string[] {
	const where = parsed.length === 1 ? '' : ` for ${allItems(parsed.length)}`;
	return bound
		.filter(
			({ name, field, source }) =>
				field.hintIfAlwaysEmpty === true &&
				source.isExpression &&
				parsed.every(({ values }) => name in values && values[name] === undefined),
		)
		.map(
			({ field }) =>
				`'${field.property.displayName}' was empty${where}. Check whether it's mapped to a field that your items have.`,
		);
}

/** One hint for each column that auto-map would use, if another setting didn't hide the field that it's for. */
function unusedColumnHints(bound: readonly BoundField[], parsed: readonly ParsedItem[]): string[] {
	return bound.flatMap(({ name, field, source: { hasColumn } }) => {
		const isUnused =
			hasColumn !== undefined &&
			parsed.some(({ values }, index) => !isVisible(field, values) && hasColumn(index));
		if (!isUnused) return [];
		const settings = bound
			.filter((other) => Object.hasOwn(field.showFor ?? {}, other.name))
			.map((other) => `'${other.field.property.displayName}'`);
		return [
			`Your items have the field '${name}', but ${settings.join(' and ')} is set to a value that doesn't use it. To use the field, change this setting.`,
		];
	});
}
