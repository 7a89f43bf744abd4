import { boundary, hasBoundary } from './boundary.ts';
import type { Side } from './boundary.ts';
import type { Expression } from './fhirpath/ast.ts';
import { negative, operate, truth } from './operators.ts';
import { only, wrong } from './scope.ts';
import type { Scope } from './scope.ts';
import { existence, extension, member, ofType, referenceKey, resourceKey } from './steps.ts';
import { call, not, text } from './term.ts';
import type { Term } from './term.ts';
import {
  alone,
  current,
  describe,
  firstItem,
  gathered,
  itemAt,
  kindOf,
  mapped,
  NOTHING,
  one,
  restricted,
  scalar,
} from './value.ts';
import type { Value } from './value.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** What an expression yields in a scope. Throws ViewError where R4 has no such element or the types do not fit. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal': {
      const { type, text: literal } = expression;
      return scalar(type, { kind: 'literal', type: kindOf(type), text: literal });
    }
    case 'empty':
      return NOTHING;
    case 'this':
      return scope.focus;
    case 'constant':
      return constant(expression.name, scope);
    case 'member':
      return memberStep(expression.of, expression.name, scope);
    case 'call':
      return invoke(expression, scope);
    case 'index':
      return indexed(evaluate(expression.of, scope), expression.index, scope);
    case 'negative':
      return negative(evaluate(expression.of, scope), scope);
    case 'binary': {
      const { operator, left, right } = expression;
      return operate(operator, evaluate(left, scope), evaluate(right, scope), scope);
    }
  }
}

function memberStep(of: Expression | null, name: string, scope: Scope): Value {
  if (of !== null) return member(evaluate(of, scope), name, scope);
  // A path may begin with the type of the resource: Patient.name.
  const { focus } = scope;
  const isResource = current(focus).kind === 'resource' && name === scope.view.resource;
  return isResource ? focus : member(focus, name, scope);
}

function constant(name: string, scope: Scope): Value {
  if (name === 'rowIndex') {
    scope.rowIndex.isUsed = true;
    return scalar('integer', scope.rowIndex.term);
  }
  const value = scope.view.constants.get(name);
  if (value === undefined) throw wrong(scope, `%${name} is not a constant of this view`);
  return value;
}

function indexed(value: Value, index: Expression, scope: Scope): Value {
  // A computed index could be negative, which engines take to count from the end.
  if (index.kind !== 'literal' && index.kind !== 'constant') throw wrong(scope, 'an index is an integer or a constant');
  const position = evaluate(index, scope);
  const term = alone(position);
  const isPosition = position.type.kind === 'primitive' && kindOf(position.type.name) === 'integer';
  if (!isPosition || (term.kind === 'literal' && term.text.startsWith('-')))
    throw wrong(scope, 'an index is an integer from 0 on');
  return itemAt(value, term);
}

function invoke(expression: Call, scope: Scope): Value {
  const of = expression.of === null ? scope.focus : evaluate(expression.of, scope);
  const [argument] = expression.args;
  switch (expression.name) {
    case 'where':
      return argument === undefined ? of : filtered(of, argument, scope);
    case 'exists':
      return scalar('boolean', existence(argument === undefined ? of : filtered(of, argument, scope)));
    case 'empty':
      return scalar('boolean', not(existence(of)));
    case 'not':
      return scalar('boolean', not(truth(of, scope)));
    case 'first':
      return firstItem(of);
    case 'join':
      return joined(of, argument === undefined ? text('') : textOf(argument, scope), scope);
    case 'ofType':
      return ofType(of, typeName(argument, scope), scope);
    case 'extension':
      return argument === undefined ? of : extension(of, textOf(argument, scope), scope);
    case 'getResourceKey':
      return resourceKey(of, scope);
    case 'getReferenceKey':
      return referenceKey(of, argument === undefined ? null : typeName(argument, scope), scope);
    case 'lowBoundary':
      return bounded(of, 'low', scope);
    case 'highBoundary':
      return bounded(of, 'high', scope);
  }
}

function filtered(value: Value, criteria: Expression, scope: Scope): Value {
  if (value.type.kind === 'nothing') return value;
  const focus = one(value.type, current(value));
  return restricted(value, truth(evaluate(criteria, { ...scope, focus }), { ...scope, focus }));
}

function joined(value: Value, separator: Term, scope: Scope): Value {
  if (value.type.kind === 'nothing') return scalar('string', text(''));
  if (value.type.kind !== 'primitive' || kindOf(value.type.name) !== 'string')
    throw wrong(scope, `join() is asked of a ${describe(value.type)}, not of strings`);
  const term: Term = value.list === null ? alone(value) : { kind: 'join', list: gathered(value), separator };
  return scalar('string', call('coalesce', term, text('')));
}

function textOf(argument: Expression, scope: Scope): Term {
  const value = evaluate(argument, scope);
  if (value.type.kind !== 'primitive' || kindOf(value.type.name) !== 'string')
    throw wrong(scope, 'a string is needed as argument');
  return only(value, scope);
}

/** `Quantity`, `FHIR.Quantity`: type specifiers are parsed as paths. */
function typeName(argument: Expression | undefined, scope: Scope): string {
  if (argument?.kind === 'member') {
    const { of, name } = argument;
    if (of === null || (of.kind === 'member' && of.of === null && of.name === 'FHIR')) return name;
  }
  throw wrong(scope, 'the name of a FHIR type is needed as argument');
}

function bounded(value: Value, side: Side, scope: Scope): Value {
  const { type } = value;
  if (type.kind === 'nothing') return value;
  if (type.kind === 'complex' && type.name === 'Period')
    return bounded(member(value, side === 'low' ? 'start' : 'end', scope), side, scope);
  if (type.kind !== 'primitive' || !hasBoundary(type.name)) throw wrong(scope, `a ${describe(type)} has no boundaries`);
  return mapped(value, type, (item) => boundary(item, type.name, side));
}
