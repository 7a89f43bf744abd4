import { planColumn, shapeOfColumn } from './columns.ts';
import type { PlannedColumn } from './columns.ts';
import type { Select } from './definition.ts';
import { ViewError } from './error.ts';
import { evaluate } from './expression.ts';
import { parsePath } from './fhirpath/parser.ts';
import { repeated } from './repeat.ts';
import { wrong } from './scope.ts';
import type { RowIndex, Scope } from './scope.ts';
import type { StructShape } from './shape.ts';
import { binary, cases, field, integer, size, TRUE, variable } from './term.ts';
import type { Term } from './term.ts';
import { describe, gathered, one } from './value.ts';
import type { Value } from './value.ts';

/**
 * What a selection contributes to the rows of its parent. The rows of several parts are their cross product
 * (SQL on FHIR v2, Processing Algorithm): so one row of columns stays columns, and an iteration becomes a list of structs.
 */
export type Part =
  | { readonly kind: 'row'; readonly columns: readonly PlannedColumn[]; readonly terms: readonly Term[] }
  | { readonly kind: 'rows'; readonly columns: readonly PlannedColumn[]; readonly list: Term };

/** Parts of a selection structure, in column order: columns, then selects, then the union. */
export function planSelect(select: Select, scope: Scope): Part[] {
  const { forEach, forEachOrNull, repeat } = select;
  if (repeat !== undefined) return [repeatedRows(select, repeat, scope)];
  if (forEach !== undefined) return [eachRow(select, forEach, 'forEach', scope)];
  if (forEachOrNull !== undefined) return [eachRow(select, forEachOrNull, 'forEachOrNull', scope)];
  return planBody(select, scope);
}

export function columnsOf(parts: readonly Part[]): PlannedColumn[] {
  return parts.flatMap((part) => part.columns);
}

/** Throws ViewError for a name that two columns have. Case doesn't tell columns apart in SQL. */
export function checkDistinct(columns: readonly PlannedColumn[]): void {
  const seen = new Set<string>();
  for (const { name, element } of columns) {
    if (seen.has(name.toLowerCase())) throw new ViewError(`${element}.name`, `there is another column "${name}"`);
    seen.add(name.toLowerCase());
  }
}

function planBody(select: Select, scope: Scope): Part[] {
  const { element } = scope;
  const planned = (select.column ?? []).map((column, index) =>
    planColumn(column, { ...scope, element: `${element}.column[${index}]` }),
  );
  const row: Part = {
    kind: 'row',
    columns: planned.map(({ column }) => column),
    terms: planned.map(({ term }) => term),
  };
  const selects = (select.select ?? []).flatMap((child, index) =>
    planSelect(child, { ...scope, element: `${element}.select[${index}]` }),
  );
  return [row, ...selects, ...(select.unionAll === undefined ? [] : [unionRows(select.unionAll, scope)])];
}

function unionRows(branches: readonly Select[], scope: Scope): Part {
  const planned = branches.map((branch, index) =>
    planSelect(branch, { ...scope, element: `${scope.element}.unionAll[${index}]` }),
  );
  const [columns = [], ...others] = planned.map(columnsOf);
  others.forEach((other, index) => {
    checkSameColumns(columns, other, `${scope.element}.unionAll[${index + 1}]`);
  });
  return { kind: 'rows', columns, list: { kind: 'concat', lists: planned.map((parts) => rowsOf(parts, scope)) } };
}

function checkSameColumns(expected: readonly PlannedColumn[], found: readonly PlannedColumn[], element: string): void {
  const describeAll = (columns: readonly PlannedColumn[]): string =>
    columns.map(({ name, type, collection }) => `${name} ${type}${collection ? '[]' : ''}`).join(', ');
  const [first, other] = [describeAll(expected), describeAll(found)];
  if (first !== other) throw new ViewError(element, `has the columns ${other}; the first of the union has ${first}`);
}

