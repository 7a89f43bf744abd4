import { readFile } from 'node:fs/promises';
import { KnowledgeError } from '../errors.ts';

/** A SELECT in a file, with the annotations of an SQL-on-FHIR SQLQuery: @name, @title, @relatedDependency … as <relation>. */
export interface SqlText {
  readonly file: string;
  readonly name: string;
  readonly title: string;
  /** Names of the relations that it reads, views and inputs among them. */
  readonly reads: readonly string[];
  readonly sql: string;
  /** @table: computed once, as it is read more than once. Others are views. */
  readonly isTable: boolean;
}

const ANNOTATION = /^-- @(name|title|relatedDependency) (.+)$/;
const ALIAS = / as ([a-z_]+)$/;

/** Reads one text. Throws KnowledgeError where an annotation is missing or malformed. */
export async function readSqlText(file: URL, shownAs: string): Promise<SqlText> {
  const sql = await readFile(file, 'utf8');
  let [name, title] = ['', ''];
  const reads: string[] = [];
  for (const [index, line] of sql.split('\n').entries()) {
    const [, key, value] = ANNOTATION.exec(line) ?? [];
    if (value === undefined) continue;
    if (key === 'name') name = value;
    else if (key === 'title') title = value;
    else reads.push(aliasOf(value, shownAs, index + 1));
  }
  if (name === '' || title === '') throw new KnowledgeError(shownAs, 1, 'an SQL text needs @name and @title');
  return { file: shownAs, name, title, reads, sql, isTable: /^-- @table$/m.test(sql) };
}

function aliasOf(dependency: string, file: string, line: number): string {
  const alias = ALIAS.exec(dependency)?.[1];
  if (alias === undefined)
    throw new KnowledgeError(file, line, '@relatedDependency needs a canonical and "as <relation>"');
  return alias;
}

/**
 * Texts in an order in which each comes after those that it reads. `given` are relations that are there already.
 * Throws KnowledgeError where a text reads what nobody makes, or where texts read each other in a circle.
 */
export function inReadingOrder(texts: readonly SqlText[], given: ReadonlySet<string>): SqlText[] {
  const byName = new Map(texts.map((text) => [text.name, text]));
  const ordered: SqlText[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (text: SqlText): void => {
    if (state.get(text.name) === 'done') return;
    if (state.get(text.name) === 'open') throw new KnowledgeError(text.file, null, `reads itself, through others`);
    state.set(text.name, 'open');
    for (const read of text.reads) {
      const other = byName.get(read);
      if (other !== undefined) visit(other);
      else if (!given.has(read))
        throw new KnowledgeError(text.file, null, `reads ${read}, which no view, input or text makes`);
    }
    state.set(text.name, 'done');
    ordered.push(text);
  };
  for (const text of texts) visit(text);
  return ordered;
}
