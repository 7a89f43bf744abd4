import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { TextFile } from '../lake/text-file.ts';

/** So many lines are sorted at once. */
const AT_ONCE = 50_000;
const CHUNK_BYTES = 256 * 1024;

/** So many runs are merged into one, so that few are open at a time, however many lines there are. */
const RUNS_AT_ONCE = 32;

/**
 * Lines of a file that come in another order than they stand in: they are sorted in runs that fit into memory, which are then
 * merged. Whole lines sort as their columns do, since a comma comes before whatever a name is made of.
 */
export class SortedLines {
  readonly #folder: string;
  readonly #name: string;
  readonly #atOnce: number;
  #lines: string[] = [];
  /** Paths of runs, by how often what is in them was merged. */
  readonly #runs: string[][] = [];
  #count = 0;

  /** `folder` takes the runs; their names begin with `name`. */
  constructor(folder: string, name: string, atOnce = AT_ONCE) {
    this.#folder = folder;
    this.#name = name;
    this.#atOnce = atOnce;
  }

  add(line: string): void {
    this.#lines.push(line);
  }

  /** Writes a run where many lines have been gathered. */
  async settle(): Promise<void> {
    if (this.#lines.length >= this.#atOnce) await this.#endRun();
  }

  async write(path: string, header: string): Promise<void> {
    if (this.#count > 0 && this.#lines.length > 0) await this.#endRun();
    const runs = this.#runs.flat();
    await writeLines(path, runs.length > 0 ? merged(runs) : sorted(this.#lines), `${header}\n`);
  }

  async #endRun(): Promise<void> {
    const path = this.#nextPath();
    await writeLines(path, sorted(this.#lines));
    this.#lines = [];
    await this.#keep(path, 0);
  }

  async #keep(path: string, level: number): Promise<void> {
    const runs = (this.#runs[level] ??= []);
    runs.push(path);
    if (runs.length < RUNS_AT_ONCE) return;
    const whole = this.#nextPath();
    await writeLines(whole, merged(runs));
    for (const run of runs.splice(0)) await rm(run);
    await this.#keep(whole, level + 1);
  }

  #nextPath(): string {
    return join(this.#folder, `${this.#name}-${this.#count++}`);
  }
}

async function writeLines(path: string, lines: Iterable<string> | AsyncIterable<string>, start = ''): Promise<void> {
  const file = await TextFile.open(path);
  try {
    file.add(start);
    for await (const line of lines) {
      file.add(`${line}\n`);
      if (file.isFull) await file.flush();
    }
  } finally {
    await file.close();
  }
}

function sorted(lines: string[]): string[] {
  return lines.sort((a, b) => (a < b ? -1 : 1));
}

async function* merged(paths: readonly string[]): AsyncGenerator<string> {
  const opened = await Promise.all(paths.map((path) => LineRun.open(path)));
  let runs = opened;
  try {
    for (;;) {
      const [least, second] = leastTwo(runs);
      if (least === undefined) return;
      // lines of a member stand together, so the same run is mostly the next as well
      do {
        yield least.line;
        if (!least.advance()) await least.refill();
      } while (!least.isOver && (second === undefined || least.line < second.line));
      if (least.isOver) runs = runs.filter((run) => !run.isOver);
    }
  } finally {
    for (const run of opened) await run.close();
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

/** A sorted file, line by line; the disk is asked once for many lines. */
class LineRun {
  /** The line it is at; empty where it is over. */
  line = '';
  isOver = false;
  readonly #file: FileHandle;
  readonly #decoder = new StringDecoder('utf8');
  readonly #bytes = Buffer.allocUnsafe(CHUNK_BYTES);
  #lines: string[] = [];
  #next = 0;
  /** The beginning of a line that goes on in the next chunk. */
  #rest = '';

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<LineRun> {
    const run = new LineRun(await open(path));
    await run.refill();
    return run;
  }

  /** False where the disk has to be asked first. */
  advance(): boolean {
    const next = this.#lines[this.#next++];
    if (next === undefined) return false;
    this.line = next;
    return true;
  }

  /** Asks the disk for lines, and goes on to the first of them. */
  async refill(): Promise<void> {
    do {
      const { bytesRead } = await this.#file.read(this.#bytes, 0, CHUNK_BYTES);
      if (bytesRead === 0) {
        this.isOver = true;
        this.line = '';
        return;
      }
      const lines = (this.#rest + this.#decoder.write(this.#bytes.subarray(0, bytesRead))).split('\n');
      this.#rest = lines.pop() ?? '';
      [this.#lines, this.#next] = [lines, 0];
    } while (!this.advance());
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
