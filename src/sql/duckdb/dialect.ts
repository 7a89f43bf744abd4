import type { Dialect } from '../views/dialect.ts';
import type { Shape, StructShape } from '../views/shape.ts';

/** DuckDB 1.5: https://duckdb.org/docs/stable/sql/functions/lambda and …/functions/list, …/functions/struct. */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier,
  text,
  type,
  field: (of, name) => `${of}.${identifier(name)}`,
  struct: (fields) => `struct_pack(${fields.map(([name, value]) => `${identifier(name)} := ${value}`).join(', ')})`,
  list: (items) => `[${items.join(', ')}]`,
  map: (list, variable, item) => `list_transform(${list}, lambda ${variable}: ${item})`,
  mapIndexed: (list, variable, index, item) => `list_transform(${list}, lambda ${variable}, ${index}: ${item})`,
  // DuckDB counts from 1.
  position: (index) => `(${index} - 1)`,
  filter: (list, variable, condition) => `list_filter(${list}, lambda ${variable}: ${condition})`,
  flatten: (list) => `flatten(${list})`,
  concat: (lists) => `list_concat(${lists.join(', ')})`,
  at: (list, index) => `list_extract(${list}, ${index} + 1)`,
  size: (list) => `coalesce(len(${list}), 0)`,
  join: (list, separator) => `array_to_string(${list}, ${separator})`,
  explode: (list) => `unnest(${list})`,
  capture: (value, pattern) => `nullif(regexp_extract(${value}, ${text(pattern)}, 1), '')`,
  instant: (value) => `try_cast(${value} as timestamptz)`,
  lastDay: (month) => `cast(last_day(try_cast(${month} || '-01' as date)) as varchar)`,
  fail: (message) => `error(${message})`,
};

/** The `columns` argument of read_json: `{"id": 'VARCHAR', "name": 'STRUCT("family" VARCHAR)[]'}`. */
export function jsonColumns(shape: StructShape): string {
  const columns = Object.entries(shape.fields).map(([name, field]) => `${identifier(name)}: ${text(type(field))}`);
  return `{${columns.join(', ')}}`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function type(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      return 'VARCHAR';
    case 'boolean':
      return 'BOOLEAN';
    case 'integer':
      return 'BIGINT';
    case 'decimal':
      return 'DOUBLE';
    case 'list':
      return `${type(shape.of)}[]`;
    case 'struct':
      return `STRUCT(${Object.entries(shape.fields)
        .map(([name, field]) => `${identifier(name)} ${type(field)}`)
        .join(', ')})`;
  }
}
