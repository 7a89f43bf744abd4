import type { Field } from '../canonical.ts';
import { DATE_FORMATS, MOMENT_FORMATS, dateFormat } from '../convert/date-format.ts';
import type { DateParts } from '../convert/date-format.ts';
import type { Column } from './profile.ts';

/** Ways to write a date, beside the usual ones, the likelier first. */
const OTHER_FORMATS = [
  'M/D/YYYY',
  'D/M/YYYY',
  'M/D/YYYY[ h:mm[:ss] A]',
  'M/D/YYYY[ H:mm[:ss]]',
  'D/M/YYYY[ H:mm[:ss]]',
  'D.M.YYYY[ H:mm[:ss]]',
  'M-D-YYYY[ H:mm[:ss]]',
  'D-MMM-YYYY[ H:mm[:ss]]',
  'MMM D, YYYY',
  'YYYY/M/D[ H:mm[:ss]]',
] as const;

/** Texts of true, and of false. */
const BOOLEANS = [
  ['y', 'n'],
  ['yes', 'no'],
  ['true', 'false'],
  ['t', 'f'],
  ['1', '0'],
  ['x', '-'],
] as const;

/** How dates are written: the first format that reads all, and those that do so too. Null: the usual ones. */
export interface DateGuess {
  readonly format: string | null;
  readonly others: readonly string[];
}

type Dated = 'date' | 'moment';
/** A column is asked for each field that it might hold, and may have thousands of texts. */
const known: Readonly<Record<Dated, WeakMap<Column, DateGuess | null>>> = {
  date: new WeakMap(),
  moment: new WeakMap(),
};

/** Null where not all texts are dates. */
export function datesIn(column: Column, kind: Dated): DateGuess | null {
  const before = known[kind].get(column);
  if (before !== undefined) return before;
  const found = guessDates([...column.values], kind);
  known[kind].set(column, found);
  return found;
}

function guessDates(texts: readonly string[], kind: Dated): DateGuess | null {
  if (texts.length === 0) return null;
  const readers = (kind === 'date' ? DATE_FORMATS : MOMENT_FORMATS).map((format) => dateFormat(format).read);
  if (texts.every((text) => readers.some((read) => exists(read(text))))) return { format: null, others: [] };
  const fitting = OTHER_FORMATS.filter((format) => {
    const { read, hasTime } = dateFormat(format);
    return !(kind === 'date' && hasTime) && texts.every((text) => exists(read(text)));
  });
  const [first] = fitting;
  if (first === undefined) return null;
  // What differs only in a time of day that no text has is the same way of writing.
  const readings = new Map<string, string>();
  for (const format of fitting) {
    const { read } = dateFormat(format);
    const days = texts.map((text) => dayOf(read(text))).join(' ');
    if (!readings.has(days)) readings.set(days, format);
  }
  return { format: first, others: [...readings.values()].filter((format) => format !== first) };
}

function dayOf(parts: DateParts | null): string {
  return parts === null ? '' : `${parts.year}-${parts.month ?? ''}-${parts.day ?? ''}`;
}

function exists(parts: DateParts | null): boolean {
  if (parts === null) return false;
  return Number(parts.month ?? '1') <= 12 && Number(parts.day ?? '1') <= 31;
}

/** Which text is true and which is false. Null where there are others. */
export function booleansIn({ values }: Column): { true: string; false: string } | null {
  if (values.size === 0 || values.size > 4) return null;
  const texts = [...values].map((text) => text.toLowerCase());
  const pair = BOOLEANS.find((both) => texts.every((text) => both.some((one) => one === text)));
  if (pair === undefined) return null;
  const asWritten = (text: string) => [...values].find((value) => value.toLowerCase() === text) ?? upper(text, values);
  return { true: asWritten(pair[0]), false: asWritten(pair[1]) };
}

function upper(text: string, values: ReadonlySet<string>): string {
  return [...values].every((value) => value === value.toUpperCase()) ? text.toUpperCase() : text;
}

/** Whether the texts of a column may stand in the field, as far as can be seen. An empty column may hold anything. */
export function fits(column: Column, { kind, isList }: Field): boolean {
  const { values } = column;
  if (values.size === 0) return true;
  const isDate = datesIn(column, 'moment') !== null && [...values].every((text) => text.length > 5);
  switch (kind) {
    case 'date':
    case 'moment':
      return datesIn(column, kind) !== null;
    case 'boolean':
      return booleansIn(column) !== null;
    case 'integer':
      return [...values].every((text) => /^-?\d+$/.test(text));
    case 'npi':
      return [...values].every((text) => /^\d{10}$/.test(text));
    case 'code':
      return !isDate && (isList || [...values].every((text) => text.length <= 60));
    case 'key':
    case 'reference':
    case 'text':
      return !isDate;
  }
}
