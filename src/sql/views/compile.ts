import { isResourceType } from '../../definitions/elements.ts';
import type { ViewColumn } from './columns.ts';
import type { Constant, ViewDefinition } from './definition.ts';
import type { Dialect } from './dialect.ts';
import { ViewError } from './error.ts';
import { evaluate } from './expression.ts';
import { parsePath } from './fhirpath/parser.ts';
import { truth } from './operators.ts';
import { render, SOURCE } from './render.ts';
import { checkDistinct, columnsOf, planSelect } from './rows.ts';
import type { Part } from './rows.ts';
import type { Scope, ViewContext } from './scope.ts';
import { StructNode } from './shape.ts';
import type { StructShape } from './shape.ts';
import { all, binary, cases, field, integer, text } from './term.ts';
import type { Term } from './term.ts';
import { identity, kindOf, scalar } from './value.ts';
import type { Value } from './value.ts';

export { parseViewDefinition } from './definition.ts';
export type { ViewDefinition } from './definition.ts';
export type { Dialect } from './dialect.ts';
export { ViewError } from './error.ts';
export { mergeShapes } from './shape.ts';
export type { Shape, StructShape } from './shape.ts';
export type { ViewColumn } from './columns.ts';

/** A view that any engine with a dialect can run. */
export interface CompiledView {
  /** The view's name, or its resource type where it has none. */
  name: string;
  resource: string;
  columns: ViewColumn[];
  /** Top-level fields that the source must have; always with resourceType and id. */
  shape: StructShape;
  /**
   * One SELECT over `source`, a relation (an identifier, already quoted, or a table function) that has the columns of `shape`.
   * Other resource types in it are passed over. The statement fails, naming Type/id, where the data has several values for
   * what the view says is one, or nests deeper than `repeat` follows.
   */
  sql(dialect: Dialect, source: string): string;
}

interface Plan {
  readonly parts: readonly Part[];
  readonly where: Term;
}

/** Compiles a view against the FHIR R4 definitions. Throws ViewError, which names the element of the view that is wrong. */
export function compileView(view: ViewDefinition): CompiledView {
  const node = new StructNode();
  node.scalar('resourceType', 'string', false);
  node.scalar('id', 'string', false);
  const scope = rootScope(view, node);
  const parts = view.select.flatMap((select, index) => planSelect(select, { ...scope, element: `select[${index}]` }));
  const columns = columnsOf(parts);
  if (columns.length === 0) throw new ViewError('select', 'has no columns');
  checkDistinct(columns);
  const plan = { parts, where: condition(view, scope) };
  return {
    name: view.name ?? view.resource,
    resource: view.resource,
    columns: columns.map(({ name, type, collection }) => ({ name, type, collection })),
    shape: node.shape(),
    sql: (dialect, source) => statement(plan, dialect, source),
  };
}

function rootScope(view: ViewDefinition, node: StructNode): Scope {
  const { resource } = view;
  if (!isResourceType(resource)) throw new ViewError('resource', `${resource} is not a resource type of FHIR R4`);
  const root: Value = {
    type: { kind: 'complex', name: resource, node },
    list: null,
    element: { kind: 'resource' },
    conditions: [],
    item: identity,
    isOptional: false,
  };
  let names = 0;
  const context: ViewContext = { resource, root, constants: constantsOf(view), fresh: () => `v${++names}` };
  return { view: context, focus: root, rowIndex: { term: integer(0), isUsed: false }, element: 'select' };
}

function constantsOf(view: ViewDefinition): Map<string, Value> {
  const constants = new Map<string, Value>();
  for (const [index, constant] of (view.constant ?? []).entries()) {
    const element = `constant[${index}]`;
    if (constants.has(constant.name))
      throw new ViewError(`${element}.name`, `there is another constant "${constant.name}"`);
    constants.set(constant.name, constantValue(constant, element));
  }
  return constants;
}

function constantValue(constant: Constant, element: string): Value {
  const values = Object.entries(constant).filter(([key, value]) => key.startsWith('value') && value !== undefined);
  const [entry] = values;
  if (entry === undefined || values.length > 1)
    throw new ViewError(element, `"${constant.name}" needs exactly one value`);
  const name = entry[0].slice('value'.length);
  const type = name.charAt(0).toLowerCase() + name.slice(1);
  return scalar(type, { kind: 'literal', type: kindOf(type), text: String(entry[1]) });
}

/** Resources of the view's type that meet all conditions. */
function condition(view: ViewDefinition, scope: Scope): Term {
  const conditions = (view.where ?? []).map(({ path }, index) => {
    const at = { ...scope, element: `where[${index}].path` };
    return truth(evaluate(parsePath(path, at.element), at), at);
  });
  const isOfType = binary(field({ kind: 'resource' }, 'resourceType'), '=', text(view.resource));
  // Engines reorder what `and` joins, but a condition may fail on a resource of another type.
  return conditions.length === 0 ? isOfType : cases([[isOfType, all(conditions)]], null);
}

/** Name of a list of rows in a subquery: no column's name begins with an underscore. */
const rowsName = (index: number): string => `_rows${index}`;

function statement({ parts, where }: Plan, dialect: Dialect, source: string): string {
  const quoted = (name: string): string => dialect.identifier(name);
  const lists = parts.filter((part) => part.kind === 'rows');
  const values = parts.flatMap((part) =>
    part.kind === 'row' ? part.columns.map((column, index) => [column.name, part.terms[index]] as const) : [],
  );
  const scalars = values.map(([name, term]) =>
    term === undefined ? quoted(name) : `${render(term, dialect)} as ${quoted(name)}`,
  );
  const sources = lists.map((part, index) => {
    const list = render(part.list, dialect);
    return `${index === 0 ? dialect.explode(list) : list} as ${quoted(rowsName(index))}`;
  });
  const from = `from ${source} as ${SOURCE} where ${render(where, dialect)}`;
  const inner = `select ${[...scalars, ...sources].join(', ')} ${from}`;
  return lists.length === 0 ? inner : outer(inner, parts, dialect);
}

/** One row per row of each list. An engine explodes one list in a select at a time, so that every further one needs its own. */
function outer(inner: string, parts: readonly Part[], dialect: Dialect): string {
  const quoted = (name: string): string => dialect.identifier(name);
  const carried = parts.flatMap((part) => (part.kind === 'row' ? part.columns.map(({ name }) => quoted(name)) : []));
  const names = parts.filter((part) => part.kind === 'rows').map((_, index) => quoted(rowsName(index)));
  const exploded = names.slice(1).reduce((query, name) => {
    const columns = names.map((other) => (other === name ? `${dialect.explode(other)} as ${other}` : other));
    return `select ${[...carried, ...columns].join(', ')} from (${query}) as ${SOURCE}`;
  }, inner);
  let index = 0;
  const columns = parts.flatMap((part) => {
    if (part.kind === 'row') return part.columns.map(({ name }) => quoted(name));
    const rows = quoted(rowsName(index++));
    return part.columns.map(({ name }) => `${dialect.field(rows, name)} as ${quoted(name)}`);
  });
  return `select ${columns.join(', ')} from (${exploded}) as ${SOURCE}`;
}
