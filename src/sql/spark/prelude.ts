import { readFile } from 'node:fs/promises';

interface Macro {
  readonly parameters: readonly string[];
  readonly body: readonly string[];
}

const TOKEN = /--[^\n]*|'(?:[^']|'')*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_]*|\s+|[^]/g;
const STATEMENT = /^create (?:(macro) (\w+)\(([\w, ]*)\) as )?/;

/** The names that all SQL relies on, as Spark gets them: some as functions of the session, most put into the texts. */
export class Prelude {
  /** Statements that a session runs before anything else. */
  readonly statements: readonly string[];
  readonly #macros: ReadonlyMap<string, Macro>;

  private constructor(statements: readonly string[], macros: ReadonlyMap<string, Macro>) {
    this.statements = statements;
    this.#macros = macros;
  }

  static async read(): Promise<Prelude> {
    const text = await readFile(new URL('prelude.sql', import.meta.url), 'utf8');
    const statements: string[] = [];
    const macros = new Map<string, Macro>();
    for (const sql of statementsOf(text)) {
      const [head = '', macro, name = '', parameters = ''] = STATEMENT.exec(sql) ?? [];
      if (macro === undefined) statements.push(sql);
      else macros.set(name, { parameters: parameters.split(', '), body: tokensOf(onOneLine(sql.slice(head.length))) });
    }
    return new Prelude(statements, macros);
  }

  /** A text with what the macros stand for in place of their calls. Its lines stay where they are. Throws TypeError for a call with too few arguments. */
  expand(sql: string): string {
    return this.#expand(tokensOf(sql)).join('');
  }

  #expand(tokens: readonly string[]): string[] {
    const expanded: string[] = [];
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at] ?? '';
      const macro = tokens[at + 1] === '(' ? this.#macros.get(token) : undefined;
      if (macro === undefined) {
        expanded.push(token);
        continue;
      }
      const end = closing(tokens, at + 1);
      const given = argumentsOf(tokens.slice(at + 2, end)).map((argument) => this.#expand(argument));
      if (given.length !== macro.parameters.length)
        throw new TypeError(`${token} takes ${macro.parameters.length} arguments`);
      const values = new Map(
        macro.parameters.map((name, index) => [name, `(${(given[index] ?? []).join('').trim()})`]),
      );
      const body = macro.body.map((part) => values.get(part) ?? part);
      expanded.push('(', ...this.#expand(body.flatMap(tokensOf)), ')');
      at = end;
    }
    return expanded;
  }
}

function tokensOf(sql: string): string[] {
  return sql.match(TOKEN) ?? [];
}

/** Statements without their comments. */
function statementsOf(text: string): string[] {
  const code = text.replace(/^--.*$/gm, '');
  return code
    .split(/;\s*(?:\n|$)/)
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '');
}

function onOneLine(sql: string): string {
  return sql.replace(/\s*\n\s*/g, ' ');
}

/** Where the parenthesis that opens at `open` closes. */
function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === '(') depth++;
    if (tokens[at] === ')' && --depth === 0) return at;
  }
  throw new TypeError('a parenthesis is not closed');
}

/** What stands between the commas of a call. */
function argumentsOf(tokens: readonly string[]): string[][] {
  const found: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (token === ',' && depth === 0) found.push([]);
    else found.at(-1)?.push(token);
  }
  return found;
}
