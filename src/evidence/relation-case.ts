/** Cases of one relation of evidence or overlay: rows of what its text reads in, rows of it out. */
import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { relation } from '../engine/input-relations.ts';
import { readKnowledge } from '../knowledge-file.ts';
import type { Foundation } from '../engine/knowledge.ts';
import type { SqlText } from '../engine/sql-text.ts';
import { KnowledgeError } from '../errors.ts';
import { daysOf } from '../rules/case-dates.ts';
import { checkedCell, spelledOut } from '../rules/case-evidence.ts';
import type { EvidenceColumns, Wrong } from '../rules/case-evidence.ts';
import type { Cell, Column, InputRelation, Result, ResultRow, Statement } from '../sql/runner.ts';

export interface RelationCase {
  readonly title: string;
  /** The text that it is about, last, after those that only serve it. */
  readonly texts: readonly SqlText[];
  readonly inputs: readonly InputRelation[];
  /** The columns that the file looks at, and their rows in any order. */
  readonly expected: readonly ResultRow[];
  readonly columns: readonly string[];
}

const row = z.record(z.string(), z.unknown());
const rows = z.array(row);
const fileSchema = z.strictObject({
  /** Columns of the relation that its cases look at. */
  looks: z.array(z.string()).min(1),
  /** Relations that only serve this one, so that they are computed and not given; in the order in which they are made. */
  computes: z.array(z.string()).optional(),
  /** Relation → what its rows say where they don't say otherwise; what nobody says is null. */
  defaults: z.record(z.string(), row).optional(),
  cases: z.array(z.strictObject({ case: z.string(), given: z.record(z.string(), rows), expect: rows })).min(1),
});

/** Folders of cases, and where each one's texts are. */
const FOLDERS = [new URL('cases/', import.meta.url), new URL('../engine/overlay/cases/', import.meta.url)];

/** Names of all relations that texts make or read, but for the claims of rules. */
export function readableRelations({ evidence, overlay }: Foundation): string[] {
  return [...evidence, ...overlay].flatMap(({ name, reads }) => [name, ...reads]);
}

/** Names of relations that a file of cases is about. */
async function casedRelations(): Promise<{ name: string; folder: URL }[]> {
  const found = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(folder)).map((file) => ({ name: file.replace(/\.yaml$/, ''), folder })),
    ),
  );
  return found.flat();
}

/** Every case. `columns`: of all that the texts read. Throws KnowledgeError. */
export async function readRelationCases(foundation: Foundation, columns: EvidenceColumns): Promise<RelationCase[]> {
  const texts = new Map([...foundation.evidence, ...foundation.overlay].map((text) => [text.name, text]));
  const files = await casedRelations();
  const read = await Promise.all(
    files.map(async ({ name, folder }) => {
      const { file, value, lineOf } = await readKnowledge(new URL(`${name}.yaml`, folder), fileSchema);
      const made = [...(value.computes ?? []), name].map((one) => {
        const text = texts.get(one);
        if (text === undefined) throw new KnowledgeError(file, null, `there is no relation ${one}`);
        return text;
      });
      const reads = [...new Set(made.flatMap((text) => text.reads))].filter((one) => !value.computes?.includes(one));
      return value.cases.map((one, index): RelationCase => {
        const wrong: Wrong = (message) => new KnowledgeError(file, lineOf(['cases', index]), `${one.case}: ${message}`);
        const unread = Object.keys(one.given).find((given) => !reads.includes(given));
        if (unread !== undefined) throw wrong(`${name} doesn't read ${unread}; it reads ${reads.join(', ')}`);
        const own = new Map((columns.get(name) ?? []).map((column) => [column.name, column]));
        return {
          title: `${name}: ${one.case}`,
          texts: made,
          inputs: reads.map((given) =>
            inputOf(given, one.given[given], value.defaults?.[given] ?? {}, foundation, columns, wrong),
          ),
          columns: value.looks,
          expected: one.expect.map((expected) => expectedRow(expected, value.looks, own, wrong)),
        };
      });
    }),
  );
  return read.flat();
}

/** What a case needs to run: its statements, and the result that it looks at. */
export function statementsOf({ texts }: RelationCase): Statement[] {
  return texts.map(({ name, sql, reads, file }) => ({ name, sql, as: 'table', reads, file }));
}

export function resultOf({ texts, columns }: RelationCase): Result {
  const name = texts.at(-1)?.name ?? '';
  return { name: 'rows', sql: `select ${columns.join(', ')} from ${name}`, reads: [name] };
}

/** Rows as text, in one order. */
export function shownRows(found: readonly ResultRow[]): string[] {
  return found
    .map((one) =>
      Object.entries(one)
        .map(([name, cell]) => `${name} ${shownCell(cell)}`)
        .join(', '),
    )
    .sort();
}

function shownCell(cell: Cell): string {
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** What a run is, unless the case says otherwise. */
const RUN = { from_date: '01-01', to_date: '12-31', as_of: '12-31', time_zone: 'America/New_York' };

function inputOf(
  name: string,
  given: readonly Readonly<Record<string, unknown>>[] | undefined,
  defaults: Readonly<Record<string, unknown>>,
  foundation: Foundation,
  columns: EvidenceColumns,
  wrong: Wrong,
): InputRelation {
  if (name === 'crosswalk' && given === undefined) return foundation.crosswalk;
  const described = columns.get(name);
  if (described === undefined) throw wrong(`there is no relation ${name}`);
  const known = new Set(described.map((column) => column.name));
  const fallback = name === 'run' ? { ...RUN, ...defaults } : defaults;
  const cells = (given ?? (name === 'run' ? [{}] : [])).map((one) => {
    const stated = { ...fallback, ...one };
    const full = isDated(stated) ? spelledOut(stated, known, wrong) : stated;
    const foreign = Object.keys(full).find((key) => !known.has(key));
    if (foreign !== undefined) throw wrong(`${name} has no ${foreign}; it has ${[...known].join(', ')}`);
    return described.map((column) => cellOf(full[column.name], column, wrong));
  });
  return relation(name, Object.fromEntries(described.map((column) => [column.name, column.type])), cells);
}

/** Whether a row gives its dates by the notation of cases, and not by column. */
function isDated(stated: Readonly<Record<string, unknown>>): boolean {
  return 'date' in stated || 'from' in stated || 'to' in stated;
}

function expectedRow(
  expected: Readonly<Record<string, unknown>>,
  looks: readonly string[],
  own: ReadonlyMap<string, Column>,
  wrong: Wrong,
): ResultRow {
  const foreign = Object.keys(expected).find((key) => !looks.includes(key));
  if (foreign !== undefined) throw wrong(`looks has no ${foreign}`);
  return Object.fromEntries(
    looks.map((name) => {
      const column = own.get(name);
      if (column === undefined) throw wrong(`the relation has no ${name}; it has ${[...own.keys()].join(', ')}`);
      return [name, cellOf(expected[name], column, wrong)];
    }),
  );
}

/** Dates by column are written as everywhere in cases: 03-02. */
function cellOf(value: unknown, column: Column, wrong: Wrong): Cell {
  const cell = checkedCell(value ?? null, column, wrong);
  return column.type === 'date' && typeof cell === 'string' ? daysOf(cell).first : cell;
}
