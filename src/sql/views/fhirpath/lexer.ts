import { ViewError } from '../error.ts';
import type { Literal } from './ast.ts';

export type Token =
  | { readonly kind: 'literal'; readonly type: Literal['type']; readonly text: string }
  | { readonly kind: 'name' | 'quotedName' | 'constant' | 'symbol'; readonly text: string }
  | { readonly kind: 'end'; readonly text: 'the end' };

const STRING_BODY = String.raw`(?:[^'\\]|\\.)*`;
const QUOTED_NAME_BODY = String.raw`(?:[^${'`'}\\]|\\.)+`;
const DATE = String.raw`\d{4}(?:-\d{2}(?:-\d{2})?)?`;
const TIME = String.raw`\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?`;
/** One alternative per kind of token; the name of the group that matched tells which. */
const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    `'(?<string>${STRING_BODY})'`,
    '`(?<quotedName>' + QUOTED_NAME_BODY + ')`',
    String.raw`@T(?<time>${TIME})`,
    String.raw`@(?<dateTime>${DATE}T(?:${TIME}(?:Z|[+-]\d{2}:\d{2})?)?)`,
    String.raw`@(?<date>${DATE})`,
    String.raw`(?<decimal>\d+\.\d+)`,
    String.raw`(?<integer>\d+)`,
    String.raw`%(?<constant>[A-Za-z][A-Za-z0-9_]*)`,
    String.raw`(?<name>\$?[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<symbol>!=|<=|>=|[.,()[\]{}=<>+\-*/&])`,
  ].join('|'),
  'suy',
);
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/gsu;
const ESCAPED = new Map([
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Tokens of a FHIRPath expression, `end` last. Throws ViewError that names `element` where a character starts no token. */
export function tokenize(path: string, element: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < path.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(path);
    if (match?.groups === undefined)
      throw new ViewError(element, `"${path}" cannot be read from character ${position + 1} on`);
    position += match[0].length;
    const token = tokenOf(match.groups);
    if (token !== null) tokens.push(token);
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token | null {
  const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined) ?? ['space', ''];
  switch (kind) {
    case 'string':
      return { kind: 'literal', type: kind, text: unescape(text ?? '') };
    case 'integer':
    case 'decimal':
    case 'date':
    case 'time':
      return { kind: 'literal', type: kind, text: text ?? '' };
    case 'dateTime':
      // `@2026-03T` says "a dateTime known to the month": the value is 2026-03.
      return { kind: 'literal', type: kind, text: (text ?? '').replace(/T$/, '') };
    case 'quotedName':
      return { kind, text: unescape(text ?? '') };
    case 'name':
      if (text === 'true' || text === 'false') return { kind: 'literal', type: 'boolean', text };
      return { kind, text: text ?? '' };
    case 'constant':
    case 'symbol':
      return { kind, text: text ?? '' };
    default:
      return null;
  }
}

function unescape(text: string): string {
  return text.replace(ESCAPE, (_, code: string | undefined, char: string) =>
    code === undefined ? (ESCAPED.get(char) ?? char) : String.fromCharCode(parseInt(code, 16)),
  );
}
