import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { TextFile } from '../lake/text-file.ts';

/** So many lines are sorted at once. */
const AT_ONCE = 50_000;
const CHUNK_BYTES = 256 * 1024;

/**
 * Lines of a file that come in another order than they stand in: they are sorted in runs that fit into memory, which are then
 * merged. Whole lines sort as their columns do, since a comma comes before whatever a name is made of.
 */
export class SortedLines {
  readonly #folder: string;
  readonly #name: string;
  readonly #atOnce: number;
  #lines: string[] = [];
  #runs: string[] = [];

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
    if (this.#runs.length > 0) await this.#endRun();
    const file = await TextFile.open(path);
    try {
      file.add(`${header}\n`);
      for await (const line of this.#runs.length > 0 ? merged(this.#runs) : sorted(this.#lines)) {
        file.add(`${line}\n`);
        if (file.isFull) await file.flush();
      }
    } finally {
      await file.close();
    }
  }

  async #endRun(): Promise<void> {
    const path = join(this.#folder, `${this.#name}-${this.#runs.length}`);
    const file = await TextFile.open(path);
    for (const line of sorted(this.#lines)) file.add(`${line}\n`);
    await file.close();
    this.#runs.push(path);
    this.#lines = [];
  }
}

function sorted(lines: string[]): string[] {
  return lines.sort((a, b) => (a < b ? -1 : 1));
}

async function* merged(paths: readonly string[]): AsyncGenerator<string> {
  let runs = await Promise.all(paths.map((path) => LineRun.open(path)));
  try {
    for (;;) {
      const [least, second] = leastTwo(runs);
      if (least === undefined) return;
      // lines of a member stand together, so the same run is mostly the next as well
      do {
        yield least.line;
        if (!least.advance()) await least.refill();
      } while (!least.isOver && (second === undefined || least.line < second.line));
      if (least.isOver) {
        await least.close();
        runs = runs.filter((run) => !run.isOver);
      }
    }
  } finally {
    for (const run of runs) await run.close();
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
