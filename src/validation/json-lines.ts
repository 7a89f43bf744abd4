/** Where in a JSON text an element stands. */

const STEP = /\.(\w+)(?:\.ofType\((\w+)\))?|\[(\d+)\]/g;

/** Line (from 1) of the element that an expression of ours names, or of the nearest one above it that is there. */
export function lineOf(text: string, expression: string): number {
  let at = skipSpace(text, 0);
  for (const [, name, type, index] of expression.matchAll(STEP)) {
    const next = index === undefined ? memberAt(text, at, keyOf(name ?? '', type)) : itemAt(text, at, Number(index));
    if (next === null) break;
    at = next;
  }
  return lineAt(text, at);
}

function keyOf(name: string, type: string | undefined): string {
  return type === undefined ? name : name + type.charAt(0).toUpperCase() + type.slice(1);
}

function lineAt(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Where the value of a member begins, in the object that begins at `at`. */
function memberAt(text: string, at: number, key: string): number | null {
  if (text[at] !== '{') return null;
  let next = skipSpace(text, at + 1);
  let companion: number | null = null;
  while (text[next] === '"') {
    const end = endOfValue(text, next);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    const found = text.slice(next + 1, end - 1);
    if (found === key) return value;
    if (found === `_${key}`) companion = value;
    next = afterComma(text, endOfValue(text, value));
  }
  return companion;
}

function itemAt(text: string, at: number, index: number): number | null {
  if (text[at] !== '[') return null;
  let next = skipSpace(text, at + 1);
  for (let item = 0; item < index; item++) {
    if (text[next] === ']' || next >= text.length) return null;
    next = afterComma(text, endOfValue(text, next));
  }
  return text[next] === ']' ? null : next;
}

function afterComma(text: string, end: number): number {
  const comma = skipSpace(text, end);
  return text[comma] === ',' ? skipSpace(text, comma + 1) : comma;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  return at;
}

/** Index after the value that begins at `at`, of valid JSON. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  for (let next = at; next < text.length; next++) {
    const char = text[next];
    if (char === '"') {
      next = endOfString(text, next);
      if (depth === 0) return next + 1;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      if (depth <= 1) return depth === 0 ? next : next + 1;
      depth--;
    } else if (depth === 0 && (char === ',' || char === '\n' || char === ' ' || char === '\r' || char === '\t'))
      return next;
  }
  return text.length;
}

function endOfString(text: string, at: number): number {
  let next = at + 1;
  while (next < text.length && text[next] !== '"') next += text[next] === '\\' ? 2 : 1;
  return next;
}
