import type { ScalarKind, Shape } from './shape.ts';
import type { StructNode } from './shape.ts';
import { all, binary, cases, first, integer, not, present, size, TRUE, variable } from './term.ts';
import type { Term } from './term.ts';

/** What a path yields, as R4 defines it. `node` is the part of the read schema that its fields are added to. */
export type Type =
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'complex'; readonly name: string; readonly node: StructNode }
  /** `value[x]` before `ofType`: the item is still the struct that has the fields `valueString`, `valueQuantity`, … */
  | { readonly kind: 'choice'; readonly element: string; readonly types: readonly string[]; readonly node: StructNode }
  /** The empty collection: `{}`, or an element that the resource type doesn't have. */
  | { readonly kind: 'nothing' };

/**
 * A FHIRPath collection. One value at most (`list` null) is the common case and costs no list operation. Several are a list
 * comprehension – `item` of every `element` in `list` that meets the conditions – so that `x.where(…).y.first()` becomes one
 * filter and one access.
 */
export interface Value {
  readonly type: Type;
  readonly list: Term | null;
  /** The variable that runs over `list`; without one, the value itself. */
  readonly element: Term;
  readonly conditions: readonly Term[];
  /** From element to item: `identity`, or a walk to one of its fields. */
  readonly item: (element: Term) => Term;
  /** Whether an element can be there without its item. */
  readonly isOptional: boolean;
}

export const identity = (element: Term): Term => element;

export function one(type: Type, element: Term): Value {
  return { type, list: null, element, conditions: [], item: identity, isOptional: true };
}

export function scalar(name: string, term: Term): Value {
  return one({ kind: 'primitive', name }, term);
}

export const NOTHING: Value = one({ kind: 'nothing' }, { kind: 'null', shape: { kind: 'string' } });

/** Values of a list. JSON has null in a list of primitives where the item has only an extension; objects are always there. */
export function many(type: Type, list: Term, name: string): Value {
  return { type, list, element: variable(name), conditions: [], item: identity, isOptional: type.kind === 'primitive' };
}

export function current(value: Value): Term {
  return value.item(value.element);
}

/** Each item replaced by what `change` makes of it, which may be missing. */
export function mapped(value: Value, type: Type, change: (item: Term) => Term): Value {
  return { ...value, type, item: (element) => change(value.item(element)), isOptional: true };
}

export function restricted(value: Value, condition: Term): Value {
  return { ...value, conditions: [...value.conditions, condition] };
}

/** The value of a collection of one at most: NULL where it is empty. */
export function alone(value: Value): Term {
  return value.conditions.length === 0 ? current(value) : cases([[all(value.conditions), current(value)]], null);
}

/** Items as a list, none of them missing; the list may be NULL where there are none. */
export function gathered(value: Value): Term {
  if (value.list === null) return listOfOne(value);
  const list = kept(value);
  return value.item === identity ? list : mapOver(list, value);
}

/** As `gathered`, but an item may be missing: what `flatten` takes. */
export function gatheredLoosely(value: Value): Term {
  if (value.list === null) return listOfOne(value);
  const list = filtered(value.list, value, value.conditions);
  return value.item === identity ? list : mapOver(list, value);
}

function mapOver(list: Term, value: Value): Term {
  return { kind: 'map', list, variable: variableOf(value), index: null, item: current(value) };
}

/** NULL where the value is missing. The type of an empty list would have to be spelled out, and what is read may have more fields. */
function listOfOne(value: Value): Term {
  const of = shapeOf(value.type);
  if (value.type.kind === 'nothing') return { kind: 'list', items: [], of };
  return cases([[exists(value), { kind: 'list', items: [current(value)], of }]], null);
}

/** Elements whose item is in the collection. */
function kept(value: Value): Term {
  if (value.list === null) throw new TypeError('one value has no list');
  const conditions = value.isOptional ? [...value.conditions, present(current(value))] : value.conditions;
  return filtered(value.list, value, conditions);
}

function filtered(list: Term, value: Value, conditions: readonly Term[]): Term {
  if (conditions.length === 0) return list;
  return { kind: 'filter', list, variable: variableOf(value), condition: all(conditions) };
}

function variableOf(value: Value): string {
  if (value.element.kind !== 'variable') throw new TypeError('a list is run over by a variable');
  return value.element.name;
}

/** Whether there is a value: never NULL. */
export function exists(value: Value): Term {
  if (value.type.kind === 'nothing') return not(TRUE);
  if (value.list !== null) return binary(size(kept(value)), '>', integer(0));
  const conditions = value.conditions.map((condition): Term => ({
    kind: 'call',
    name: 'coalesce',
    args: [condition, not(TRUE)],
  }));
  return all(current(value).kind === 'resource' ? conditions : [...conditions, present(current(value))]);
}

/** The item at a position from 0. */
export function itemAt(value: Value, index: Term): Value {
  if (value.list === null) return restricted(value, binary(index, '=', integer(0)));
  return { ...value, list: null, conditions: [], element: { kind: 'at', list: kept(value), index } };
}

export function firstItem(value: Value): Value {
  return value.list === null ? value : itemAt(value, integer(0));
}

/** The only value, NULL where there is none. Several stop the statement with `message`: FHIRPath, singleton evaluation (4.5). */
export function single(value: Value, message: () => Term): Term {
  if (value.list === null) return alone(value);
  const list = kept(value);
  const several = binary(size(list), '>', integer(1));
  return cases([[several, { kind: 'fail', message: message() }]], value.item(first(list)));
}

export function kindOf(primitive: string): ScalarKind {
  switch (primitive) {
    case 'boolean':
    case 'decimal':
      return primitive;
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
    case 'integer64':
      return 'integer';
    default:
      return 'string';
  }
}

export function shapeOf(type: Type): Shape {
  switch (type.kind) {
    case 'primitive':
      return { kind: kindOf(type.name) };
    case 'complex':
      return type.node.shape();
    case 'choice':
    case 'nothing':
      return { kind: 'string' };
  }
}

export function describe(type: Type): string {
  switch (type.kind) {
    case 'primitive':
    case 'complex':
      return type.name;
    case 'choice':
      return `choice of types (write ${type.element}.ofType(…))`;
    case 'nothing':
      return 'always empty collection';
  }
}
