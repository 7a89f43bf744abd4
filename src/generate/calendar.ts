/** Days are whole numbers, counted from 1970-01-01; times of day are minutes from midnight. Local all along: no zone, no clock. */
const DAY = 24 * 60 * 60 * 1000;
const MINUTES = 24 * 60;

/** The days that answers are for, both inclusive; nothing is known of what comes after. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Days in a row, both inclusive. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

const dates: string[] = [];
const times = Array.from(
  { length: MINUTES },
  (_, minute) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`,
);

export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** `YYYY-MM-DD`. */
export function dateOf(day: number): string {
  return (dates[day] ??= new Date(day * DAY).toISOString().slice(0, 10));
}

/** `YYYY-MM`. */
export function monthOf(day: number): string {
  return dateOf(day).slice(0, 7);
}

/** The first and last day of a day's month. */
export function monthAround(day: number): Stretch {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { first: Date.UTC(year, month, 1) / DAY, last: Date.UTC(year, month + 1, 0) / DAY };
}

/** The same date a year later; of the last day of February, if there is no such date, the one before. */
export function anniversaryOf(day: number): number {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear() + 1, date.getUTCMonth()];
  return Math.min(Date.UTC(year, month, date.getUTCDate()), Date.UTC(year, month + 1, 0)) / DAY;
}

/** A local date and time; minutes beyond midnight are of the next day. */
export function momentOf(day: number, minute: number): string {
  const isNext = minute >= MINUTES;
  return `${dateOf(isNext ? day + 1 : day)}T${times[isNext ? minute - MINUTES : minute] ?? ''}`;
}

export function covers({ first, last }: Stretch, day: number): boolean {
  return first <= day && day <= last;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
