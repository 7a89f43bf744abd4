import { choiceField, elementsOf, isResourceType } from '../../definitions/elements.ts';
import type { ElementDefinition } from '../../definitions/elements.ts';
import { ViewError } from './error.ts';
import { wrong } from './scope.ts';
import type { Scope } from './scope.ts';
import type { StructNode } from './shape.ts';
import { any, binary, field, present } from './term.ts';
import type { Term } from './term.ts';
import {
  alone,
  current,
  describe,
  exists,
  gatheredLoosely,
  kindOf,
  many,
  mapped,
  NOTHING,
  restricted,
} from './value.ts';
import type { Type, Value } from './value.ts';

/** The path goes on to an element that R4 does not have there. */
export class UnknownElement extends ViewError {}

/** `value.name`: one step of a path. Throws UnknownElement where the type has no such element. */
export function member(value: Value, name: string, scope: Scope): Value {
  switch (value.type.kind) {
    case 'nothing':
      return NOTHING;
    case 'primitive':
      if (name === 'extension') throw wrong(scope, 'extensions of primitive values are not read by views');
      throw new UnknownElement(scope.element, `${value.type.name} is a primitive type and has no "${name}"`);
    case 'choice':
      throw wrong(scope, `"${name}" is asked of a ${describe(value.type)}`);
    case 'complex':
      return memberOf(value, value.type, name, scope);
  }
}

function memberOf(
  value: Value,
  { name: type, node }: Extract<Type, { kind: 'complex' }>,
  name: string,
  scope: Scope,
): Value {
  const definition = elementsOf(type)?.get(name);
  if (definition === undefined) throw unknown(type, name, scope);
  if (definition.isChoice) return { ...value, type: { kind: 'choice', element: name, types: definition.types, node } };
  const step = stepInto(node, name, definition, scope);
  if (definition.isArray !== true) return mapped(value, step, (item) => field(item, name));
  return many(step, listAt(value, name), scope.view.fresh());
}

/** A list under each of several values becomes one list. */
function listAt(value: Value, name: string): Term {
  const lists = mapped(value, value.type, (item) => field(item, name));
  return value.list === null ? alone(lists) : { kind: 'flatten', list: gatheredLoosely(lists) };
}

function stepInto(node: StructNode, name: string, definition: ElementDefinition, scope: Scope): Type {
  const [type] = definition.types;
  if (type === undefined || type === 'Resource')
    throw wrong(scope, `"${name}" holds whole resources, which views do not go into`);
  return typeAt(node, name, type, definition.isArray === true);
}

/** Type of a field, which is added to the read schema. */
function typeAt(node: StructNode, name: string, type: string, isList: boolean): Type {
  if (elementsOf(type) !== undefined) return { kind: 'complex', name: type, node: node.struct(name, isList) };
  node.scalar(name, kindOf(type), isList);
  return { kind: 'primitive', name: type };
}

function unknown(type: string, name: string, scope: Scope): UnknownElement {
  const choice = [...(elementsOf(type) ?? [])].find(
    ([element, { isChoice, types }]) =>
      isChoice === true && types.some((candidate) => choiceField(element, candidate) === name),
  );
  const hint = choice === undefined ? '' : `; write ${choice[0]}.ofType(…)`;
  return new UnknownElement(scope.element, `${type} has no element "${name}"${hint}`);
}

/** `value.ofType(name)`: of a choice, the values of that type. */
export function ofType(value: Value, name: string, scope: Scope): Value {
  const { type } = value;
  if (type.kind === 'nothing') return value;
  if (type.kind !== 'choice') {
    if (type.name === name) return value;
    throw wrong(scope, `ofType(${name}): the value is always ${describe(type)}`);
  }
  if (!type.types.includes(name))
    throw wrong(scope, `${type.element} is never ${name}; it is one of ${type.types.join(', ')}`);
  const jsonName = choiceField(type.element, name);
  return mapped(value, typeAt(type.node, jsonName, name, false), (owner) => field(owner, jsonName));
}

/** `value.extension(url)`. */
export function extension(value: Value, url: Term, scope: Scope): Value {
  const extensions = member(value, 'extension', scope);
  if (extensions.type.kind !== 'complex') return extensions;
  extensions.type.node.scalar('url', 'string', false);
  return restricted(extensions, binary(field(current(extensions), 'url'), '=', url));
}

/** `value.exists()`: of a choice, whether it has a value of any of its types. */
export function existence(value: Value): Term {
  const { type } = value;
  if (type.kind !== 'choice') return exists(value);
  const fields = type.types.map((name) => {
    const jsonName = choiceField(type.element, name);
    typeAt(type.node, jsonName, name, false);
    return present(field(current(value), jsonName));
  });
  return exists(restricted(value, any(fields)));
}

// The last two segments, whatever the base, without a version: Patient/1, https://a.example/fhir/Patient/1/_history/2.
const ID = '[A-Za-z0-9.-]{1,64}';
const VERSION = '(?:/_history/[A-Za-z0-9.-]+)?';

/** `getResourceKey()`: Type/id. */
export function resourceKey(value: Value, scope: Scope): Value {
  if (current(value).kind !== 'resource') throw wrong(scope, 'getResourceKey() is a function of the resource itself');
  const id = member(value, 'id', scope);
  return mapped(id, { kind: 'primitive', name: 'string' }, (item) =>
    binary({ kind: 'literal', type: 'string', text: `${scope.view.resource}/` }, '||', item),
  );
}

/** `getReferenceKey(type)`: Type/id of what is referred to; empty for another type and where a reference names none. */
export function referenceKey(value: Value, target: string | null, scope: Scope): Value {
  if (value.type.kind === 'nothing') return value;
  if (value.type.kind !== 'complex' || value.type.name !== 'Reference')
    throw wrong(scope, `getReferenceKey() is asked of a ${describe(value.type)}, not of a Reference`);
  if (target !== null && !isResourceType(target))
    throw wrong(scope, `getReferenceKey(${target}): R4 has no such resource type`);
  const pattern = `(?:^|/)(${target ?? '[A-Z][A-Za-z]+'}/${ID})${VERSION}$`;
  const reference = member(value, 'reference', scope);
  return mapped(reference, reference.type, (of) => ({ kind: 'capture', of, pattern }));
}
