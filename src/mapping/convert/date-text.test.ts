import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATE_FORMATS, MOMENT_FORMATS, clashing, dateFormat } from './date-format.ts';
import { dateText } from './date-text.ts';
import { ZoneClock } from './zone-clock.ts';

const clock = new ZoneClock('America/New_York');

function read(cell: string, formats: readonly string[]): string {
  const found = dateText(cell, formats.map(dateFormat), clock);
  if (found.text === null) return found.trouble;
  return found.isTwice ? `${found.text} twice` : found.text;
}

describe('dates', () => {
  test.each([
    ['2026-03-04', '2026-03-04'],
    ['2026-03', '2026-03'],
    ['2026', '2026'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['2026-02-29', 'date'],
    ['1900-02-29', 'date'],
    ['2026-04-31', 'date'],
    ['2026-13-01', 'date'],
    ['2026-00-10', 'date'],
    ['2026-01-00', 'date'],
    ['2026-13', 'date'],
    ['0000-01-01', 'date'],
    ['3/4/2026', 'form'],
    ['20260304', 'form'],
    ['2026-3-4', 'form'],
    [' 2026-03-04', 'form'],
    ['2026-03-04 ', 'form'],
    ['2026-03-04\n', 'form'],
    ['2026-03-04T10:00:00', 'form'],
    ['26-03-04', 'form'],
    ['٢٠٢٦-03-04', 'form'],
  ])('%s', (cell, outcome) => {
    expect(read(cell, DATE_FORMATS)).toBe(outcome);
  });
});

describe('moments', () => {
  test.each([
    ['2026-03-04', '2026-03-04'],
    ['2026-03', '2026-03'],
    ['2026-03-04 14:00', '2026-03-04T14:00:00-05:00'],
    ['2026-03-04 14:00:30', '2026-03-04T14:00:30-05:00'],
    ['2026-03-04 14:00:30.250', '2026-03-04T14:00:30.250-05:00'],
    ['2026-07-04 00:00', '2026-07-04T00:00:00-04:00'],
    ['2026-03-04T14:00', '2026-03-04T14:00:00-05:00'],
    ['2026-03-04T14:00:00', '2026-03-04T14:00:00-05:00'],
    ['2026-03-04T14:00:00Z', '2026-03-04T14:00:00Z'],
    ['2026-03-04T14:00Z', '2026-03-04T14:00:00Z'],
    ['2026-03-04T14:00:00+01:00', '2026-03-04T14:00:00+01:00'],
    ['2026-03-04T14:00:00.5-0500', '2026-03-04T14:00:00.5-05:00'],
    ['2026-03-04T14:00:00-05', '2026-03-04T14:00:00-05:00'],
    // An offset says which of the two it is, and that there is one.
    ['2026-11-01T01:30:00-05:00', '2026-11-01T01:30:00-05:00'],
    ['2026-03-08T02:30:00-05:00', '2026-03-08T02:30:00-05:00'],
    ['2026-03-08 02:00', 'gap'],
    ['2026-03-08 02:59:59', 'gap'],
    ['2026-03-08 03:00', '2026-03-08T03:00:00-04:00'],
    ['2026-11-01 01:00', '2026-11-01T01:00:00-04:00 twice'],
    ['2026-11-01T01:59:59', '2026-11-01T01:59:59-04:00 twice'],
    ['2026-11-01 02:00', '2026-11-01T02:00:00-05:00'],
    ['2026-03-04 24:00', 'time'],
    ['2026-03-04 12:60', 'time'],
    ['2026-03-04 12:00:60', 'time'],
    ['2026-03-04T12:00:00+14:01', 'time'],
    ['2026-03-04T12:00:00+14:00', '2026-03-04T12:00:00+14:00'],
    ['2026-03-04T12:00:00+05:60', 'time'],
    ['2026-02-30 12:00', 'date'],
    ['2026-03-04 2:00 PM', 'form'],
    ['2026-03-04  14:00', 'form'],
    ['14:00', 'form'],
  ])('%s', (cell, outcome) => {
    expect(read(cell, MOMENT_FORMATS)).toBe(outcome);
  });
});

describe('formats of a mapping', () => {
  test.each([
    ['M/D/YYYY', '3/4/2026', '2026-03-04'],
    ['M/D/YYYY', '12/31/2026', '2026-12-31'],
    ['M/D/YYYY', '13/4/2026', 'date'],
    ['MM/DD/YYYY', '3/4/2026', 'form'],
    ['D.M.YYYY', '4.3.2026', '2026-03-04'],
    ['D.M.YYYY', '4x3x2026', 'form'],
    ['DD-MMM-YYYY', '04-MAR-2026', '2026-03-04'],
    ['YYYYMMDD', '20260304', '2026-03-04'],
    ['M/D/YYYY h:mm A', '3/4/2026 2:05 PM', '2026-03-04T14:05:00-05:00'],
    ['M/D/YYYY h:mm A', '3/4/2026 12:05 am', '2026-03-04T00:05:00-05:00'],
    ['M/D/YYYY h:mm A', '3/4/2026 12:05 PM', '2026-03-04T12:05:00-05:00'],
    ['M/D/YYYY h:mm A', '3/4/2026 13:05 PM', 'time'],
    ['M/D/YYYY h:mm A', '3/4/2026 0:05 AM', 'time'],
    ['M/D/YYYY H:mm[:ss]', '3/4/2026 9:05', '2026-03-04T09:05:00-05:00'],
    ['M/D/YYYY H:mm[:ss]', '3/4/2026 9:05:07', '2026-03-04T09:05:07-05:00'],
    ['YYYY-MM-DD 00:00:00', '2026-03-04 00:00:00', '2026-03-04'],
    ['YYYY-MM-DD 00:00:00', '2026-03-04 09:00:00', 'form'],
    ['YYYY-MM-DD HH:mm:ssZ', '2026-03-04 14:00:00+00', '2026-03-04T14:00:00+00:00'],
  ])('%s reads %s', (format, cell, outcome) => {
    expect(read(cell, [format])).toBe(outcome);
  });

  test.each([
    ['MM/DD', /no year/],
    ['YYYY-DD', /day without month/],
    ['YYYY-MM HH:mm', /needs day and minute/],
    ['YYYY-MM-DD HH', /needs day and minute/],
    ['YYYY-MM-DD mm', /without hour/],
    ['YYYY-MM-DD h:mm', /go together/],
    ['YYYY-MM-DD HH:mm A', /go together/],
    ['YYYY-MM-DD-DD', /the day twice/],
    ['DD-MM-YY', /"Y" is none of YYYY, MMM, MM/],
    ['YYYY-MM-DD[ HH:mm', /each \[ needs its \]/],
    ['YYYY-MM-DD] HH:mm[', /each \[ needs its \]/],
    ['yyyy-mm-dd', /"y" is none of/],
  ])('%s is no format', (format, message) => {
    expect(() => dateFormat(format)).toThrow(message);
  });

  test.each([
    [
      ['M/D/YYYY', 'D/M/YYYY'],
      ['M/D/YYYY', 'D/M/YYYY'],
    ],
    [
      ['MM/DD/YYYY', 'YYYY-MM-DD', 'D/M/YYYY'],
      ['MM/DD/YYYY', 'D/M/YYYY'],
    ],
    [['M/D/YYYY', 'MM/DD/YYYY', 'YYYY-MM-DD'], null],
    [MOMENT_FORMATS, null],
    [DATE_FORMATS, null],
  ])('%s', (formats, clash) => {
    expect(clashing(formats.map(dateFormat))?.map(({ text }) => text) ?? null).toEqual(clash);
  });
});

test('a moment that was written so is read as itself', () => {
  const date = fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (instant) => {
      const local = instant.toISOString().slice(0, 19);
      const found = read(local.replace('T', ' '), MOMENT_FORMATS);
      if (found === 'gap') return;
      expect(found.slice(0, 19)).toBe(local);
      expect(found.slice(19)).toMatch(/^-0[45]:00( twice)?$/);
    }),
  );
});
