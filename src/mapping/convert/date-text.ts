import type { DateFormat, DateParts, TimeParts } from './date-format.ts';
import type { ZoneClock } from './zone-clock.ts';

/** A date or moment as FHIR writes it. Or why there is none: written in another form; no such date, time or offset; skipped. */
export type DateText =
  { readonly text: string; readonly isTwice: boolean } | { readonly text: null; readonly trouble: Trouble };
export type Trouble = 'form' | 'date' | 'time' | 'gap';

const TROUBLES: Readonly<Record<Trouble, DateText>> = {
  form: { text: null, trouble: 'form' },
  date: { text: null, trouble: 'date' },
  time: { text: null, trouble: 'time' },
  gap: { text: null, trouble: 'gap' },
};
const SHORT_MONTHS: ReadonlySet<string> = new Set(['04', '06', '09', '11']);
/** FHIR R4, datatypes, dateTime. */
const FARTHEST_OFFSET = '14:00';

/** Reads a cell by the first of the formats that fits. A local time is one of the clock's zone. */
export function dateText(cell: string, formats: readonly DateFormat[], clock: ZoneClock): DateText {
  for (const format of formats) {
    const parts = format.read(cell);
    if (parts !== null) return textOf(parts, clock);
  }
  return TROUBLES.form;
}

function textOf(parts: DateParts, clock: ZoneClock): DateText {
  const { year, month, day, time } = parts;
  if (!exists(year, month, day)) return TROUBLES.date;
  if (month === null) return { text: year, isTwice: false };
  if (day === null) return { text: `${year}-${month}`, isTwice: false };
  const date = `${year}-${month}-${day}`;
  if (time === null) return { text: date, isTwice: false };
  if (!isTime(time)) return TROUBLES.time;
  const { hour, minute, second, fraction, offset } = time;
  const local = `${date}T${hour}:${minute}:${second}${fraction}`;
  if (offset !== null) return { text: local + offset, isTwice: false };
  const found = clock.at(date, Number(hour) * 3600 + Number(minute) * 60 + Number(second));
  if (found.occurs === 'never') return TROUBLES.gap;
  return { text: local + found.offset, isTwice: found.occurs === 'twice' };
}

/** Whether the calendar has it (Gregorian; FHIR has no year 0). */
function exists(year: string, month: string | null, day: string | null): boolean {
  if (year === '0000') return false;
  if (month === null) return true;
  if (month < '01' || month > '12') return false;
  return day === null || (day >= '01' && day <= lastDay(Number(year), month));
}

function lastDay(year: number, month: string): string {
  if (month !== '02') return SHORT_MONTHS.has(month) ? '30' : '31';
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? '29' : '28';
}

function isTime({ hour, minute, second, offset }: TimeParts): boolean {
  if (hour > '23' || minute > '59' || second > '59') return false;
  return offset === null || offset === 'Z' || (offset.slice(1) <= FARTHEST_OFFSET && offset.slice(4) <= '59');
}
