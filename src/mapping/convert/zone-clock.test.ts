import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZoneClock } from './zone-clock.ts';

const seconds = (time: string): number => {
  const [hours = 0, minutes = 0, rest = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
};

function at(zone: string, local: string): string {
  const [date = '', time = ''] = local.split(' ');
  const found = new ZoneClock(zone).at(date, seconds(time));
  return found.occurs === 'never' ? 'never' : `${found.occurs} ${found.offset}`;
}

describe('local times and their offsets', () => {
  test.each([
    ['America/New_York', '2026-01-15 12:00', 'once -05:00'],
    ['America/New_York', '2026-07-15 12:00', 'once -04:00'],
    // Clocks go from 02:00 to 03:00.
    ['America/New_York', '2026-03-08 00:00', 'once -05:00'],
    ['America/New_York', '2026-03-08 01:59:59', 'once -05:00'],
    ['America/New_York', '2026-03-08 02:00', 'never'],
    ['America/New_York', '2026-03-08 02:59:59', 'never'],
    ['America/New_York', '2026-03-08 03:00', 'once -04:00'],
    ['America/New_York', '2026-03-07 23:59', 'once -05:00'],
    ['America/New_York', '2026-03-09 00:00', 'once -04:00'],
    // Clocks go from 02:00 back to 01:00.
    ['America/New_York', '2026-11-01 00:59:59', 'once -04:00'],
    ['America/New_York', '2026-11-01 01:00', 'twice -04:00'],
    ['America/New_York', '2026-11-01 01:59:59', 'twice -04:00'],
    ['America/New_York', '2026-11-01 02:00', 'once -05:00'],
    ['America/New_York', '2026-10-31 23:59', 'once -04:00'],
    // Before 2007, summer began in April.
    ['America/New_York', '2006-03-12 02:30', 'once -05:00'],
    ['Europe/Berlin', '2026-03-29 02:30', 'never'],
    ['Europe/Berlin', '2026-10-25 02:30', 'twice +02:00'],
    ['Asia/Kathmandu', '2026-03-08 02:30', 'once +05:45'],
    ['UTC', '2026-03-08 02:30', 'once +00:00'],
    // Half an hour only.
    ['Australia/Lord_Howe', '2026-04-05 01:45', 'twice +11:00'],
    ['Australia/Lord_Howe', '2026-10-04 02:15', 'never'],
    // Samoa left out a whole day.
    ['Pacific/Apia', '2011-12-29 23:59', 'once -10:00'],
    ['Pacific/Apia', '2011-12-30 12:00', 'never'],
    ['Pacific/Apia', '2011-12-31 00:00', 'once +14:00'],
  ])('%s %s', (zone, local, outcome) => {
    expect(at(zone, local)).toBe(outcome);
  });

  test('a zone that is not there', () => {
    expect(() => new ZoneClock('America/Springfield')).toThrow(RangeError);
  });
});

const ZONES = [
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'UTC',
];

/** What a clock on the wall of the zone shows at an instant, told by the platform. */
function wall(zone: string, instant: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return parts.format(instant);
}

test('local time → offset → the same local time', () => {
  const minutes = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2037, 11, 31) / 60_000 });
  const clocks = new Map(ZONES.map((zone) => [zone, new ZoneClock(zone)]));
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), minutes, (zone, minute) => {
      const [date = '', time = ''] = new Date(minute * 60_000).toISOString().slice(0, 19).split('T');
      const found = clocks.get(zone)?.at(date, seconds(time));
      if (found === undefined || found.occurs === 'never') return;
      expect(wall(zone, Date.parse(`${date}T${time}${found.offset}`))).toBe(`${date} ${time}`);
    }),
    { numRuns: 1000 },
  );
});

test('every instant has a local time, which occurs, and is the first where it occurs twice', () => {
  const clocks = new Map(ZONES.map((zone) => [zone, new ZoneClock(zone)]));
  // Around the days on which New York sets its clocks.
  const around = fc.constantFrom(Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 10, 1, 6));
  const away = fc.integer({ min: -200, max: 200 });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), around, away, (zone, change, minutes) => {
      const instant = change + minutes * 60_000;
      const [date = '', time = ''] = wall(zone, instant).split(' ');
      const found = clocks.get(zone)?.at(date, seconds(time)) ?? { occurs: 'never' };
      if (found.occurs === 'never') throw new Error(`${zone} ${date} ${time} occurs`);
      const first = Date.parse(`${date}T${time}${found.offset}`);
      if (found.occurs === 'once') expect(first).toBe(instant);
      else expect([0, 1_800_000, 3_600_000]).toContain(instant - first);
    }),
    { numRuns: 1000 },
  );
});
