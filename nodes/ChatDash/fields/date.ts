// Fields for a moment in time. They take what CRMs and expressions return, and never guess which moment is meant.
import { tryToParseDateTime } from 'n8n-workflow';

import { type Result, err, ok } from '../../transport/result';
import { trimText } from './characters';
import { emptyError, isEmpty } from './empty';
import type { Field, PropertySettings, FieldSettings } from './field';
import { describeType, isDate, quote, toIsoDate } from './parseText';

/** How the API wants a moment. */
export interface DateKind<Value> {
	/** @param moment in milliseconds since 1970 */
	format(moment: number): Value;
}

/** ISO 8601 with milliseconds, in UTC: `2026-03-01T08:00:00.000Z`. */
export const ISO_DATE: DateKind<string> = { format: (moment) => new Date(moment).toISOString() };

/** Seconds since 1970, as Stripe wants them. */
export const UNIX_SECONDS: DateKind<number> = { format: (moment) => Math.floor(moment / 1000) };

type DateProperty = PropertySettings<'type' | 'default'>;

/** A moment that can't be empty. */
export const requiredDate = <Value>(
	{ format }: DateKind<Value>,
	property: DateProperty,
	settings: FieldSettings<Value> = {},
): Field<Value> => ({
	property: { required: true, ...property, type: 'dateTime', default: '' },
	...settings,
	parse: (raw, { timezone }) => {
		if (isEmpty(raw)) return emptyError(property.displayName);
		const moment = parseMoment(raw, timezone, property.displayName);
		return moment.ok ? ok(format(moment.value)) : moment;
	},
});

/** A moment that can be empty. Its value is `undefined` then. */
export function optionalDate<Value>(
	kind: DateKind<Value>,
	property: DateProperty,
	settings: FieldSettings<Value | undefined> = {},
): Field<Value | undefined> {
	const { parse } = requiredDate(kind, property);
	return {
		property: { ...property, type: 'dateTime', default: '' },
		hintIfAlwaysEmpty: true,
		...(settings.showFor && { whenHidden: () => undefined }),
		...settings,
		parse: (raw, context) => (isEmpty(raw) ? ok(undefined) : parse(raw, context)),
	};
}

const ADVICE =
	"Use a date like 2026-03-01 or 2026-03-01T09:00:00+01:00, or a Unix time in seconds or milliseconds. To convert another format, use an expression like {{ DateTime.fromFormat($json.date, 'dd/MM/yyyy') }}.";

const OFFSET_ADVICE =
	"Add the time's offset from UTC, for example 2026-03-01T09:00:00+01:00. Without one, it's in the workflow's time zone.";

/** @returns the moment in milliseconds since 1970 */
function parseMoment(raw: unknown, timezone: string, label: string): Result<number> {
	if (isDate(raw)) {
		const iso = toIsoDate(raw);
		return iso === undefined
			? err(`'${label}' is a date that doesn't exist`, ADVICE)
			: parseMoment(iso, timezone, label);
	}
	const text = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : raw;
	if (typeof text !== 'string') {
		return err(`'${label}' must be a date, but it's ${describeType(raw)}`, ADVICE);
	}
	const input = trimText(text);
	const moment = fromUnixTime(input) ?? fromIsoText(input, timezone);
	switch (moment) {
		case undefined:
			return err(`'${label}' isn't a clear date: ${quote(input)}`, ADVICE);
		case 'nonexistent':
			return err(`'${label}' is a date that doesn't exist: ${quote(input)}`, ADVICE);
		case 'skipped':
			return err(
				`'${label}' is a time that the clocks skip in ${timezone}: ${quote(input)}`,
				OFFSET_ADVICE,
			);
		case 'repeated':
			return err(
				`'${label}' is a time that comes twice in ${timezone}: ${quote(input)}`,
				OFFSET_ADVICE,
			);
		default:
			return ok(moment);
	}
}

/**
 * Reads 9 or 10 digits as seconds, and 12 or 13 as milliseconds: the years 1973 to 2286. Other numbers aren't Unix times:
 * 0 means no date, 46082 is a spreadsheet's number of a day, and 20260301 is a date without hyphens.
 */
function fromUnixTime(text: string): number | undefined {
	const [, digits = ''] = /^(\d+)(?:\.\d+)?$/.exec(text) ?? [];
	if (digits.startsWith('0')) return undefined;
	if (digits.length === 9 || digits.length === 10) return Math.round(Number(text) * 1000);
	return digits.length === 12 || digits.length === 13 ? Math.round(Number(text)) : undefined;
}

const ISO_TEXT =
	/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)? ?(Z|UTC|GMT|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;

/** Reads ISO 8601, also with a space instead of the T, as databases write it. */
function fromIsoText(text: string, timezone: string) {
	const parts = ISO_TEXT.exec(text);
	if (parts === null) return undefined;
	const [, day = '', time = '00:00', seconds = '00', fraction = '', offset] = parts;
	const wallTime = `${day}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
	const asUtc = Date.parse(`${wallTime}Z`);
	// JavaScript takes February 30 for March 2.
	if (Number.isNaN(asUtc) || new Date(asUtc).toISOString() !== `${wallTime}Z`) return 'nonexistent';
	if (offset !== undefined) return asUtc - minutesOf(offset) * 60_000;
	const moments = momentsIn(timezone, wallTime);
	// A day begins even where the clocks change at midnight.
	if (wallTime.endsWith('T00:00:00.000')) return earliestOn(day, moments);
	const [only, another] = moments.filter((moment) => moment.wallTime === wallTime);
	if (only === undefined) return 'skipped';
	return another === undefined ? only.milliseconds : 'repeated';
}

/** The minutes by which a zone is ahead of UTC. */
function minutesOf(offset: string): number {
	const [, sign, hours = 0, minutes = 0] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

interface Moment {
	readonly milliseconds: number;
	/** What the clocks show in the time zone. */
	readonly wallTime: string;
}

function earliestOn(day: string, moments: readonly Moment[]) {
	const onDay = moments.filter(({ wallTime }) => wallTime.startsWith(day));
	return onDay.length === 0
		? 'nonexistent'
		: Math.min(...onDay.map(({ milliseconds }) => milliseconds));
}

/** Every moment at which the clocks show a time; the one after it if they skip it. */
function momentsIn(timezone: string, wallTime: string): readonly Moment[] {
	try {
		return tryToParseDateTime(wallTime, timezone)
			.getPossibleOffsets()
			.map((date) => ({
				milliseconds: date.toMillis(),
				wallTime: date.toISO({ includeOffset: false }) ?? '',
			}));
	} catch {
		// n8n can't use the time zone, so no time can be read in it.
		return [];
	}
}
