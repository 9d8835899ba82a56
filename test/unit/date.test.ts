/** Fields for a moment: which values are read, as which moment, and which are rejected because they aren't clear. */
import { tryToParseDateTime } from 'n8n-workflow';
import fc from 'fast-check';

import {
	ISO_DATE,
	UNIX_SECONDS,
	optionalDate,
	requiredDate,
} from '../../nodes/ChatDash/fields/date';
import { ok } from '../../nodes/transport/result';
import { wordsOf } from './words';

const LABEL = { displayName: 'Start Date' };
const date = requiredDate(ISO_DATE, LABEL);
const seconds = requiredDate(UNIX_SECONDS, LABEL);

const parse = (raw: unknown, timezone = 'Europe/Berlin') => date.parse(raw, { timezone });

/** A Luxon date, which expressions such as {{ $now }} return. */
const luxon = (text: string, zone: string) => tryToParseDateTime(text, zone);

const EIGHT = '2026-03-01T08:00:00.000Z';

test.each([
	['a time without a zone, as n8n stores a picked date', '2026-03-01T09:00:00'],
	['a time without seconds', '2026-03-01T09:00'],
	['a space instead of the T', '2026-03-01 09:00:00'],
	['an offset', '2026-03-01T03:00:00-05:00'],
	['an offset without a colon', '2026-03-01T13:30:00+0530'],
	['an offset of hours', '2026-03-01 11:00:00.000000+03'],
	['UTC', '2026-03-01T08:00:00.000Z'],
	['UTC as a word', '2026-03-01 08:00:00 UTC'],
	['invisible characters around it', '\u200b2026-03-01T09:00 \u00a0'],
	['a JavaScript date', new Date(EIGHT)],
	['a Luxon date in another zone', luxon('2026-03-01T03:00', 'America/New_York')],
	['the text of a Luxon date', String(luxon('2026-03-01T03:00', 'America/New_York'))],
	['Unix seconds', 1_772_352_000],
	['Unix seconds as text', '1772352000'],
	['Unix milliseconds', 1_772_352_000_000],
	['Unix milliseconds as text', ' 1772352000000 '],
])('reads %s', (_what, raw) => {
	expect(parse(raw)).toEqual(ok(EIGHT));
	expect(seconds.parse(raw, { timezone: 'Europe/Berlin' })).toEqual(ok(1_772_352_000));
});

test('keeps milliseconds, and cuts them off for seconds', () => {
	expect(parse('2026-03-01T09:00:00.9876')).toEqual(ok('2026-03-01T08:00:00.987Z'));
	expect(parse('1772352000.987')).toEqual(ok('2026-03-01T08:00:00.987Z'));
	expect(seconds.parse('2026-03-01T08:00:00.987Z', { timezone: 'UTC' })).toEqual(ok(1772352000));
});

test('reads a day as its beginning in the zone of the workflow', () => {
	expect(parse('2026-03-01')).toEqual(ok('2026-02-28T23:00:00.000Z'));
	expect(parse('2026-03-01', 'America/New_York')).toEqual(ok('2026-03-01T05:00:00.000Z'));
	// In Chile, the clocks skip the hour after midnight; in Cuba, they show it twice.
	expect(parse('2026-09-06', 'America/Santiago')).toEqual(ok('2026-09-06T04:00:00.000Z'));
	expect(parse('2026-09-06T00:00:00', 'America/Santiago')).toEqual(ok('2026-09-06T04:00:00.000Z'));
	expect(parse('2026-11-01', 'America/Havana')).toEqual(ok('2026-11-01T04:00:00.000Z'));
});

