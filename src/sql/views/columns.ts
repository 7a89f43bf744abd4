import type { Column } from './definition.ts';
import { ViewError } from './error.ts';
import { evaluate } from './expression.ts';
import { parsePath } from './fhirpath/parser.ts';
import { only, wrong } from './scope.ts';
import type { Scope } from './scope.ts';
import type { ScalarKind, Shape } from './shape.ts';
import { call, integer, nothing } from './term.ts';
import type { Term } from './term.ts';
import { describe, gathered, kindOf } from './value.ts';
import type { Value } from './value.ts';

/** A column of a view: what its readers see of it. */
export interface ViewColumn {
  name: string;
  type: ScalarKind;
  collection: boolean;
}

export interface PlannedColumn extends ViewColumn {
  /** Place in the view, for errors. */
  readonly element: string;
  /** Value in the row that `forEachOrNull` gives for an empty collection: NULL; of `%rowIndex` itself, 0. */
  readonly whenEmpty: Term;
}

const FHIR_TYPE_URL = 'http://hl7.org/fhir/StructureDefinition/';
const PRIMITIVES = new Set(
  (
    'base64Binary boolean canonical code date dateTime decimal id instant integer integer64 markdown oid positiveInt string time ' +
    'unsignedInt uri url uuid'
  ).split(' '),
);

/** A column and its value in a scope. Throws ViewError where it does not hold what it is declared to hold. */
export function planColumn(column: Column, scope: Scope): { column: PlannedColumn; term: Term } {
  const at: Scope = { ...scope, element: `${scope.element}.path` };
  const value = evaluate(parsePath(column.path, at.element), at);
  const type = columnType(column, value, at, scope);
  const collection = column.collection === true;
  if (column.collection === false && isPlainList(value))
    throw wrong(at, `"${column.path}" can have several values, but collection is false`);
  const planned = { name: column.name, type, collection, element: scope.element };
  const whenEmpty = column.path.trim() === '%rowIndex' && !collection ? cast(integer(0), type) : nullOf(planned);
  return { column: { ...planned, whenEmpty }, term: collection ? listTerm(value, type) : scalarTerm(value, type, at) };
}

export function shapeOfColumn({ type, collection }: ViewColumn): Shape {
  return collection ? { kind: 'list', of: { kind: type } } : { kind: type };
}

function nullOf(column: ViewColumn): Term {
  return { kind: 'null', shape: shapeOfColumn(column) };
}

/**
 * Lists that nothing has narrowed. A filter may leave one value: whether it does is known only from the data,
 * and several then stop the statement.
 */
function isPlainList(value: Value): boolean {
  return value.list !== null && value.conditions.length === 0;
}

function columnType(column: Column, value: Value, at: Scope, scope: Scope): ScalarKind {
  const declared = declaredType(column.type, scope);
  const { type } = value;
  if (type.kind === 'nothing') return declared ?? 'string';
  if (type.kind !== 'primitive')
    throw wrong(at, `"${column.path}" is a ${describe(type)}; a column holds primitive values`);
  const kind = kindOf(type.name);
  if (declared === null || declared === kind) return kind;
  if (declared === 'decimal' && kind === 'integer') return declared;
  throw new ViewError(`${scope.element}.type`, `is ${column.type ?? ''}, but "${column.path}" is a ${type.name}`);
}

function declaredType(declared: string | undefined, scope: Scope): ScalarKind | null {
  if (declared === undefined) return null;
  const name = declared.startsWith(FHIR_TYPE_URL) ? declared.slice(FHIR_TYPE_URL.length) : declared;
  if (!PRIMITIVES.has(name))
    throw new ViewError(`${scope.element}.type`, `${declared} is not a primitive type of FHIR`);
  return kindOf(name);
}

function scalarTerm(value: Value, type: ScalarKind, scope: Scope): Term {
  if (value.type.kind === 'nothing') return nothing(type);
  const term = only(value, scope);
  const isRead = term.kind === 'field' && !(type === 'decimal' && kindOfValue(value) === 'integer');
  return isRead || type === 'string' || type === 'boolean' ? term : cast(term, type);
}

function listTerm(value: Value, type: ScalarKind): Term {
  const empty: Term = { kind: 'list', items: [], of: { kind: type } };
  if (value.type.kind === 'nothing') return empty;
  const list = gathered(value);
  const typed: Term =
    kindOfValue(value) === type ? list : { kind: 'cast', of: list, to: { kind: 'list', of: { kind: type } } };
  return call('coalesce', typed, empty);
}

function kindOfValue(value: Value): ScalarKind | null {
  return value.type.kind === 'primitive' ? kindOf(value.type.name) : null;
}

/** Engines give whole numbers narrower types of their own. */
function cast(of: Term, type: ScalarKind): Term {
  return { kind: 'cast', of, to: { kind: type } };
}
