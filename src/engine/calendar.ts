import type { InputRelation } from '../sql/runner.ts';
import { relation } from './input-relations.ts';

/** A date as days since 1970-01-01, so that calendar arithmetic knows no time zone. */
type Day = number;

const MILLISECONDS = 86_400_000;
const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];

/** How far before the asked period something may have happened that a deadline in business days is counted from. */
const DAYS_BEFORE = 400;
/** How far after it a deadline may lie. */
const DAYS_AFTER = 30;

/** Dates YYYY-MM-DD, both ends inclusive. */
export interface AskedDays {
  readonly from: string;
  readonly to: string;
}

/**
 * Relations of the calendar that any rule may read: business_day(date, next): the first business day of Massachusetts after each date;
 * period(kind, start_date, end_date): the whole months and weeks (Monday to Sunday) that touch the asked period, and `asked`, itself.
 * Without a row where no rule is asked for that could read them: then the period may be all time.
 */
export function calendarRelations(asked: AskedDays | null): InputRelation[] {
  return [
    relation('business_day', { date: 'date', next: 'date' }, asked === null ? [] : businessDays(asked)),
    relation('period', { kind: 'text', start_date: 'date', end_date: 'date' }, asked === null ? [] : periodsOf(asked)),
  ];
}

function businessDays({ from, to }: AskedDays): string[][] {
  const days = range(dayOf(from) - DAYS_BEFORE, dayOf(to) + DAYS_AFTER);
  return days.map((day) => [textOf(day), textOf(nextBusinessDay(day))]);
}

function periodsOf({ from, to }: AskedDays): string[][] {
  const [first, last] = [dayOf(from), dayOf(to)];
  return [
    ['asked', from, to],
    ...periods('month', first, last, startOfMonth, (day) => startOfMonth(day + 31)),
    ...periods('week', first, last, startOfWeek, (day) => day + 7),
  ];
}

/** The first business day after a date, YYYY-MM-DD. */
export function businessDayAfter(date: string): string {
  return textOf(nextBusinessDay(dayOf(date)));
}

function nextBusinessDay(day: Day): Day {
  const isFree = (one: Day): boolean => [SUNDAY, SATURDAY].includes(weekday(one)) || isHoliday(one);
  let next = day + 1;
  while (isFree(next)) next++;
  return next;
}

/** Legal holidays of the Commonwealth (M.G.L. c. 4, s. 7, cl. 18); one that falls on a Sunday is kept on the day after. */
function isHoliday(day: Day): boolean {
  const year = new Date(day * MILLISECONDS).getUTCFullYear();
  return holidaysOf(year).some((holiday) => (weekday(holiday) === SUNDAY ? holiday + 1 : holiday) === day);
}

function holidaysOf(year: number): Day[] {
  const on = (month: number, date: number): Day => Date.UTC(year, month - 1, date) / MILLISECONDS;
  /** The nth such weekday of a month. */
  const nth = (count: number, wanted: number, month: number): Day => {
    const start = on(month, 1);
    return start + ((wanted - weekday(start) + 7) % 7) + 7 * (count - 1);
  };
  const lastMonday = (month: number): Day => {
    const end = on(month + 1, 1) - 1;
    return end - ((weekday(end) - MONDAY + 7) % 7);
  };
  return [
    on(1, 1), // New Year's Day
    nth(3, MONDAY, 1), // Martin Luther King Jr. Day
    nth(3, MONDAY, 2), // Washington's Birthday
    nth(3, MONDAY, 4), // Patriots' Day
    lastMonday(5), // Memorial Day
    on(6, 19), // Juneteenth Independence Day
    on(7, 4), // Independence Day
    nth(1, MONDAY, 9), // Labor Day
    nth(2, MONDAY, 10), // Columbus Day
    on(11, 11), // Veterans Day
    nth(4, THURSDAY, 11), // Thanksgiving Day
    on(12, 25), // Christmas Day
  ];
}

function periods(kind: string, first: Day, last: Day, start: (day: Day) => Day, next: (day: Day) => Day): string[][] {
  const rows: string[][] = [];
  for (let day = start(first); day <= last; day = next(day)) rows.push([kind, textOf(day), textOf(next(day) - 1)]);
  return rows;
}

function startOfMonth(day: Day): Day {
  const date = new Date(day * MILLISECONDS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / MILLISECONDS;
}

function startOfWeek(day: Day): Day {
  return day - ((weekday(day) - MONDAY + 7) % 7);
}

/** 0 is Sunday. */
function weekday(day: Day): number {
  return new Date(day * MILLISECONDS).getUTCDay();
}

function range(first: Day, last: Day): Day[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function dayOf(date: string): Day {
  return Date.parse(`${date}T00:00:00Z`) / MILLISECONDS;
}

function textOf(day: Day): string {
  return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
}
