import { evaluate } from './expression.ts';
import type { Expression } from './fhirpath/ast.ts';
import { parsePath } from './fhirpath/parser.ts';
import { wrong } from './scope.ts';
import type { Scope } from './scope.ts';
import { StructNode } from './shape.ts';
import type { Shape, StructShape } from './shape.ts';
import { UnknownElement } from './steps.ts';
import { binary, call, cases, field, integer, present, size, text, variable } from './term.ts';
import type { Term } from './term.ts';
import { describe, gathered, one } from './value.ts';
import type { Type, Value } from './value.ts';

/**
 * How deep `repeat` follows one path, and several. A read schema is finite, and so is an SQL type: every level is a type of its
 * own. With several paths the number of types doubles with each level. Data that goes deeper stops the statement.
 */
export const REPEAT_LEVELS = { onePath: 8, severalPaths: 6 } as const;

interface Path {
  readonly expression: Expression;
  readonly text: string;
  readonly element: string;
}

export interface Traversal {
  /** Type of every item; its node collects the fields that the rows read. */
  readonly type: Type;
  /** All items, a parent before its children. To be called when `type` has collected all fields. */
  readonly list: () => Term;
}

/** Items that `repeat` finds from the focus on. Throws ViewError where its paths do not lead to one type of elements. */
export function repeated(texts: readonly string[], scope: Scope): Traversal {
  const paths = texts.map((path, index) => {
    const element = `${scope.element}.repeat[${index}]`;
    return { expression: parsePath(path, element), text: path, element };
  });
  const name = commonType(paths, scope);
  if (name === null)
    return { type: { kind: 'nothing' }, list: () => ({ kind: 'list', items: [], of: { kind: 'string' } }) };
  const node = new StructNode();
  return { type: { kind: 'complex', name, node }, list: () => traverse(paths, scope, node) };
}

/** The type that all paths lead to; null where the resource has none of the elements. */
function commonType(paths: readonly Path[], scope: Scope): string | null {
  const found = new Map<Path, string>();
  const visit = (focus: Value): void => {
    for (const path of paths) {
      const type = typeAt(path, focus, scope);
      if (type === null) continue;
      const isNew = !found.has(path);
      if ([...found.values()].some((other) => other !== type))
        throw wrong({ ...scope, element: path.element }, `"${path.text}" leads to ${type}, other paths lead elsewhere`);
      found.set(path, type);
      if (isNew) visit(detached(type));
    }
  };
  visit(scope.focus.type.kind === 'complex' ? detached(scope.focus.type.name) : scope.focus);
  const lost = paths.find((path) => !found.has(path));
  if (lost !== undefined && found.size > 0)
    throw wrong({ ...scope, element: lost.element }, `"${lost.text}" leads to no element here`);
  return found.values().next().value ?? null;
}

/** A value of a type, whose use adds nothing to the read schema. */
function detached(type: string): Value {
  return one({ kind: 'complex', name: type, node: new StructNode() }, variable('detached'));
}

function typeAt(path: Path, focus: Value, scope: Scope): string | null {
  const value = valueAt(path, focus, scope);
  if (value === null || value.type.kind === 'nothing') return null;
  if (value.type.kind !== 'complex')
    throw wrong(
      { ...scope, element: path.element },
      `"${path.text}" is a ${describe(value.type)}; repeat follows elements that have elements`,
    );
  return value.type.name;
}

/** Some paths apply only further down: `answer.item` not to the questionnaire response, but to its items. */
function valueAt(path: Path, focus: Value, scope: Scope): Value | null {
  try {
    return evaluate(path.expression, { ...scope, focus, element: path.element });
  } catch (error) {
    if (error instanceof UnknownElement) return null;
    throw error;
  }
}

function traverse(paths: readonly Path[], scope: Scope, node: StructNode): Term {
  // An element is at least there: its struct needs one field.
  node.scalar('id', 'string', false);
  const shape = node.shape();
  const levels = paths.length === 1 ? REPEAT_LEVELS.onePath : REPEAT_LEVELS.severalPaths;
  const below = (focus: Value, level: number): Term[] => {
    const values = paths.map((path) => valueAt(path, focus, scope)).filter((value) => value !== null);
    if (level > levels) return [deeper(values, levels, shape, scope)];
    return values.map((value) => {
      if (value.type.kind !== 'complex') throw new TypeError('repeat follows elements that have elements');
      value.type.node.add(node);
      const name = scope.view.fresh();
      const item = variable(name);
      const self: Term = { kind: 'list', items: [rebuilt(item, shape, scope)], of: shape };
      const lists = [self, ...below(one(value.type, item), level + 1)];
      const list = gathered(value);
      return {
        kind: 'flatten',
        list: { kind: 'map', list, variable: name, index: null, item: { kind: 'concat', lists } },
      };
    });
  };
  return { kind: 'concat', lists: below(scope.focus, 1) };
}

/** Nothing may be there below the last level. */
function deeper(values: readonly Value[], levels: number, shape: StructShape, scope: Scope): Term {
  const id = call('coalesce', field({ kind: 'resource' }, 'id'), text('?'));
  const resource = binary(text(`${scope.view.resource}/`), '||', id);
  const message = binary(resource, '||', text(`: ${scope.element}.repeat goes deeper than ${levels} levels`));
  const branches = values.map(
    (value) => [binary(size(gathered(value)), '>', integer(0)), { kind: 'fail', message }] as const,
  );
  return cases(branches, { kind: 'list', items: [], of: { kind: 'struct', fields: shape.fields } });
}

/** The same element with the fields of `shape` only: what is read of it differs from level to level. */
function rebuilt(term: Term, shape: Shape, scope: Scope): Term {
  switch (shape.kind) {
    case 'struct': {
      const fields = Object.entries(shape.fields).map(
        ([name, of]) => [name, rebuilt(field(term, name), of, scope)] as const,
      );
      return cases([[present(term), { kind: 'struct', fields }]], null);
    }
    case 'list': {
      if (shape.of.kind !== 'struct') return term;
      const name = scope.view.fresh();
      return { kind: 'map', list: term, variable: name, index: null, item: rebuilt(variable(name), shape.of, scope) };
    }
    case 'string':
    case 'boolean':
    case 'integer':
    case 'decimal':
      return term;
  }
}
