/** SQL without comments, its texts kept apart: enough to see what a text reads and calls, not a parser. */
export interface SqlTokens {
  /** Words, numbers and signs, in order, lower case; a text literal is `''`. */
  readonly words: readonly string[];
  /** Contents of text literals. */
  readonly texts: readonly string[];
}

const TOKEN = /--[^\n]*|'((?:[^']|'')*)'|"[^"]*"|[a-z_][a-z0-9_]*|\d+(?:\.\d+)?|\s+|[^\s]/gi;

export function tokensOf(sql: string): SqlTokens {
  const words: string[] = [];
  const texts: string[] = [];
  for (const [token, text] of sql.matchAll(TOKEN)) {
    if (token.startsWith('--') || token.trim() === '') continue;
    if (text !== undefined) texts.push(text);
    words.push(text === undefined ? token.toLowerCase() : "''");
  }
  return { words, texts };
}

/** Relations that a text reads: names after FROM and JOIN that it doesn't make itself. */
export function readsOf({ words }: SqlTokens): Set<string> {
  const own = new Set(words.filter((word, at) => isName(word) && words[at + 1] === 'as' && words[at + 2] === '('));
  const read = words.filter((word, at) => {
    const before = words[at - 1];
    if (!isName(word) || words[at + 1] === '(' || word === 'lateral') return false;
    // `is [not] distinct from x` reads no relation
    return before === 'join' || (before === 'from' && words[at - 2] !== 'distinct');
  });
  return new Set(read.filter((name) => !own.has(name)));
}

/** Words that stand before a parenthesis and call nothing. */
const GRAMMAR = new Set(
  'as in over values exists and or not on when then else from join by select where using varchar filter lateral any with union all distinct having case is between like'.split(
    ' ',
  ),
);

export function functionsOf({ words }: SqlTokens): Set<string> {
  return new Set(words.filter((word, at) => isName(word) && words[at + 1] === '(' && !GRAMMAR.has(word)));
}

function isName(word: string): boolean {
  return /^[a-z_]/.test(word);
}
