import { isNpi } from '../../definitions/npi.ts';
import type { IssueCode } from '../../lake/issue.ts';
import type { CodeUse } from '../code-use.ts';
import type { FieldMapping } from '../mapping.ts';
import type { Link } from '../to-fhir/linked.ts';
import { dateFormat } from './date-format.ts';
import { dateText } from './date-text.ts';
import type { Trouble } from './date-text.ts';
import type { ZoneClock } from './zone-clock.ts';

/** What is wrong with a row. Error: the row is rejected. Warning: a cell is left out, or read but doubtful. */
export interface Fault {
  /** Name of the column, where one is to blame. */
  readonly column: string | null;
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning';
  /** Never says what is in the cell. */
  readonly message: string;
}

type Item = string | number | boolean | Link;
export type FieldValue = Item | readonly Item[];

/** Takes what is wrong with a cell. */
export type Report = (code: IssueCode, severity: Fault['severity'], message: string) => void;

/** Reads a cell that isn't empty; undefined where nothing of it can be used. What is wrong with it is reported. */
export type ReadCell = (cell: string) => FieldValue | undefined;

/** What the cells of a source have in common. */
export interface Reading {
  readonly clock: ZoneClock;
  readonly listSeparator: string;
  readonly codeUse: CodeUse;
}

/** How the cells of a field are read. Built once, called for each row. */
export function cellReader(mapped: FieldMapping, reading: Reading, report: Report): ReadCell {
  const read = anyReader(mapped, reading, report);
  return mapped.field.kind === 'reference' ? onceForEach(read) : read;
}

/** Rows of one member mostly stand together, and refer to the same: what the row before had is not read again. */
function onceForEach(read: ReadCell): ReadCell {
  let before = '';
  let value: FieldValue | undefined;
  return (cell) => {
    if (cell !== before) {
      before = cell;
      value = read(cell);
    }
    return value;
  };
}

function anyReader(mapped: FieldMapping, reading: Reading, report: Report): ReadCell {
  if (!mapped.field.isList) return itemReader(mapped, reading, report);
  // Of a list, one item may be missing even where the field may not.
  const read = itemReader({ ...mapped, required: false }, reading, report);
  return (cell) => {
    const items = cell.split(reading.listSeparator).filter((item) => item !== '');
    const values = items.map(read).filter((item) => item !== undefined);
    return values.length === 0 ? undefined : values;
  };
}

type ReadItem = (item: string) => Item | undefined;

function itemReader(mapped: FieldMapping, reading: Reading, report: Report): ReadItem {
  switch (mapped.field.kind) {
    case 'key':
    case 'text':
      return (text) => text;
    case 'npi':
      return npiReader(report);
    case 'reference':
      return linkReader(mapped);
    case 'date':
    case 'moment':
      return dateReader(mapped, reading, report);
    case 'boolean':
      return booleanReader(mapped, report);
    case 'integer':
      return integerReader(report);
    case 'code':
      return codeReader(mapped, reading, report);
  }
}

function linkReader({ to, refersTo }: FieldMapping): ReadItem {
  if (refersTo === null) throw new TypeError(`${to} refers to no kind of row`);
  return (key) => ({ kind: refersTo, key });
}

function dateReader(mapped: FieldMapping, { clock }: Reading, report: Report): ReadItem {
  const formats = mapped.formats.map(dateFormat);
  const messages: Readonly<Record<Trouble, string>> = {
    form: `is not written as ${mapped.formats.join(' or ')}`,
    date: 'is a date that does not exist',
    time: 'is a time of day, or an offset from UTC, that does not exist',
    gap: `is a time that the clocks of ${clock.timeZone} skip`,
  };
  return (cell) => {
    const found = dateText(cell, formats, clock);
    if (found.text === null) {
      report('value', 'error', messages[found.trouble]);
      return undefined;
    }
    if (found.isTwice)
      report('value', 'warning', `is a time that comes twice in ${clock.timeZone}; the first one is taken`);
    return found.text;
  };
}

function booleanReader({ booleans }: FieldMapping, report: Report): ReadItem {
  const values = new Map([
    ...booleans.true.map((text): [string, boolean] => [text, true]),
    ...booleans.false.map((text): [string, boolean] => [text, false]),
  ]);
  const message = `is neither ${booleans.true.join(', ')} (true) nor ${booleans.false.join(', ')} (false)`;
  return (text) => {
    const value = values.get(text) ?? (booleans.caseMatters ? undefined : values.get(text.toLowerCase()));
    if (value === undefined) report('value', 'error', message);
    return value;
  };
}

function npiReader(report: Report): ReadItem {
  return (text) => {
    if (isNpi(text)) return text;
    report('value', 'warning', 'is no NPI (ten digits, the last of which checks the others); it is left out');
    return undefined;
  };
}

function integerReader(report: Report): ReadItem {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    report('value', 'error', 'is no whole number');
    return undefined;
  };
}

function codeReader({ codes, required, to }: FieldMapping, { codeUse }: Reading, report: Report): ReadItem {
  if (codes === null) throw new TypeError(`${to} has no codes`);
  const tally = codeUse.of(codes);
  const missing = codes.isOwn ? `is a code that codes/${codes.name}.json does not map` : `is no code of ${codes.name}`;
  return (code) => {
    const target = tally.meet(code);
    if (target !== null) return target;
    const fault = `${missing}${mayMean(tally.nearest(code))}`;
    if (required) report('code-invalid', 'error', fault);
    else report('code-invalid', 'warning', `${fault}; it is left out`);
    return undefined;
  };
}

/** Names codes of ours only, so that nothing of the cell is told that the mapping doesn't have. */
function mayMean(codes: readonly string[]): string {
  return codes.length === 0 ? '' : `, and may mean ${codes.join(' or ')}`;
}
