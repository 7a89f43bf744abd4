import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell, Column, ColumnType, InputRelation, Output, ResultRow } from '../runner.ts';
import { duckdb as dialect } from './dialect.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  'text[]': 'VARCHAR[]',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
  date: 'DATE',
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

/** Rows of a small result. Dates are texts, integers numbers. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<ResultRow[]> {
  const result = await connection.runAndReadAll(sql);
  return result
    .getRowObjectsJS()
    .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)])));
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
 * The rows are made once.
 */
export function outputSql({ columns, sql, csv, parquet }: Output): string[] {
  const path = (file: string): string => dialect.text(file);
  const statements: string[] = [];
  if (csv !== null)
    statements.push(
      `copy (select ${columns.map(csvColumn).join(', ')} from (${sql})) to ${path(csv)} (format csv, header true, nullstr '')`,
    );
  if (parquet !== null) statements.push(`copy (${sql}) to ${path(parquet)} (format parquet, compression zstd)`);
  return statements;
}

function csvColumn({ name, type }: Column): string {
  const column = dialect.identifier(name);
  if (type === 'text[]') return `nullif(array_to_string(${column}, ' '), '') as ${column}`;
  return type === 'text' ? `nullif(${column}, '') as ${column}` : column;
}
