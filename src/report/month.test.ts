import { describe, expect, it } from 'vitest';
import { span } from '../../test/account.ts';
import { addDays, monthName, monthsBetween, weekdayOf, withWeekday } from './calendar-date.ts';
import { weeksOf } from './month.ts';

describe('weeksOf', () => {
  it('has a week for each Monday, and days of the month alone', () => {
    const weeks = weeksOf('2026-03', []);
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, { date: '2026-03-01', span: null }]);
    expect(weeks[5]?.map((day) => day?.date ?? null)).toEqual([
      '2026-03-30',
      '2026-03-31',
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('ends with the month where it ends on a Sunday', () => {
    expect(weeksOf('2026-05', []).at(-1)?.at(-1)?.date).toBe('2026-05-31');
    expect(weeksOf('2027-02', [])).toHaveLength(4);
  });

  it('gives each day of a span that span, both ends included', () => {
    const one = span('2026-02-27', '2026-03-02', 'satisfied', 'all-gates-satisfied');
    const days = weeksOf('2026-03', [one]).flat();
    expect(days.filter((day) => day?.span === one).map((day) => day?.date)).toEqual(['2026-03-01', '2026-03-02']);
  });
});

describe('calendar dates', () => {
  it('count across the change of clocks, a leap day and the turn of a year', () => {
    expect(addDays('2026-03-07', 2)).toBe('2026-03-09');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  it('know their weekday, Monday first', () => {
    expect(weekdayOf('2026-03-02')).toBe(0);
    expect(weekdayOf('2026-03-01')).toBe(6);
    expect(withWeekday('2026-04-01')).toBe('Wed 2026-04-01');
  });

  it('name months, and those from one date to another', () => {
    expect(monthName('2026-12')).toBe('December 2026');
    expect(monthsBetween('2025-12-31', '2026-02-01')).toEqual(['2025-12', '2026-01', '2026-02']);
    expect(monthsBetween('2026-03-05', '2026-03-05')).toEqual(['2026-03']);
  });
});
