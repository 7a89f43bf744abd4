import type { ScalarKind, Shape } from './shape.ts';

/** An SQL expression, before an engine spells it. Missing is NULL; a list never holds a missing item unless said so. */
export type Term =
  /** `text` as in FHIRPath: `it's`, `1.5`, `true`. */
  | { readonly kind: 'literal'; readonly type: ScalarKind; readonly text: string }
  | { readonly kind: 'null'; readonly shape: Shape }
  /** The resource of the row. Only its fields mean something in SQL. */
  | { readonly kind: 'resource' }
  | { readonly kind: 'variable'; readonly name: string }
  /** Position, from 0, that the index of a `map` of this name counts. */
  | { readonly kind: 'position'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Term; readonly name: string }
  | { readonly kind: 'struct'; readonly fields: readonly (readonly [name: string, value: Term])[] }
  | { readonly kind: 'list'; readonly items: readonly Term[]; readonly of: Shape }
  | {
      readonly kind: 'map';
      readonly list: Term;
      readonly variable: string;
      readonly index: string | null;
      readonly item: Term;
    }
  | { readonly kind: 'filter'; readonly list: Term; readonly variable: string; readonly condition: Term }
  /** List of lists, any of which may be missing → one list. */
  | { readonly kind: 'flatten'; readonly list: Term }
  /** A missing list counts as empty. */
  | { readonly kind: 'concat'; readonly lists: readonly Term[] }
  /** Position from 0; NULL where there is none. */
  | { readonly kind: 'at'; readonly list: Term; readonly index: Term }
  /** 0 for a missing list. */
  | { readonly kind: 'size'; readonly list: Term }
  | { readonly kind: 'join'; readonly list: Term; readonly separator: Term }
  | { readonly kind: 'case'; readonly branches: readonly Branch[]; readonly otherwise: Term | null }
  | { readonly kind: 'binary'; readonly operator: SqlOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'not' | 'present'; readonly of: Term }
  | { readonly kind: 'cast'; readonly of: Term; readonly to: Shape }
  /** Calls that all engines spell alike. */
  | { readonly kind: 'call'; readonly name: SqlFunction; readonly args: readonly Term[] }
  /** First group of a regular expression (no backslashes: engines differ on them), or NULL. */
  | { readonly kind: 'capture'; readonly of: Term; readonly pattern: string }
  /** Point in time of a FHIR dateTime or instant that has a time; NULL if it is not valid. */
  | { readonly kind: 'instant'; readonly of: Term }
  /** Last day of the month of a text YYYY-MM, as text; NULL if it is not valid. */
  | { readonly kind: 'lastDay'; readonly of: Term }
  /** Stops the statement. */
  | { readonly kind: 'fail'; readonly message: Term };

export interface Branch {
  readonly when: Term;
  readonly then: Term;
}
export type SqlOperator = 'and' | 'or' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '||';
export type SqlFunction = 'coalesce' | 'nullif' | 'substr' | 'length' | 'rpad' | 'least' | 'power' | 'round';

export const TRUE: Term = { kind: 'literal', type: 'boolean', text: 'true' };

export function text(value: string): Term {
  return { kind: 'literal', type: 'string', text: value };
}
export function integer(value: number): Term {
  return { kind: 'literal', type: 'integer', text: String(value) };
}
export function nothing(kind: ScalarKind): Term {
  return { kind: 'null', shape: { kind } };
}
export function field(of: Term, name: string): Term {
  return { kind: 'field', of, name };
}
export function variable(name: string): Term {
  return { kind: 'variable', name };
}
export function binary(left: Term, operator: SqlOperator, right: Term): Term {
  return { kind: 'binary', operator, left, right };
}
export function not(of: Term): Term {
  return { kind: 'not', of };
}
export function present(of: Term): Term {
  return of.kind === 'resource' ? TRUE : { kind: 'present', of };
}
export function call(name: SqlFunction, ...args: readonly Term[]): Term {
  return { kind: 'call', name, args };
}
export function cases(branches: readonly (readonly [when: Term, then: Term])[], otherwise: Term | null): Term {
  return { kind: 'case', branches: branches.map(([when, then]) => ({ when, then })), otherwise };
}
export function size(list: Term): Term {
  return { kind: 'size', list };
}
export function first(list: Term): Term {
  return { kind: 'at', list, index: integer(0) };
}
/** Conjunction; true where there are no conditions. */
export function all(conditions: readonly Term[]): Term {
  return conditions.length === 0 ? TRUE : conditions.reduce((left, right) => binary(left, 'and', right));
}
export function any(conditions: readonly Term[]): Term {
  return conditions.length === 0 ? not(TRUE) : conditions.reduce((left, right) => binary(left, 'or', right));
}
