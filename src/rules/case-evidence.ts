import { z } from 'zod';
import { KnowledgeError } from '../errors.ts';
import type { Rule } from '../engine/rule.ts';
import type { Cell, Column, ColumnType, InputRelation } from '../sql/runner.ts';
import { daysRelation } from './case-file.ts';
import type { Row, RuleCase } from './case-file.ts';
import { VERDICT, VERDICT_COLUMNS } from './case-verdicts.ts';
import { BEGINNING, END, daysOf } from './case-dates.ts';
import type { Days } from './case-dates.ts';

/** Columns of each evidence relation, as the engine makes them. */
export type EvidenceColumns = ReadonlyMap<string, readonly Column[]>;

/** What rows say, whatever their relation, where neither they nor their case's file say otherwise. */
const COMMON: Row = {
  variant: 'v0', // the one way in which all cases' evidence is read
  member: 'Patient/m',
  provider: 'Organization/o',
  episode: 'EpisodeOfCare/e',
  dangling: false,
  recorded: true,
  sole: true, // nobody else serves the member
  named: null, // a contact that names no episode
};

/**
 * The evidence of all cases together, in each relation that a rule may read. Rows are written by column, and
 * - `date` for first_date and last_date (and until_first, until_last, unless `until` says otherwise);
 * - `from`, `to` for first_date, first_certain and last_certain, last_date; without them it is open;
 * - a row of `verdict` says what the clause that it names said of `subject`;
 * - `mode`: a list, of a contact that has one of these; `engaged` may then say it for each mode.
 * A case's references get its number, and its service is its own, so that cases know nothing of each other.
 */
export function evidenceOf(cases: readonly RuleCase[], columns: EvidenceColumns): InputRelation[] {
  const described = new Map([...columns, [VERDICT, VERDICT_COLUMNS] as const]);
  const rows = new Map<string, Cell[][]>([...described.keys()].map((name) => [name, []]));
  for (const [index, one] of cases.entries())
    for (const [name, given] of Object.entries(withDays(one)))
      for (const row of given) {
        const relation = name === 'verdict' ? VERDICT : name;
        rows.get(relation)?.push(...cellsOf(one, index, relation, row, described));
      }
  return [...described].map(([name, described]) => ({ name, columns: described, rows: rows.get(name) ?? [] }));
}

/** A case's own service, by which its clause and its evidence find each other. */
export function serviceOf(index: number): string {
  return `service-${index}`;
}

export function memberOf(index: number): string {
  return numbered('Patient/m', index);
}

/** The reference as the case writes it. */
export function unnumbered(reference: string): string {
  return reference.replace(/\.\d+$/, '');
}

function numbered(reference: string, index: number): string {
  return `${reference}.${index}`;
}

/** The days that a case expects are those of its episode, or of each of its subjects, unless it gives them. */
function withDays({ rule, evidence, expected }: RuleCase): RuleCase['evidence'] {
  const subjects = Map.groupBy(expected, ({ subject }) => subject);
  const days = [...subjects].map(([subject, verdicts]) => ({
    ...(subject === undefined ? {} : { subject }),
    from: verdicts[0]?.days.first,
    to: verdicts.at(-1)?.days.last,
  }));
  return { [daysRelation(rule)]: days, ...evidence };
}

/** What rows say that say on which days whom a rule judges, unless it is said otherwise. */
function whoseDays(name: string, rule: Rule): Row {
  if (name !== daysRelation(rule)) return {};
  return name === 'episode' ? { reference: COMMON['episode'] } : { subject: COMMON['member'], reference: null };
}

function cellsOf(one: RuleCase, index: number, name: string, row: Row, columns: EvidenceColumns): Cell[][] {
  const wrong = (message: string): KnowledgeError =>
    new KnowledgeError(one.file, one.line, `${one.title}: ${name}: ${message}`);
  const described = columns.get(name);
  if (described === undefined) throw wrong('is no evidence');
  const stated = {
    ...COMMON,
    service: serviceOf(index),
    ...whoseDays(name, one.rule),
    ...one.defaults[writtenAs(name)],
    ...row,
  };
  const known = new Set(described.map((column) => column.name));
  return (known.has('modes') ? waysOf(stated) : [stated]).map((way) => {
    const full = spelledOut(way, known, wrong);
    const foreign = Object.keys({ ...one.defaults[writtenAs(name)], ...row }).find(
      (key) => key in full && !known.has(key),
    );
    if (foreign !== undefined) throw wrong(`has no ${foreign}; it has ${[...known].join(', ')}`);
    return described.map((column) => cellOf(full[column.name], column, index, wrong));
  });
}

function writtenAs(relation: string): string {
  return relation === VERDICT ? 'verdict' : relation;
}

/** A row for each mode that it may have. */
function waysOf(row: Row): Row[] {
  const modes: unknown = row['mode'];
  if (!isListOfTexts(modes)) return [{ modes: 1, ...row }];
  const engaged = z.record(z.string(), z.string()).safeParse(row['engaged']);
  return modes.map((mode) => ({
    ...row,
    mode,
    modes: modes.length,
    ...(engaged.success ? { engaged: engaged.data[mode] } : {}),
  }));
}

/** A fault of a case, with its place. */
export type Wrong = (message: string) => KnowledgeError;

/** The row with its dates by column. */
export function spelledOut(row: Row, known: ReadonlySet<string>, wrong: Wrong): Row {
  const { date, until, from, to, ...rest } = row;
  if (known.has('first_certain')) {
    const start = from === undefined ? { first: BEGINNING, last: BEGINNING } : given(from, wrong);
    const end = to === undefined ? { first: END, last: END } : given(to, wrong);
    return {
      first_date: start.first,
      first_certain: start.last,
      last_certain: end.first,
      last_date: end.last,
      ...rest,
    };
  }
  if (!known.has('first_date')) return rest;
  const on = given(date, wrong);
  const lasting = until === undefined ? on : given(until, wrong);
  const ends = known.has('until_first') ? { until_first: lasting.first, until_last: lasting.last } : {};
  return { first_date: on.first, last_date: on.last, ...ends, ...rest };
}

function given(value: unknown, wrong: Wrong): Days {
  if (typeof value !== 'string') throw wrong('needs a date');
  try {
    return daysOf(value);
  } catch (error) {
    throw error instanceof TypeError ? wrong(error.message) : error;
  }
}

function isCell(value: unknown, type: ColumnType): value is Cell {
  switch (type) {
    case 'text':
    case 'date':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'decimal':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'text[]':
      return isListOfTexts(value);
  }
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function cellOf(value: unknown, column: Column, index: number, wrong: Wrong): Cell {
  const cell = checkedCell(value, column, wrong);
  const own = (text: string): string => (/^[A-Z][A-Za-z]+\//.test(text) ? numbered(text, index) : text);
  if (typeof cell === 'string') return own(cell);
  return isListOfTexts(cell) ? cell.map(own) : cell;
}

/** A value as the column has it; null is one. */
export function checkedCell(value: unknown, { name, type }: Column, wrong: Wrong): Cell {
  if (value === null || isCell(value, type)) return value;
  throw wrong(`${name} should be ${type}${value === undefined ? ', and is not given' : ''}`);
}