test.each([
	['03/01/2026', 't a clear date'],
	['1.3.2026', 't a clear date'],
	['March 1, 2026', 't a clear date'],
	['tomorrow', 't a clear date'],
	['2026-3-1', 't a clear date'],
	['2026-03-01T09:00:00+99:00', 't a clear date'],
	['20260301', 't a clear date'],
	[20_260_301, 't a clear date'],
	[46_082, 't a clear date'],
	[0, 't a clear date'],
	[-1_772_352_000, 't a clear date'],
	[17_723_520_000, 't a clear date'],
	['2026-02-30', "a date that doesn't exist"],
	['2026-02-29T10:00Z', "a date that doesn't exist"],
	['2026-13-01', "a date that doesn't exist"],
	['2026-03-01T25:00', "a date that doesn't exist"],
	[new Date(NaN), "a date that doesn't exist"],
	[luxon('2026-03-01', 'UTC').setZone('Nowhere/Here'), "a date that doesn't exist"],
	[true, 'must be a date'],
	[{ start: '2026-03-01' }, "must be a date, but it's a group of fields"],
	[['2026-03-01'], "must be a date, but it's a list"],
	[NaN, 'must be a date'],
	['2026-03-01Tundefined', 't a clear date'],
])('rejects %p and gives a form to use', (raw, says) => {
	const { message, advice } = wordsOf(parse(raw));
	expect(message).toMatch(/^'Start Date' (is|isn't|must be) a /);
	expect(message).toContain(says);
	expect(advice).toContain('2026-03-01T09:00:00+01:00');
});

test('rejects a time that the clocks skip or show twice, unless it has its offset', () => {
	expect(wordsOf(parse('2026-03-29T02:30')).message).toBe(
		"'Start Date' is a time that the clocks skip in Europe/Berlin: “2026-03-29T02:30”",
	);
	expect(wordsOf(parse('2026-10-25T02:30')).message).toBe(
		"'Start Date' is a time that comes twice in Europe/Berlin: “2026-10-25T02:30”",
	);
	expect(parse('2026-10-25T02:30+01:00')).toEqual(ok('2026-10-25T01:30:00.000Z'));
	expect(parse('2026-03-29T02:30', 'America/New_York')).toEqual(ok('2026-03-29T06:30:00.000Z'));
	// Samoa had no December 30 in 2011.
	expect(parse('2011-12-30', 'Pacific/Apia').ok).toBe(false);
});

test('rejects times without an offset if n8n does not know the zone', () => {
	expect(parse('2026-03-01T09:00', 'Nowhere/Here').ok).toBe(false);
	expect(parse('2026-03-01T09:00Z', 'Nowhere/Here').ok).toBe(true);
});

test.each([undefined, null, '', ' \u200b'])('tells %j from a date', (raw) => {
	expect(wordsOf(parse(raw)).message).toBe("'Start Date' is empty");
	expect(optionalDate(ISO_DATE, LABEL).parse(raw, { timezone: 'UTC' })).toEqual(ok(undefined));
});

test('an optional date is read like a required one', () => {
	const field = optionalDate(UNIX_SECONDS, LABEL);
	expect(field.parse(EIGHT, { timezone: 'UTC' })).toEqual(ok(1_772_352_000));
	expect(field.parse('03/01/2026', { timezone: 'UTC' }).ok).toBe(false);
});

describe('Any moment', () => {
	const ZONES = [
		'UTC',
		'Europe/Berlin',
		'America/New_York',
		'America/St_Johns',
		'Asia/Kathmandu',
		'Australia/Lord_Howe',
		'Pacific/Apia',
		'Africa/Casablanca',
	];
	const moments = fc.date({
		min: new Date('1974-01-01T00:00:00Z'),
		max: new Date('2100-01-01T00:00:00Z'),
		noInvalidDate: true,
	});
	const zones = fc.constantFrom(...ZONES);

	test('is the same moment in every form that has a zone', () => {
		fc.assert(
			fc.property(moments, zones, zones, (moment, zone, workflowZone) => {
				const local = tryToParseDateTime(moment, zone);
				const forms = [moment, local, String(local), moment.toISOString(), moment.valueOf()];
				for (const form of forms) {
					expect(parse(form, workflowZone)).toEqual(ok(moment.toISOString()));
				}
			}),
		);
	});

	test('is never read as another one from what the clocks show', () => {
		fc.assert(
			fc.property(moments, zones, (moment, zone) => {
				const clocks = tryToParseDateTime(moment, zone);
				const value = parse(clocks.toISO({ includeOffset: false }), zone);
				const isRepeated = clocks.getPossibleOffsets().length > 1;
				expect(value).toEqual(
					isRepeated ? expect.objectContaining({ ok: false }) : ok(moment.toISOString()),
				);
			}),
		);
	});

	test('is rejected within the hour that the clocks skip', () => {
		// In each year, the clocks skip an hour in Berlin on the last Sunday of March.
		fc.assert(
			fc.property(fc.integer({ min: 1996, max: 2037 }), fc.nat(59), (year, minute) => {
				const last = new Date(Date.UTC(year, 2, 31));
				const day = 31 - last.getUTCDay();
				const time = (hour: number) =>
					`${year}-03-${day}T0${hour}:${String(minute).padStart(2, '0')}`;
				expect(wordsOf(parse(time(2))).message).toContain('the clocks skip');
				expect(parse(time(1)).ok && parse(time(3)).ok).toBe(true);
			}),
		);
	});
});
