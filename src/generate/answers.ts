import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Account } from './account.ts';
import { dateOf } from './calendar.ts';
import type { Service } from './codes.ts';
import { TextFile } from '../lake/text-file.ts';
import { cell } from './extract-files.ts';
import { outcomeOf } from './truth.ts';
import type { Truth } from './truth.ts';

const HEADER = 'specification,member,provider,start_date,end_date,outcome\n';
/** So many lines are sorted at once. */
const AT_ONCE = 50_000;

/** Days in a row of one outcome. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly truth: Truth;
}

/** Maximal: neighbours differ, or have days between them that are none of an episode. */
export function spansOf(days: ReadonlyMap<number, Truth>): Span[] {
  const spans: Span[] = [];
  for (const [day, truth] of days) {
    const before = spans.at(-1);
    if (before !== undefined && before.last === day - 1 && before.truth === truth)
      spans[spans.length - 1] = { ...before, last: day };
    else spans.push({ first: day, last: day, truth });
  }
  return spans;
}

/** How `check` names things. */
export interface Names {
  /** Service → the specifications that judge it. */
  readonly specifications: Readonly<Record<Service, readonly string[]>>;
  /** Key of a member in the extracts → `Patient/id`. */
  readonly memberReference: (key: string) => string;
  /** Key of an organization → `Organization/id`. */
  readonly organizationReference: (key: string) => string;
}

/**
 * `answers.csv`, ordered as `check` orders: by specification, member, provider and date. Members come in another order than their
 * references do, so lines are sorted in runs that fit into memory, which are then merged.
 */
export class Answers {
  readonly #folder: string;
  readonly #names: Names;
  readonly #atOnce: number;
  #lines: string[] = [];
  #runs: string[] = [];

  /** `folder` takes the runs. */
  constructor(folder: string, names: Names, atOnce = AT_ONCE) {
    this.#folder = folder;
    this.#names = names;
    this.#atOnce = atOnce;
  }

  add(member: string, accounts: readonly Account[]): void {
    if (accounts.length === 0) return;
    const reference = this.#names.memberReference(member);
    for (const { service, provider, days } of accounts) {
      const organization = this.#names.organizationReference(provider.id);
      for (const specification of this.#names.specifications[service])
        for (const { first, last, truth } of spansOf(days))
          this.#lines.push(
            `${[specification, reference, organization].map(cell).join(',')},${dateOf(first)},${dateOf(last)},${outcomeOf(truth)}`,
          );
    }
  }

  /** Writes a run where many lines have been gathered. */
  async settle(): Promise<void> {
    if (this.#lines.length >= this.#atOnce) await this.#endRun();
  }

  async write(path: string): Promise<void> {
    if (this.#runs.length > 0) await this.#endRun();
    const file = await TextFile.open(path);
    try {
      file.add(HEADER);
      for await (const line of this.#runs.length > 0 ? merged(this.#runs) : sorted(this.#lines)) {
        file.add(`${line}\n`);
        if (file.isFull) await file.flush();
      }
    } finally {
      await file.close();
    }
  }

  async #endRun(): Promise<void> {
    const path = join(this.#folder, `answers-${this.#runs.length}`);
    const file = await TextFile.open(path);
    for (const line of sorted(this.#lines)) file.add(`${line}\n`);
    await file.close();
    this.#runs.push(path);
    this.#lines = [];
  }
}

/** By columns: a comma comes before whatever a name is made of, so whole lines sort as their columns do. */
function sorted(lines: string[]): string[] {
  return lines.sort((a, b) => (a < b ? -1 : 1));
}

async function* merged(paths: readonly string[]): AsyncGenerator<string> {
  let runs = await Promise.all(paths.map((path) => LineRun.open(path)));
  for (;;) {
    const [least, second] = leastTwo(runs);
    if (least === undefined) return;
    // lines of a member stand together, so the same run is mostly the next as well
    do {
      yield least.line;
      await least.advance();
    } while (!least.isOver && (second === undefined || least.line < second.line));
    if (least.isOver) runs = runs.filter((run) => !run.isOver);
  }
}

function leastTwo(runs: readonly LineRun[]): readonly (LineRun | undefined)[] {
  return runs.reduce<readonly LineRun[]>((two, run) => {
    const [least, second] = two;
    if (least === undefined) return [run];
    if (run.line < least.line) return [run, least];
    return second === undefined || run.line < second.line ? [least, run] : two;
  }, []);
}

/** A sorted file, line by line. */
class LineRun {
  /** The line it is at; empty where it is over. */
  line = '';
  isOver = false;
  readonly #lines: AsyncIterator<string>;

  private constructor(path: string) {
    this.#lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity })[Symbol.asyncIterator]();
  }

  static async open(path: string): Promise<LineRun> {
    const run = new LineRun(path);
    await run.advance();
    return run;
  }

  async advance(): Promise<void> {
    const next = await this.#lines.next();
    this.isOver = next.done === true;
    this.line = next.done === true ? '' : next.value;
  }
}
