/** Business days, by the calendar of the Commonwealth. */
import { expect, test } from 'vitest';
import { dateOf, dayOf } from './calendar.ts';
import { businessDayAfter } from './holidays.ts';

test.each([
  ['a Wednesday', '2026-03-04', '2026-03-05'],
  ['a Friday', '2026-03-06', '2026-03-09'],
  ['the Friday before Patriots’ Day', '2026-04-17', '2026-04-21'],
  ['the day before Thanksgiving', '2026-11-25', '2026-11-27'],
  ['the Thursday before Independence Day on a Saturday, which no other day stands for', '2026-07-02', '2026-07-03'],
  ['the Friday before Christmas on a Sunday, kept on Monday', '2022-12-23', '2022-12-27'],
  ['New Year’s Eve', '2025-12-31', '2026-01-02'],
  ['the Friday before Memorial Day', '2026-05-22', '2026-05-26'],
])('after %s, %s', (_, date, next) => {
  expect(dateOf(businessDayAfter(dayOf(date)))).toBe(next);
});
