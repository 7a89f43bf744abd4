import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell, Column, ColumnType, InputRelation, Output, OutputFile, ResultRow } from '../runner.ts';
import { duckdb as dialect } from './dialect.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  'text[]': 'VARCHAR[]',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
  date: 'DATE',
  decimal: 'DOUBLE',
};

/** CREATE TABLE of a relation whose rows the caller gives. */
export function inputSql({ name, columns, rows }: InputRelation): string {
  const typed = columns.map((column) => `${dialect.identifier(column.name)} ${TYPES[column.type]}`).join(', ');
  const create = `create or replace table ${dialect.identifier(name)} (${typed})`;
  if (rows.length === 0) return create;
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`);
  return `${create}; insert into ${dialect.identifier(name)} values ${values.join(', ')}`;
}

function literal(cell: Cell): string {
  if (cell === null) return 'null';
  if (typeof cell === 'string') return dialect.text(cell);
  if (typeof cell === 'object') return `[${cell.map(literal).join(', ')}]`;
  return String(cell);
}

/** A small result, whole. Dates are texts, integers numbers. Throws TypeError where a column is of no type of ours. */
export async function resultOf(
  connection: DuckDBConnection,
  sql: string,
): Promise<{ columns: Column[]; rows: ResultRow[] }> {
  const result = await connection.runAndReadAll(sql);
  const types = result.columnTypes().map((type) => columnTypeOf(String(type)));
  return {
    columns: result.columnNames().map((name, index) => ({ name, type: types[index] ?? 'text' })),
    rows: result
      .getRowObjectsJS()
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)]))),
  };
}

/** Rows of a small result. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<ResultRow[]> {
  return (await resultOf(connection, sql)).rows;
}

function columnTypeOf(found: string): ColumnType {
  if (found === 'VARCHAR') return 'text';
  if (found === 'VARCHAR[]') return 'text[]';
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(found)) return 'integer';
  if (found === 'BOOLEAN') return 'boolean';
  if (found === 'DATE') return 'date';
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(found)) return 'decimal';
  throw new TypeError(`a result column is ${found}, which a Cell is not`);
}

function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((item) => String(item));
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  throw new TypeError('a result column has a type that a Cell is not');
}

/**
 * COPY statements of one output. CSV: RFC 4180, LF, lists joined by a space, empty for null. Parquet: lists as lists.
 * The rows of several files are computed once.
 */
export function outputSql({ columns, sql, files }: Output): string[] {
  const [first] = files;
  if (first === undefined) return [];
  if (files.length === 1) return [copySql(sql, columns, first)];
  return [
    `create or replace temporary table _output as ${sql}`,
    ...files.map((file) => copySql('select * from _output', columns, file)),
    'drop table _output',
  ];
}

function copySql(sql: string, columns: readonly Column[], { format, path }: OutputFile): string {
  const target = dialect.text(path);
  switch (format) {
    case 'csv':
      return `copy (select ${columns.map(csvColumn).join(', ')} from (${sql})) to ${target} (format csv, header true, nullstr '')`;
    case 'parquet':
      return `copy (${sql}) to ${target} (format parquet, compression zstd)`;
    case 'json':
      return `copy (${sql}) to ${target} (format json, array true)`;
    case 'ndjson':
      return `copy (${sql}) to ${target} (format json, array false)`;
    case 'lines':
      // a delimiter that no text holds: each text as it is
      return `copy (${sql}) to ${target} (format csv, header false, quote '', escape '', delimiter '\x1f')`;
  }
}

/** A cell that a spreadsheet would take for a formula, also after white space or a line break. */
const FORMULA = String.raw`(^|[\r\n])[\s\x{a0}]*[=+@\-\t\r]`;

function csvColumn({ name, type, free }: Column): string {
  const column = dialect.identifier(name);
  if (type !== 'text' && type !== 'text[]') return column;
  const text = type === 'text' ? column : `array_to_string(${column}, ' ')`;
  const isFormula = `regexp_matches(${text}, ${dialect.text(FORMULA)})`;
  const safe = free === true ? `case when ${isFormula} then '''' || ${text} else ${text} end` : text;
  return `nullif(${safe}, '') as ${column}`;
}
