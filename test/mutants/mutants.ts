/** Boundary mutants: an SQL text with one comparison, or one step of one day, changed. */

export interface Mutant {
  /** The file of the text. */
  readonly file: string;
  readonly line: number;
  /** What is changed into what, with what stands around it; unique in its file. */
  readonly change: string;
  readonly sql: string;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /--[^\n]*|'(?:[^']|'')*'|[a-z_][a-z0-9_.]*|\d+|<=|>=|<>|\|\||[^\s]/gi;
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<='],
  '<=': ['<'],
  '>': ['>='],
  '>=': ['>'],
  '=': ['<=', '>='],
  '<>': ['<', '>'],
};
/** Columns of dates and of what is counted, by their names: an equality of anything else has no side. */
const ORDERED =
  /(?:^|\.)(?:date|\w+_date|\w+_day|as_of|deadline|earliest|not_after|\w+_meeting|\w+_deadline|\w+_certain|certain_\w+|(?:end|until)_(?:first|last)|severity|other_severity)$/;
/** Literals beyond which there is nothing: one side of an equality with them is empty. */
const [LEAST, GREATEST] = [new Set(['0', "'0001-01-01'"]), new Set(["'9999-12-31'"])];
/** Where an operand of a comparison ends, on either side. */
const EDGE = new Set(
  'and or not on when then else case where having select from join left cross semi anti end as qualify union group order by , ;'.split(
    ' ',
  ),
);

/** Every mutant of a text, in the order of its places. */
export function mutantsOf({ file, sql }: { readonly file: string; readonly sql: string }): Mutant[] {
  const tokens = [...sql.matchAll(TOKEN)]
    .map((match): Token => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
    .filter(({ text }) => !text.startsWith('--'));
  const drafts = tokens.flatMap((token, at) =>
    [...comparisons(tokens, at), ...steps(tokens, at)].map((other) => ({ token, at, other })),
  );
  const seen = new Map<string, number>();
  return drafts.map(({ token, at, other }) => {
    // what stands around a step within a call is what stands around the call
    const anchor = isArgument(tokens, at) ? openingOf(tokens, at) - 1 : at;
    const [left, right] = [operandStart(tokens, anchor), operandEnd(tokens, anchor)];
    const around = (from: number, to: number): string => sql.slice(from, to).replace(/\s+/g, ' ');
    const plain = `${around(left, right)} → ${around(left, token.start)}${other}${around(token.end, right)}`;
    const count = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, count);
    return {
      file,
      line: sql.slice(0, token.start).split('\n').length,
      change: count === 1 ? plain : `${plain} #${count}`,
      sql: sql.slice(0, token.start) + other + sql.slice(token.end),
    };
  });
}

function comparisons(tokens: readonly Token[], at: number): readonly string[] {
  const operator = tokens[at]?.text ?? '';
  const others = OTHERS[operator] ?? [];
  if (operator !== '=' && operator !== '<>') return others;
  if (!isOrdered(tokens, at - 1) && !isOrdered(tokens, at + 1)) return [];
  const [next = '', after = ''] = [tokens[at + 1]?.text, tokens[at + 2]?.text];
  const literal = next === 'date' ? after : next;
  if (LEAST.has(literal)) return [operator === '=' ? '>=' : '<'];
  if (GREATEST.has(literal)) return [operator === '=' ? '<=' : '>'];
  return others;
}

/** Whether the operand that begins or ends there has an order: a date, a number, or a size. */
function isOrdered(tokens: readonly Token[], at: number): boolean {
  const text = tokens[at]?.text ?? '';
  if (/^\d+$/.test(text) || ORDERED.test(text)) return true;
  if (text === 'date' || (text.startsWith("'") && tokens[at - 1]?.text === 'date')) return true;
  const called = text === ')' ? (tokens[openingOf(tokens, at) - 1]?.text ?? '') : text;
  return /^(list_size|count|add_days)$/.test(called);
}

/** A step of one: `add_days(x, 1)`, `add_days(x, -1)`, `x + 1`, `x - 1`. */
function steps(tokens: readonly Token[], at: number): readonly string[] {
  if (tokens[at]?.text !== '1') return [];
  const before = tokens[at - 1]?.text ?? '';
  const isSigned = before === '+' || before === '-';
  const first = isSigned ? at - 1 : at;
  if (tokens[first - 1]?.text === ',') {
    const isDayStep = tokens[openingOf(tokens, first) - 1]?.text === 'add_days' && tokens[at + 1]?.text === ')';
    return isDayStep ? ['0', '2'] : [];
  }
  return isSigned && tokens[first - 1]?.text !== '(' ? ['0', '2'] : [];
}

function isArgument(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === '1' && [tokens[at - 1]?.text, tokens[at - 2]?.text].includes(',');
}

/** The parenthesis that is open there, or that a closing one there closes. */
function openingOf(tokens: readonly Token[], at: number): number {
  let depth = tokens[at]?.text === ')' ? 0 : 1;
  for (let index = at; index >= 0; index--) {
    if (tokens[index]?.text === ')') depth++;
    if (tokens[index]?.text === '(' && --depth === 0) return index;
  }
  return -1;
}

function operandStart(tokens: readonly Token[], at: number): number {
  return tokens[edge(tokens, at, -1)]?.start ?? 0;
}

function operandEnd(tokens: readonly Token[], at: number): number {
  return tokens[edge(tokens, at, 1)]?.end ?? 0;
}

/** The last token of the expression around a place, in one direction. */
function edge(tokens: readonly Token[], at: number, step: 1 | -1): number {
  const [opens, closes] = step === 1 ? ['(', ')'] : [')', '('];
  let depth = 0;
  let index = at;
  for (; ; index += step) {
    const next = tokens[index + step]?.text;
    if (next === undefined || (depth === 0 && (EDGE.has(next) || next === closes))) return index;
    if (next === opens) depth++;
    if (next === closes) depth--;
  }
}
