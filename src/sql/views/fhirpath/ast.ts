/** The subset of FHIRPath that views are written in (SQL on FHIR v2, ShareableViewDefinition, plus its experimental functions). */
export type Expression =
  | Literal
  | { readonly kind: 'empty' }
  | { readonly kind: 'this' }
  | { readonly kind: 'constant'; readonly name: string }
  /** `of` is null where the path starts: the step is then taken from the context. */
  | { readonly kind: 'member'; readonly of: Expression | null; readonly name: string }
  | {
      readonly kind: 'call';
      readonly of: Expression | null;
      readonly name: FunctionName;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** `text` is the value unquoted and unescaped: `it's`, `1.50`, `true`, `2026-03`. */
export interface Literal {
  readonly kind: 'literal';
  readonly type: 'string' | 'boolean' | 'integer' | 'decimal' | 'date' | 'dateTime' | 'time';
  readonly text: string;
}

/** Operators from those that bind most loosely to those that bind most tightly (FHIRPath 2.0, section 6.8). */
export const OPERATOR_LEVELS = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-', '&'],
  ['*', '/'],
] as const;
export type BinaryOperator = (typeof OPERATOR_LEVELS)[number][number];

/** Least and greatest number of arguments of each function. */
export const FUNCTIONS = {
  where: [1, 1],
  exists: [0, 1],
  empty: [0, 0],
  not: [0, 0],
  first: [0, 0],
  join: [0, 1],
  ofType: [1, 1],
  extension: [1, 1],
  getResourceKey: [0, 0],
  getReferenceKey: [0, 1],
  lowBoundary: [0, 0],
  highBoundary: [0, 0],
} as const;
export type FunctionName = keyof typeof FUNCTIONS;
