import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { duckdb } from '../duckdb/dialect.ts';
import { faultOf } from '../duckdb/faults.ts';
import { outputSql } from '../duckdb/relations.ts';
import { withDatabase } from '../duckdb/runner.ts';
import type { Settings } from '../duckdb/runner.ts';
import type { Cell, Column, InputRelation, Output, ResultRow } from '../runner.ts';
import { columnTypeOf, ddlOf, spark as dialect } from './dialect.ts';

/** A query whose rows the caller gives. They travel as one JSON text: Spark parses that faster than a row each. */
export function inputSql({ columns, rows }: InputRelation): string {
  const json = JSON.stringify(rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]]))));
  const schema = `ARRAY<STRUCT<${ddlOf(columns)}>>`;
  return `select inline(from_json(${dialect.text(json)}, ${dialect.text(schema)}, map('mode', 'FAILFAST')))`;
}

const rowsSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.string()),
});
const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]));

/** What the driver answers to `rows`. Dates are texts, integers numbers. Throws TypeError where a column is of no type of ours. */
export function resultOf(answer: unknown): { columns: Column[]; rows: ResultRow[] } {
  const { columns, rows } = rowsSchema.parse(answer);
  return {
    columns: columns.map(({ name, type: found }) => {
      const type = columnTypeOf(found);
      if (type === null) throw new TypeError(`a result column is ${found}, which a Cell is not`);
      return { name, type };
    }),
    rows: rows.map((row): Record<string, Cell> => rowSchema.parse(JSON.parse(row))),
  };
}

/**
 * Spark writes a result as a folder of files, and quotes, escapes and compresses in its own way. One file out of many, in the
 * format and byte for byte as elsewhere, is DuckDB's work: it reads the parts in the order of their names, which is that of the rows,
 * and streams them out, within `settings`. Throws EnvironmentError where disk or memory is full.
 */
export async function gather(folder: string, output: Output, scratch: string, settings: Settings): Promise<void> {
  const parts = (await readdir(folder)).filter((name) => name.endsWith('.parquet')).sort();
  const files = parts.map((name) => duckdb.text(join(folder, name))).join(', ');
  try {
    await withDatabase(scratch, settings, async (connection) => {
      for (const sql of outputSql({ ...output, sql: `select * from read_parquet([${files}])` }))
        await connection.run(sql);
    });
  } catch (error) {
    throw faultOf('writing the output', error);
  }
}
