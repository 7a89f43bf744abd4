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

/** Null where not all texts are dates. */
export function datesIn({ values }: Column, kind: 'date' | 'moment'): DateGuess | null {
  const texts = [...values];
  if (texts.length === 0) return null;
  const readers = (kind === 'date' ? DATE_FORMATS : MOMENT_FORMATS).map((format) => dateFormat(format).read);
  if (texts.every((text) => readers.some((read) => exists(read(text))))) return { format: null, others: [] };
  const fitting = OTHER_FORMATS.filter((format) => {
    const { read, hasTime } = dateFormat(format);
    return !(kind === 'date' && hasTime) && texts.every((text) => exists(read(text)));
  });
  const [first, ...others] = fitting;
  if (first === undefined) return null;
  // What differs only in a time of day that no text has is the same way of writing.
  const isOther = (format: string) => texts.some((text) => dayIn(format, text) !== dayIn(first, text));
  return { format: first, others: others.filter(isOther) };
}

function dayIn(format: string, text: string): string {
  const parts = dateFormat(format).read(text);
  return parts === null ? '' : `${parts.year}-${parts.month ?? ''}-${parts.day ?? ''}`;
}

function exists(parts: DateParts | null): boolean {
  if (parts === null) return false;
  return Number(parts.month ?? '1') <= 12 && Number(parts.day ?? '1') <= 31;
}

/** Which text is true and which is false. Null where there are others. */
export function booleansIn({ values }: Column): { true: string; false: string } | null {
  const texts = [...values].map((text) => text.toLowerCase());
  if (texts.length === 0) return null;
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
    case 'code':
      return !isDate && (isList || [...values].every((text) => text.length <= 60));
    case 'key':
    case 'reference':
    case 'text':
      return !isDate;
  }
}
