import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { distinctGaps } from '../issue.ts';
import type { Gap, Issue } from '../issue.ts';
import type { Line } from '../line-reader.ts';
import { readLine } from './resource-line.ts';
import { StagedType } from './staged-type.ts';

/** What could not be kept of a type. */
export interface Quarantine {
  count: number;
  gaps: Gap[];
  issues: Issue[];
}

/** Issues of one type beyond this are counted, not listed. */
const MOST_ISSUES = 1_000;

/** Where resources go that a pull receives, before they are a lake. */
export class Staging {
  readonly #types = new Map<string, StagedType>();
  readonly #quarantines: Map<string, Quarantine>;

  private constructor(quarantines: ReadonlyMap<string, Quarantine>) {
    this.#quarantines = new Map(quarantines);
  }

  /** `lengths`: for each type, how much of its file was noted as received. Throws EnvironmentError. */
  static async open(
    folder: string,
    lengths: ReadonlyMap<string, number>,
    quarantines: ReadonlyMap<string, Quarantine>,
  ): Promise<Staging> {
    await mkdir(folder, { recursive: true });
    const staging = new Staging(quarantines);
    for (const [type, length] of lengths)
      staging.#types.set(type, await StagedType.open(type, join(folder, `${type}.ndjson`), length));
    return staging;
  }

  type(type: string): StagedType {
    const staged = this.#types.get(type);
    if (staged === undefined) throw new TypeError(`${type} was not opened`);
    return staged;
  }

  has(type: string): boolean {
    return this.#types.has(type);
  }

  lengths(): Record<string, number> {
    return Object.fromEntries([...this.#types].map(([type, staged]) => [type, staged.length]));
  }

  quarantine(type: string): Quarantine {
    return this.#quarantines.get(type) ?? { count: 0, gaps: [], issues: [] };
  }

  /** Takes a line that should be a resource of a type; `file` is where it came from, as a person knows it. False where it is blank. Only for an id that is there already it takes a moment. */
  receive(type: string, line: Line, file: string): boolean | Promise<boolean> {
    const read = readLine(line, type);
    if (read.kind === 'blank') return false;
    if (read.kind === 'bad') {
      const { code, message } = read.fault;
      this.refuse(
        type,
        { file, line: line.number, resource: read.resource, code, severity: 'error', message },
        read.gaps.filter(({ resourceType }) => resourceType === type).map(({ subject }) => subject),
      );
    } else {
      const staged = this.type(type);
      if (!staged.add(read.id, line.bytes)) return staged.settle(read.id, line.bytes).then(() => true);
    }
    return true;
  }

  /** Notes what could not be kept, and whom it was about; null: nobody knows. */
  refuse(type: string, issue: Issue, subjects: readonly (string | null)[]): void {
    const { count, gaps, issues } = this.quarantine(type);
    const about = subjects.length === 0 ? [null] : subjects;
    this.#quarantines.set(type, {
      count: count + 1,
      gaps: distinctGaps([...gaps, ...about.map((subject) => ({ resourceType: type, subject }))]),
      issues: issues.length < MOST_ISSUES ? [...issues, issue] : issues,
    });
  }

  /** Writes what waits: much of it, or all. */
  async flush(all = false): Promise<void> {
    await Promise.all([...this.#types.values()].map((staged) => staged.flush(all)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#types.values()].map((staged) => staged.close()));
  }
}
