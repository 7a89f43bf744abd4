/** Where, in the text of a Bundle, the resource of each entry stands; null for an entry without one. */
export interface PageScan {
  readonly resources: readonly (Span | null)[];
  /** The text with a zero in place of each resource: JSON where the rest of the page is. */
  readonly rest: string;
  /** Of the whole text. */
  readonly depth: number;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Finds the resources of a Bundle in its text, so that each can be kept byte for byte: parsing and writing again would make `0.1`
 * of `0.10`. What is between them, and they themselves, is still to be read as JSON. Throws SyntaxError where a value doesn't end.
 */
export function scanPage(text: string): PageScan {
  const scan = new Scan(text);
  if (scan.peek() !== OPEN_BRACE) throw new SyntaxError('no object');
  scan.members((key) => {
    if (key !== 'entry' || scan.peek() !== OPEN_BRACKET) return false;
    scan.elements(() => {
      scan.resources.push(scan.entry());
    });
    return true;
  });
  return { resources: scan.resources, rest: restOf(text, scan.resources), depth: scan.depth };
}

function restOf(text: string, resources: readonly (Span | null)[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const span of resources) {
    if (span === null) continue;
    parts.push(text.slice(at, span.start));
    at = span.end;
  }
  return [...parts, text.slice(at)].join('0');
}

class Scan {
  readonly resources: (Span | null)[] = [];
  depth = 0;
  readonly #text: string;
  #at = 0;
  #open = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next character that isn't white space. */
  peek(): number {
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text.charCodeAt(this.#at);
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return char;
    }
    throw new SyntaxError('cut off');
  }

  /** Walks over an object. `take` is told each key, with its value next; true where it has passed over the value itself. */
  members(take: (key: string) => boolean): void {
    this.#enter();
    while (this.peek() !== CLOSE_BRACE) {
      if (this.peek() === COMMA) this.#at++;
      if (this.peek() !== QUOTE) throw new SyntaxError('no key');
      const start = this.#at + 1;
      this.#passString();
      const key = this.#text.slice(start, this.#at - 1);
      if (this.peek() === COLON) this.#at++;
      this.peek();
      if (!take(key)) this.#passValue();
    }
    this.#leave();
  }

  /** Walks over a list. `take` passes over each element, which is next. */
  elements(take: () => void): void {
    this.#enter();
    while (this.peek() !== CLOSE_BRACKET) {
      if (this.peek() === COMMA) this.#at++;
      this.peek();
      take();
    }
    this.#leave();
  }

  entry(): Span | null {
    if (this.peek() !== OPEN_BRACE) {
      this.#passValue();
      return null;
    }
    const spans: Span[] = [];
    this.members((key) => {
      if (key !== 'resource' || this.peek() !== OPEN_BRACE) return false;
      const start = this.#at;
      this.#passValue();
      spans.push({ start, end: this.#at });
      return true;
    });
    if (spans.length > 1) throw new SyntaxError('two resources in an entry');
    return spans[0] ?? null;
  }

  #enter(): void {
    this.#at++;
    this.depth = Math.max(this.depth, ++this.#open);
  }

  #leave(): void {
    this.#at++;
    this.#open--;
  }

  #passValue(): void {
    const outer = this.#open;
    do {
      if (this.#at >= this.#text.length) throw new SyntaxError('cut off');
      const char = this.#text.charCodeAt(this.#at);
      if (char === QUOTE) {
        this.#passString();
        continue;
      }
      if (char === OPEN_BRACE || char === OPEN_BRACKET) this.depth = Math.max(this.depth, ++this.#open);
      else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) this.#open--;
      this.#at++;
    } while (this.#open > outer || this.#isInScalar());
  }

  /** Whether a number, true, false or null goes on. */
  #isInScalar(): boolean {
    const before = this.#text.charCodeAt(this.#at - 1);
    if (before === QUOTE || before === CLOSE_BRACE || before === CLOSE_BRACKET) return false;
    const char = this.#text.charCodeAt(this.#at);
    return char !== COMMA && char !== CLOSE_BRACE && char !== CLOSE_BRACKET && char > 0x20;
  }

  #passString(): void {
    const start = this.#at + 1;
    let end = this.#text.indexOf('"', start);
    while (end > start && this.#text.charCodeAt(end - 1) === BACKSLASH && this.#isEscaped(end, start))
      end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw new SyntaxError('cut off');
    this.#at = end + 1;
  }

  #isEscaped(at: number, from: number): boolean {
    let backslashes = 0;
    while (at - backslashes > from && this.#text.charCodeAt(at - backslashes - 1) === BACKSLASH) backslashes++;
    return backslashes % 2 === 1;
  }
}
