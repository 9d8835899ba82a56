// Counts values that several items of a run share although each should have its own, such as a client's name. ChatDash accepts
// them, so the run continues, but the user gets a hint.
import type { BoundField } from './prepare';

/** How many items a hint names. */
const ITEMS_NAMED = 10;

const MAX_HINTS = 10;

/** A value, and the items that have it. */
interface SharedValue {
	readonly label: string;
	readonly value: string;
	readonly items: number[];
}

export class SharedValues {
	private readonly groups = new Map<string, SharedValue>();

	/** Counts the values of an item that will be sent. */
	count(
		bound: readonly BoundField[],
		values: Readonly<Record<string, unknown>>,
		item: number,
	): void {
		for (const { name, field } of bound) {
			if (field.hintIfShared === undefined) continue;
			const { key, value } = field.hintIfShared(values[name]);
			const group = this.groups.get(`${name} ${key}`);
			if (group !== undefined) group.items.push(item);
			else {
				this.groups.set(`${name} ${key}`, {
					label: field.property.displayName,
					value,
					items: [item],
				});
			}
		}
	}

	/** One sentence for each value that several items have; only the first few values are named. */
	hints(): string[] {
		return [...this.groups.values()]
			.filter(({ items }) => items.length > 1)
			.slice(0, MAX_HINTS)
			.map(
				({ label, value, items }) =>
					`${items.length} items have the ${label.toLowerCase()} ${value} (items ${items.slice(0, ITEMS_NAMED).join(', ')}${items.length > ITEMS_NAMED ? ', …' : ''}). Each of them creates a separate record in ChatDash.`,
			);
	}
}
