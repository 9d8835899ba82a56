// The range of time that is counted, and its days in the workflow's time zone.
import { tryToParseDateTime } from 'n8n-workflow';

import { ok } from '../../../transport/result';
import { ISO_DATE, requiredDate } from '../../fields/date';
import type { Field, PropertySettings } from '../../fields/field';

/** The start or the end of a range. */
export interface RangeEdge {
	/** As ChatDash wants it. */
	readonly time: string;
	/** The day in the workflow's time zone, such as `2026-03-01`; `null` if the zone is unknown. */
	readonly day: string | null;
	/** The day a millisecond earlier, because a range that ends at midnight has nothing of the day that begins then. */
	readonly dayBefore: string | null;
}

/** A field for the start or the end of a range. */
export function rangeEdge(property: PropertySettings<'type' | 'default'>): Field<RangeEdge> {
	const date = requiredDate(ISO_DATE, property);
	return {
		property: date.property,
		parse: (raw, context) => {
			const time = date.parse(raw, context);
			return time.ok ? ok(edgeAt(time.value, context.timezone)) : time;
		},
	};
}

function edgeAt(time: string, timezone: string): RangeEdge {
	const moment = tryToParseDateTime(time).setZone(timezone);
	return {
		time,
		day: moment.toISODate(),
		dayBefore: moment.minus({ milliseconds: 1 }).toISODate(),
	};
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** More days than ChatDash would return counts for. */
const MAX_DAYS = 10_000;

/** The days that a range has a part of, in order; none if they aren't known. */
export function daysOf({ day }: RangeEdge, { dayBefore }: RangeEdge): readonly string[] {
	if (day === null || dayBefore === null) return [];
	const first = Date.parse(day);
	const count = (Date.parse(dayBefore) - first) / DAY_MS + 1;
	return Array.from({ length: Math.min(count, MAX_DAYS) }, (_, index) =>
		new Date(first + index * DAY_MS).toISOString().slice(0, 10),
	);
}
