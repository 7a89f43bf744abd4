import type { BinaryOperator } from './fhirpath/ast.ts';
import { only, wrong } from './scope.ts';
import type { Scope } from './scope.ts';
import { binary, call, cases, first, integer, not, nothing, size, text } from './term.ts';
import type { Term } from './term.ts';
import { describe, gathered, kindOf, NOTHING, scalar } from './value.ts';
import type { Value } from './value.ts';

type Comparison = '=' | '<' | '<=' | '>' | '>=';
type Arithmetic = '+' | '-' | '*' | '/';

const DATES: ReadonlySet<string> = new Set(['date', 'dateTime', 'instant']);

/** The result of an operator, typed. Throws ViewError where the types of its operands do not go together. */
export function operate(operator: BinaryOperator, left: Value, right: Value, scope: Scope): Value {
  switch (operator) {
    case 'and':
    case 'or':
    case 'xor':
    case 'implies':
      return logic(operator, truth(left, scope), truth(right, scope));
    case '=':
      return scalar('boolean', equality(left, right, scope));
    case '!=':
      return scalar('boolean', not(equality(left, right, scope)));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return scalar('boolean', comparison(operator, left, right, scope));
    case '&':
      return concatenation(left, right, scope);
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(operator, left, right, scope);
  }
}

/** A boolean, of three values: NULL is the empty collection, which and, or and not treat as FHIRPath 6.5 does. */
export function truth(value: Value, scope: Scope): Term {
  if (value.type.kind === 'nothing') return nothing('boolean');
  if (value.type.kind === 'primitive' && value.type.name === 'boolean') return only(value, scope);
  throw wrong(scope, `a boolean is needed, not a ${describe(value.type)}`);
}

function logic(operator: 'and' | 'or' | 'xor' | 'implies', left: Term, right: Term): Value {
  switch (operator) {
    case 'and':
    case 'or':
      return scalar('boolean', binary(left, operator, right));
    case 'xor':
      return scalar('boolean', binary(left, '<>', right));
    case 'implies':
      return scalar('boolean', binary(not(left), 'or', right));
  }
}

function equality(left: Value, right: Value, scope: Scope): Term {
  if (isNothing(left) || isNothing(right)) return nothing('boolean');
  checkComparable(left, right, scope);
  if (left.list !== null || right.list !== null) return listEquality(left, right);
  return comparedAs(left, right)('=', only(left, scope), only(right, scope));
}

/** FHIRPath 6.1: empty if either is; false if they differ in number; else item by item. */
function listEquality(left: Value, right: Value): Term {
  const [a, b] = [gathered(left), gathered(right)];
  const isEmpty = binary(binary(size(a), '=', integer(0)), 'or', binary(size(b), '=', integer(0)));
  const isOneEach = binary(binary(size(a), '=', integer(1)), 'and', binary(size(b), '=', integer(1)));
  return cases(
    [
      [isEmpty, nothing('boolean')],
      [isOneEach, comparedAs(left, right)('=', first(a), first(b))],
      [binary(size(a), '<>', size(b)), not({ kind: 'literal', type: 'boolean', text: 'true' })],
    ],
    binary(a, '=', b),
  );
}

function comparison(operator: Comparison, left: Value, right: Value, scope: Scope): Term {
  if (isNothing(left) || isNothing(right)) return nothing('boolean');
  checkComparable(left, right, scope);
  if (kindOfValue(left) === 'boolean') throw wrong(scope, `booleans have no order: ${operator} cannot compare them`);
  return comparedAs(left, right)(operator, only(left, scope), only(right, scope));
}

function checkComparable(left: Value, right: Value, scope: Scope): void {
  const [a, b] = [kindOfValue(left), kindOfValue(right)];
  const isNumeric = (kind: string | null): boolean => kind === 'integer' || kind === 'decimal';
  if (a === null || b === null || (a !== b && !(isNumeric(a) && isNumeric(b))))
    throw wrong(scope, `a ${describe(left.type)} cannot be compared with a ${describe(right.type)}`);
}

/** A string beside a date is read as one: constants and literals are often given so. */
function comparedAs(left: Value, right: Value): (operator: Comparison, a: Term, b: Term) => Term {
  return isDate(left) || isDate(right) ? compareDates : (operator, a, b) => binary(a, operator, b);
}

/**
 * Dates and times as FHIRPath 6.2 compares them: points in time where both have a time; otherwise as far as the less precise
 * goes, and where they agree so far, the answer is unknown.
 */
function compareDates(operator: Comparison, a: Term, b: Term): Term {
  const hasTime = (term: Term): Term => binary(call('length', term), '>', integer(10));
  const common = call('least', call('least', call('length', a), call('length', b)), integer(10));
  const [beginA, beginB] = [call('substr', a, integer(1), common), call('substr', b, integer(1), common)];
  const isSamePrecision = binary(call('length', a), '=', call('length', b));
  return cases(
    [
      [binary(hasTime(a), 'and', hasTime(b)), binary({ kind: 'instant', of: a }, operator, { kind: 'instant', of: b })],
      [binary(isSamePrecision, 'or', binary(beginA, '<>', beginB)), binary(beginA, operator, beginB)],
    ],
    null,
  );
}

function arithmetic(operator: Arithmetic, left: Value, right: Value, scope: Scope): Value {
  if (isNothing(left) || isNothing(right)) return NOTHING;
  const [a, b] = [kindOfValue(left), kindOfValue(right)];
  if (operator === '+' && a === 'string' && b === 'string' && !isDate(left) && !isDate(right))
    return scalar('string', binary(only(left, scope), '||', only(right, scope)));
  if ((a !== 'integer' && a !== 'decimal') || (b !== 'integer' && b !== 'decimal'))
    throw wrong(scope, `${operator} cannot take a ${describe(left.type)} and a ${describe(right.type)}`);
  if (operator === '/') return quotient(only(left, scope), only(right, scope));
  const type = a === 'integer' && b === 'integer' ? 'integer' : 'decimal';
  return scalar(type, binary(only(left, scope), operator, only(right, scope)));
}

/** Always a decimal; nothing where the divisor is zero (FHIRPath 6.6.2). */
function quotient(left: Term, right: Term): Value {
  const decimal = (of: Term): Term => ({ kind: 'cast', of, to: { kind: 'decimal' } });
  const divisor = call('nullif', decimal(right), { kind: 'literal', type: 'decimal', text: '0' });
  return scalar('decimal', binary(decimal(left), '/', divisor));
}

/** `&`: an empty operand counts as the empty string (FHIRPath 6.6.7). */
function concatenation(left: Value, right: Value, scope: Scope): Value {
  const [a, b] = [left, right].map((value) => {
    if (isNothing(value)) return text('');
    if (kindOfValue(value) !== 'string') throw wrong(scope, `& cannot take a ${describe(value.type)}`);
    return call('coalesce', only(value, scope), text(''));
  });
  return scalar('string', binary(a ?? text(''), '||', b ?? text('')));
}

/** Negative of a number. */
export function negative(value: Value, scope: Scope): Value {
  return arithmetic('-', scalar('integer', integer(0)), value, scope);
}

function isNothing(value: Value): boolean {
  return value.type.kind === 'nothing';
}

function isDate(value: Value): boolean {
  return value.type.kind === 'primitive' && DATES.has(value.type.name);
}

function kindOfValue(value: Value): ReturnType<typeof kindOf> | null {
  return value.type.kind === 'primitive' ? kindOf(value.type.name) : null;
}
