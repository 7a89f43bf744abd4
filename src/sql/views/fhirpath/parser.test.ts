import { describe, expect, test } from 'vitest';
import { ViewError } from '../error.ts';
import type { Expression } from './ast.ts';
import { parsePath } from './parser.ts';

/** An expression with every bracket written out. */
function brackets(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return `${expression.type}:${expression.text}`;
    case 'empty':
      return '{}';
    case 'this':
      return '$this';
    case 'constant':
      return `%${expression.name}`;
    case 'member':
      return `${prefix(expression.of)}${expression.name}`;
    case 'call':
      return `${prefix(expression.of)}${expression.name}(${expression.args.map(brackets).join(', ')})`;
    case 'index':
      return `${brackets(expression.of)}[${brackets(expression.index)}]`;
    case 'negative':
      return `-${brackets(expression.of)}`;
    case 'binary':
      return `(${brackets(expression.left)} ${expression.operator} ${brackets(expression.right)})`;
  }
}
const prefix = (of: Expression | null): string => (of === null ? '' : `${brackets(of)}.`);

describe('precedence (FHIRPath 6.8)', () => {
  test.each([
    ['a or b and c', '(a or (b and c))'],
    ['a implies b or c', '(a implies (b or c))'],
    ['a and b = c', '(a and (b = c))'],
    ['a = b < c', '(a = (b < c))'],
    ['a < b + c', '(a < (b + c))'],
    ['a - b - c', '((a - b) - c)'],
    ['a + b * -c', '(a + (b * -c))'],
    ['(a + b) * c', '((a + b) * c)'],
    ["a.where(b = 'x' and c)[0].d.first()", 'a.where(((b = string:x) and c))[integer:0].d.first()'],
  ])('%s', (path, expected) => {
    expect(brackets(parsePath(path, 'path'))).toBe(expected);
  });
});

describe('literals', () => {
  test.each([
    [String.raw`'it\'s a \"tab\":\t\u00e9'`, 'string:it\'s a "tab":\té'],
    ['12', 'integer:12'],
    ['1.50', 'decimal:1.50'],
    ['true', 'boolean:true'],
    ['@2026-03', 'date:2026-03'],
    ['@2026-03T', 'dateTime:2026-03'],
    ['@2026-03-04T10:00:00.5-05:00', 'dateTime:2026-03-04T10:00:00.5-05:00'],
    ['@T10:00', 'time:10:00'],
    ['%name', '%name'],
    ['{}', '{}'],
    ['`order`.a', 'order.a'],
  ])('%s', (path, expected) => {
    expect(brackets(parsePath(path, 'path'))).toBe(expected);
  });
});

describe('what is no path of a view', () => {
  test.each([
    ['', 'unexpected the end'],
    ['@@', 'cannot be read from character 1 on'],
    ["'open", 'cannot be read from character 1 on'],
    ['a.', 'unexpected the end'],
    ['a b', 'unexpected b'],
    ['a | b', 'cannot be read from character 3 on'],
    ['a.count()', 'calls count(), which views do not have'],
    ['a.toString()', 'calls toString()'],
    ['a.constructor()', 'calls constructor()'],
    ['a.where()', 'gives where() 0 arguments'],
    ['a.$this', 'uses $this'],
    ['$index', 'uses $index'],
    ['a[0', 'lacks "]" before the end'],
    ['a is b', 'unexpected is'],
  ])('%s', (path, message) => {
    expect(() => parsePath(path, 'select[0].column[1].path')).toThrow(ViewError);
    expect(() => parsePath(path, 'select[0].column[1].path')).toThrow(message);
    expect(() => parsePath(path, 'select[0].column[1].path')).toThrow(/^select\[0\]\.column\[1\]\.path: /);
  });
});
