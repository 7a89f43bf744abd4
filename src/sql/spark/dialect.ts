import type { ColumnType } from '../runner.ts';
import type { Dialect } from '../views/dialect.ts';
import type { Shape } from '../views/shape.ts';

/** Spark 4.2: https://spark.apache.org/docs/4.2.0/api/sql and …/sql-ref-literals.html. */
export const spark: Dialect = {
  name: 'spark',
  identifier,
  text,
  type,
  field: (of, name) => `${of}.${identifier(name)}`,
  struct: (fields) => `named_struct(${fields.map(([name, value]) => `${text(name)}, ${value}`).join(', ')})`,
  list: (items) => `array(${items.join(', ')})`,
  map: (list, variable, item) => `transform(${list}, ${variable} -> ${item})`,
  mapIndexed: (list, variable, index, item) => `transform(${list}, (${variable}, ${index}) -> ${item})`,
  position: (index) => `cast(${index} as bigint)`,
  filter: (list, variable, condition) => `filter(${list}, ${variable} -> ${condition})`,
  // Spark's own is NULL where one of the lists is.
  flatten: (list) => `flatten(array_compact(${list}))`,
  concat: (lists) => `concat(${lists.map((list) => `coalesce(${list}, array())`).join(', ')})`,
  at: (list, index) => `get(${list}, cast(${index} as int))`,
  size: (list) => `coalesce(size(${list}), 0)`,
  join: (list, separator) => `array_join(${list}, ${separator})`,
  explode: (list) => `explode(${list})`,
  capture: (value, pattern) => `nullif(regexp_extract(${value}, ${text(pattern)}, 1), '')`,
  instant: (value) => `try_cast(${value} as timestamp)`,
  lastDay: (month) => `cast(last_day(try_cast(${month} || '-01' as date)) as string)`,
  fail: (message) => `raise_error(${message})`,
};

const COLUMN_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'STRING',
  'text[]': 'ARRAY<STRING>',
  integer: 'INT',
  boolean: 'BOOLEAN',
  date: 'DATE',
  decimal: 'DOUBLE',
};

/** DDL of columns: `"member" STRING, "day" DATE`. */
export function ddlOf(columns: readonly { readonly name: string; readonly type: ColumnType }[]): string {
  return columns.map(({ name, type: of }) => `${quoted(name)} ${COLUMN_TYPES[of]}`).join(', ');
}

/** A column's type as Spark names it; null where no column of ours has it. */
export function columnTypeOf(sparkType: string): ColumnType | null {
  if (/^(string|varchar\(\d+\))$/.test(sparkType)) return 'text';
  if (sparkType === 'array<string>') return 'text[]';
  if (/^(tinyint|smallint|int|bigint)$/.test(sparkType)) return 'integer';
  if (sparkType === 'boolean' || sparkType === 'date') return sparkType;
  return /^(float|double|decimal\(\d+,\d+\))$/.test(sparkType) ? 'decimal' : null;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Within DDL a name stands in backquotes, whatever the session's setting is. */
function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A backslash in a literal begins an escape. */
function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function type(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      return 'STRING';
    case 'boolean':
      return 'BOOLEAN';
    case 'integer':
      return 'BIGINT';
    case 'decimal':
      return 'DOUBLE';
    case 'list':
      return `ARRAY<${type(shape.of)}>`;
    case 'struct':
      return `STRUCT<${Object.entries(shape.fields)
        .map(([name, field]) => `${quoted(name)}: ${type(field)}`)
        .join(', ')}>`;
  }
}
