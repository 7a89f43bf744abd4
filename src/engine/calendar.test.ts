import { describe, expect, test } from 'vitest';
import { businessDayAfter, calendarRelations } from './calendar.ts';

describe('the business day after', () => {
  test.each([
    ['a Monday', '2026-03-02', '2026-03-03'],
    ['a Friday', '2026-03-06', '2026-03-09'],
    ['a Saturday', '2026-03-07', '2026-03-09'],
    ['a Sunday', '2026-03-08', '2026-03-09'],
    ['the Friday before Patriots’ Day', '2026-04-17', '2026-04-21'],
    ['Patriots’ Day itself', '2026-04-20', '2026-04-21'],
    ['the day before New Year', '2025-12-31', '2026-01-02'],
    ['the Friday before Martin Luther King Jr. Day', '2026-01-16', '2026-01-20'],
    ['the Friday before Washington’s Birthday', '2026-02-13', '2026-02-17'],
    ['the Friday before Memorial Day, the last Monday of May', '2026-05-22', '2026-05-26'],
    ['the Thursday before Juneteenth on a Friday', '2026-06-18', '2026-06-22'],
    ['a Friday before Independence Day on a Saturday: the law moves Sundays alone', '2026-07-02', '2026-07-03'],
    ['the Friday before Independence Day on a Sunday, kept on Monday', '2027-07-02', '2027-07-06'],
    ['the Friday before Labor Day', '2026-09-04', '2026-09-08'],
    ['the Friday before Columbus Day', '2026-10-09', '2026-10-13'],
    ['the day before Veterans Day', '2026-11-10', '2026-11-12'],
    ['the day before Thanksgiving, the fourth Thursday', '2026-11-25', '2026-11-27'],
    ['the day before Christmas on a Friday', '2026-12-24', '2026-12-28'],
    ['New Year on a Sunday, kept on Monday', '2022-12-30', '2023-01-03'],
  ])('%s', (_, date, next) => {
    expect(businessDayAfter(date)).toBe(next);
  });
});

test('periods are whole, and touch the asked one', () => {
  const [, period] = calendarRelations({ from: '2026-02-28', to: '2026-03-02' });
  expect(period?.rows).toEqual([
    ['asked', '2026-02-28', '2026-03-02'],
    ['month', '2026-02-01', '2026-02-28'],
    ['month', '2026-03-01', '2026-03-31'],
    ['week', '2026-02-23', '2026-03-01'],
    ['week', '2026-03-02', '2026-03-08'],
  ]);
});
