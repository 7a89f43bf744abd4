/** Calendar dates are texts YYYY-MM-DD; they are counted without a clock or a zone. */
const DAY = 24 * 60 * 60 * 1000;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Monday first. */
export const WEEKDAY_NAMES: readonly string[] = WEEKDAYS;

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** `Wed 2026-04-01`. */
export function withWeekday(date: string): string {
  return `${WEEKDAYS[weekdayOf(date)] ?? ''} ${date}`;
}

/** `YYYY-MM`. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** `March 2026` of `2026-03`. */
export function monthName(month: string): string {
  return `${MONTHS[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** Every month from that of one date to that of another. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let date = `${monthOf(from)}-01`; date <= to; date = `${monthOf(addDays(date, 31))}-01`)
    months.push(monthOf(date));
  return months;
}
