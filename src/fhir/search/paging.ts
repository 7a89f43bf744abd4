import { createHash } from 'node:crypto';
import type { Target } from '../address.ts';
import type { FhirHttp } from '../http.ts';
import { ServerError } from '../server-error.ts';
import { targetOf } from './link.ts';
import { readPage } from './page.ts';
import type { Page } from './page.ts';

/** Pages without any entry, one after another: a server that filters after the fact gives some, no honest one so many. */
const MOST_EMPTY = 1_000;

export interface Paging {
  readonly http: FhirHttp;
  readonly purpose: string;
  readonly aliases: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page, and where the one after it is, to go on from there another time. */
export interface PagedPage extends Page {
  readonly after: Target | null;
  readonly number: number;
}

/**
 * The pages of a search, one after another. The page after the one that is being worked on is already asked for. Throws ServerError:
 * where pages go in a circle, where one can't be had, where one leads to another server.
 */
export async function* pagesOf(first: Target, paging: Paging): AsyncGenerator<PagedPage> {
  const loops = new Loops(paging.purpose);
  let asked: Promise<PagedPage> | null = ask(first, 1, paging, loops);
  while (asked !== null) {
    const page: PagedPage = await asked;
    const { after } = page;
    asked = after === null ? null : ask(after, page.number + 1, paging, loops);
    // Its failure is told when its turn comes.
    asked?.catch(() => undefined);
    yield page;
  }
}

async function ask(target: Target, number: number, paging: Paging, loops: Loops): Promise<PagedPage> {
  const purpose = `${paging.purpose}, page ${number}`;
  const { http, aliases, headers } = paging;
  loops.notePath(target.path);
  const answer = await http.send({
    method: 'GET',
    target,
    purpose,
    headers: { prefer: 'handling=strict', ...headers },
  });
  const page = readPage(answer, purpose);
  loops.notePage(page);
  const after = page.next === null ? null : targetOf(page.next, answer.url, http.base, aliases, purpose);
  return { ...page, after, number };
}

/** Notices where pages come again: by their address, or, where each has a new one, by what is on them. */
class Loops {
  readonly #purpose: string;
  readonly #seen = new Set<string>();
  #empty = 0;

  constructor(purpose: string) {
    this.#purpose = purpose;
  }

  notePath(path: string): void {
    this.#note(`path ${path}`);
  }

  notePage({ entries }: Page): void {
    this.#empty = entries.length === 0 ? this.#empty + 1 : 0;
    if (this.#empty > MOST_EMPTY) throw this.#loop();
    if (entries.length === 0) return;
    const hash = createHash('sha1');
    for (const { line } of entries) hash.update(line).update('\n');
    this.#note(hash.digest('base64'));
  }

  #note(text: string): void {
    const key = text.length > 28 ? createHash('sha1').update(text).digest('base64') : text;
    if (this.#seen.has(key)) throw this.#loop();
    this.#seen.add(key);
  }

  #loop(): ServerError {
    return new ServerError('untrusted', this.#purpose, 'the pages go in a circle: the server repeats itself');
  }
}
