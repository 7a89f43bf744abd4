export type JsonObject = Readonly<Record<string, unknown>>;

/** Nesting of a resource beyond this is no resource but an attack; FHIR's own deepest structures stay under 40. */
export const MAX_DEPTH = 100;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON's white space (RFC 8259, section 2). */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Parsed JSON, or undefined where it is none. V8's message quotes the text, which may be PHI: it goes no further. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** What a text looks like from outside its strings. */
export interface Skeleton {
  /** Of valid JSON: how many members all of its objects have, repeated ones included. */
  members: number;
  depth: number;
  /** Ends inside a string, an object or an array. */
  isCutOff: boolean;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** JSON.parse keeps the last of repeated keys and says nothing; whoever compares this count with what it kept can tell. */
export function skeletonOf(text: string): Skeleton {
  let members = 0;
  let open = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      at = endOfString(text, at + 1);
      if (at < 0) return { members, depth, isCutOff: true };
    } else if (char === COLON) members++;
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) depth = Math.max(depth, ++open);
    else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) open--;
  }
  return { members, depth, isCutOff: open > 0 };
}

/** Index of the quote that ends the string whose text begins at `from`, or -1. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end > from && text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end, from))
    end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - backslashes > from && text.charCodeAt(at - backslashes - 1) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

/** The same whatever the order of the members: equal for texts that are equal once parsed. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}
