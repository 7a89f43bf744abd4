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

/** The same while it grows. */
interface Refused {
  count: number;
  readonly subjects: Set<string | null>;
  readonly issues: Issue[];
}

/** Issues of one type beyond this are counted, not listed. */
const MOST_ISSUES = 1_000;

/** Where resources go that a pull receives, before they are a lake. */
export class Staging {
  readonly #types = new Map<string, StagedType>();
  readonly #refused: ReadonlyMap<string, Refused>;

  private constructor(types: Iterable<string>, quarantines: ReadonlyMap<string, Quarantine>) {
    this.#refused = new Map(
      [...new Set([...types, ...quarantines.keys()])].map((type) => {
        const { count = 0, gaps = [], issues = [] } = quarantines.get(type) ?? {};
        return [type, { count, subjects: new Set(gaps.map(({ subject }) => subject)), issues: [...issues] }];
      }),
    );
  }

  /** `lengths`: for each type, how much of its file was noted as received. Throws EnvironmentError. */
  static async open(
    folder: string,
    lengths: ReadonlyMap<string, number>,
    quarantines: ReadonlyMap<string, Quarantine>,
  ): Promise<Staging> {
    await mkdir(folder, { recursive: true });
    const staging = new Staging(lengths.keys(), quarantines);
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
    const { count, subjects, issues } = this.#refused.get(type) ?? { count: 0, subjects: [], issues: [] };
    const gaps = distinctGaps([...subjects].map((subject) => ({ resourceType: type, subject })));
    return { count, gaps, issues: [...issues] };
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
    const refused = this.#refused.get(type);
    if (refused === undefined) throw new TypeError(`${type} was not opened`);
    refused.count++;
    for (const subject of subjects.length === 0 ? [null] : subjects) refused.subjects.add(subject);
    if (refused.issues.length < MOST_ISSUES) refused.issues.push(issue);
  }

  /** Writes what waits: much of it, or all. */
  async flush(all = false): Promise<void> {
    await Promise.all([...this.#types.values()].map((staged) => staged.flush(all)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#types.values()].map((staged) => staged.close()));
  }
}