function eachRow(select: Select, path: string, way: 'forEach' | 'forEachOrNull', scope: Scope): Part {
  const at = { ...scope, element: `${scope.element}.${way}` };
  const value = evaluate(parsePath(path, at.element), at);
  if (value.type.kind === 'choice') throw wrong(at, `"${path}" is a ${describe(value.type)}`);
  const name = scope.view.fresh();
  const body = planIteration(select, one(value.type, itemTerm(value, name)), scope);
  const list = gathered(value);
  const rows = iterate(list, name, body, scope);
  const columns = columnsOf(body.parts);
  if (way === 'forEach') return { kind: 'rows', columns, list: rows };
  const empty: Term = {
    kind: 'list',
    items: [
      rowStruct(
        columns,
        columns.map((column) => column.whenEmpty),
      ),
    ],
    of: rowShape(columns),
  };
  return { kind: 'rows', columns, list: cases([[binary(size(list), '>', integer(0)), rows]], empty) };
}

/** Of the empty collection there are no items: its variable is never bound, and its type is unknown. */
function itemTerm(value: Value, name: string): Term {
  return value.type.kind === 'nothing' ? value.element : variable(name);
}

function repeatedRows(select: Select, paths: readonly string[], scope: Scope): Part {
  const name = scope.view.fresh();
  const traversal = repeated(paths, scope);
  const body = planIteration(
    select,
    one(traversal.type, traversal.type.kind === 'nothing' ? scope.focus.element : variable(name)),
    scope,
  );
  return { kind: 'rows', columns: columnsOf(body.parts), list: iterate(traversal.list(), name, body, scope) };
}

interface Body {
  readonly parts: readonly Part[];
  readonly index: string;
  readonly rowIndex: RowIndex;
}

function planIteration(select: Select, focus: Value, scope: Scope): Body {
  const index = scope.view.fresh();
  const rowIndex: RowIndex = { term: { kind: 'position', name: index }, isUsed: false };
  return { parts: planBody(select, { ...scope, focus, rowIndex }), index, rowIndex };
}

/** Rows of every item of a list, after one another. */
function iterate(list: Term, name: string, { parts, index, rowIndex }: Body, scope: Scope): Term {
  const over = (item: Term): Term => ({
    kind: 'map',
    list,
    variable: name,
    index: rowIndex.isUsed ? index : null,
    item,
  });
  const row = onlyRow(parts);
  return row !== null ? over(row) : { kind: 'flatten', list: over(rowsOf(parts, scope)) };
}

/** The row of parts that have only one. */
function onlyRow(parts: readonly Part[]): Term | null {
  const rows = parts.filter((part) => part.kind === 'row');
  if (rows.length < parts.length) return null;
  return rowStruct(
    columnsOf(rows),
    rows.flatMap((part) => part.terms),
  );
}

/** Cross product of the parts, as a list of structs. */
function rowsOf(parts: readonly Part[], scope: Scope): Term {
  const [onlyPart] = parts;
  if (parts.length === 1 && onlyPart?.kind === 'rows') return onlyPart.list;
  return product(parts, [], columnsOf(parts), scope);
}

function product(
  parts: readonly Part[],
  terms: readonly Term[],
  columns: readonly PlannedColumn[],
  scope: Scope,
): Term {
  const [part, ...others] = parts;
  if (part === undefined) return { kind: 'list', items: [rowStruct(columns, terms)], of: rowShape(columns) };
  if (part.kind === 'row') return product(others, [...terms, ...part.terms], columns, scope);
  const name = scope.view.fresh();
  const fields = part.columns.map((column) => field(variable(name), column.name));
  const item = product(others, [...terms, ...fields], columns, scope);
  return { kind: 'flatten', list: { kind: 'map', list: part.list, variable: name, index: null, item } };
}

/** No engine has a struct without fields, but a selection without columns has rows all the same: they multiply those beside it. */
const NO_COLUMNS = '_row';

function rowStruct(columns: readonly PlannedColumn[], terms: readonly Term[]): Term {
  if (columns.length === 0) return { kind: 'struct', fields: [[NO_COLUMNS, TRUE]] };
  const fields = columns.map((column, index) => {
    const term = terms[index];
    if (term === undefined) throw new TypeError(`column ${column.name} has no value`);
    return [column.name, term] as const;
  });
  return { kind: 'struct', fields };
}

function rowShape(columns: readonly PlannedColumn[]): StructShape {
  if (columns.length === 0) return { kind: 'struct', fields: { [NO_COLUMNS]: { kind: 'boolean' } } };
  return { kind: 'struct', fields: Object.fromEntries(columns.map((column) => [column.name, shapeOfColumn(column)])) };
}
