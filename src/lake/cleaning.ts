import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shape } from '../sql/views/compile.ts';
import { byName, entryOf, placeOf } from './data-file.ts';
import type { DataFile, Place } from './data-file.ts';
import { copyOf } from './duplicates.ts';
import { HeldCopies } from './held-copies.ts';
import type { Decision, HeldCopy } from './held-copies.ts';
import { distinctGaps } from './issue.ts';
import type { Gap, Issue } from './issue.ts';
import { checkLine } from './line-check.ts';
import type { CheckedLine } from './line-check.ts';
import { LineFile } from './line-file.ts';
import { lineBatches } from './line-reader.ts';
import type { Line, ReadLimits } from './line-reader.ts';
import { shownIn } from './subject.ts';

export interface Cleaning {
  /** To be read in place of those given: the same resources, byte for byte, without those that were quarantined or superseded. */
  files: DataFile[];
  /** In the order of file and line. */
  issues: Issue[];
  gaps: Gap[];
  /** Of lines that aren't blank: read = kept + quarantined + superseded. A copy that is the same once more counts as superseded. */
  counts: Counts;
}

interface Counts {
  read: number;
  quarantined: number;
  superseded: number;
}

export interface Suspects {
  /** Ids that occur more than once among the type's good lines. Unknown ones do no harm. */
  duplicateIds: ReadonlySet<string>;
}

/**
 * Checks every line of the NDJSON files of one type and copies the good ones to new files in `scratch`. Of ids that occur more
 * than once it keeps the copy that counts (see `newestOf`). The result depends neither on the order of files nor on that of lines.
 *
 * Where the files couldn't be read, the ids aren't known yet: clean without, look for ids that repeat in what came out, and
 * where there are some, clean the *original* files once more with them – so places stay those of the user's files.
 * Parquet files are handed on as they are, with an issue. Memory holds a line, and about 300 bytes for each copy of such an id.
 * Throws EnvironmentError where files can't be read or written.
 */
export async function cleanType(
  type: string,
  files: readonly DataFile[],
  shape: Shape,
  suspects: Suspects,
  scratch: string,
  limits: ReadLimits = {},
): Promise<Cleaning> {
  const folder = await mkdtemp(join(scratch, `${type}-clean-`));
  const heldFile = await LineFile.create(join(folder, 'held.ndjson'));
  try {
    const run = new TypeCleaning(type, shape, suspects, folder, new HeldCopies(heldFile), limits);
    for (const file of [...files].sort(byName)) await run.file(file);
    return await run.finish();
  } finally {
    await heldFile.abandon();
  }
}

class TypeCleaning {
  readonly #type: string;
  readonly #shape: Shape;
  readonly #suspects: Suspects;
  readonly #folder: string;
  readonly #held: HeldCopies;
  readonly #limits: ReadLimits;
  readonly #files: DataFile[] = [];
  readonly #issues: Issue[] = [];
  readonly #counts: Counts = { read: 0, quarantined: 0, superseded: 0 };
  #gaps: Gap[] = [];

  constructor(type: string, shape: Shape, suspects: Suspects, folder: string, held: HeldCopies, limits: ReadLimits) {
    this.#type = type;
    this.#shape = shape;
    this.#suspects = suspects;
    this.#folder = folder;
    this.#held = held;
    this.#limits = limits;
  }

  async file(file: DataFile): Promise<void> {
    if (file.format === 'parquet') this.#passOn(file);
    else await this.#writeClean(file.name, (out) => this.#copyGoodLines(file, out));
  }

  async finish(): Promise<Cleaning> {
    const decisions = this.#held.decisions();
    for (const decision of decisions) await this.#note(decision);
    const kept = decisions.flatMap((decision) => decision.kept ?? []);
    if (kept.length > 0) {
      const path = `${this.#type} (ids that repeat)`;
      await this.#writeClean(
        path,
        (out) => this.#copyHeld(kept, out),
        (line) => kept[line - 1]?.place ?? { file: path, line },
      );
    }
    return {
      files: this.#files,
      issues: this.#issues.sort(byPlace),
      gaps: distinctGaps(this.#gaps),
      counts: this.#counts,
    };
  }

  #passOn(file: DataFile): void {
    this.#files.push(file);
    const message = 'a Parquet file is read as it is: its resources are not checked one by one';
    this.#issues.push({
      file: file.name,
      line: null,
      resource: null,
      code: 'not-supported',
      severity: 'warning',
      message,
    });
  }

  async #writeClean(
    name: string,
    write: (out: LineFile) => Promise<void>,
    origin?: (line: number) => Place,
  ): Promise<void> {
    const path = join(this.#folder, `${this.#type}.${this.#files.length}.ndjson`);
    const out = await LineFile.create(path);
    try {
      await write(out);
      await out.flush(true);
    } finally {
      await out.abandon();
    }
    this.#files.push({ path, format: 'ndjson', name, ...(origin !== undefined && { origin }) });
  }

  async #copyHeld(kept: readonly HeldCopy[], out: LineFile): Promise<void> {
    for (const copy of kept) {
      out.add(await this.#held.read(copy));
      await out.flush();
    }
  }

  async #copyGoodLines(file: DataFile, out: LineFile): Promise<void> {
    for await (const { lines, isTorn } of lineBatches(file.path, this.#limits)) {
      for (const line of lines) this.#take(file, line, checkLine(line, this.#type, this.#shape), out);
      if (isTorn) this.#noteTorn(file);
      await out.flush();
      await this.#held.flush();
    }
  }

  #take(file: DataFile, line: Line, checked: CheckedLine, out: LineFile): void {
    if (checked.kind === 'blank') return;
    this.#counts.read++;
    if (checked.kind === 'bad') this.#quarantine(placeOf(file, line.number), checked);
    else if (!this.#suspects.duplicateIds.has(checked.id)) out.add(line.bytes);
    else this.#held.add(checked.id, line.bytes, copyOf(checked.resource), placeOf(file, line.number));
  }

  #quarantine(place: Place, { fault, resource, gaps }: Extract<CheckedLine, { kind: 'bad' }>): void {
    this.#counts.quarantined++;
    this.#gaps.push(...gaps);
    this.#issue(place, resource, { ...fault, severity: 'error' });
  }

  #noteTorn(file: DataFile): void {
    this.#gaps.push({ resourceType: this.#type, subject: null });
    const message = 'the compressed file is cut off or broken: what it held beyond this point is missing';
    this.#issues.push({ file: file.name, line: null, resource: null, code: 'structure', severity: 'error', message });
  }

  async #note({ id, kept, superseded, repeated, undecided }: Decision): Promise<void> {
    const resource = `${this.#type}/${id}`;
    this.#counts.superseded += superseded.length + repeated.length;
    this.#counts.quarantined += undecided.length;
    const by = kept === null ? '' : `superseded by a newer version in ${textOf(kept.place)}`;
    for (const copy of superseded)
      this.#issue(copy.place, resource, { code: 'duplicate', severity: 'information', message: by });
    for (const copy of undecided) {
      this.#issue(copy.place, resource, { code: 'duplicate', severity: 'error', message: UNDECIDED });
      const { subjects } = shownIn((await this.#held.read(copy)).toString(), this.#type);
      this.#gaps.push(...subjects.map((subject) => ({ resourceType: this.#type, subject })));
    }
  }

  #issue(
    place: Place,
    resource: string | null,
    { code, severity, message }: Pick<Issue, 'code' | 'severity' | 'message'>,
  ): void {
    this.#issues.push({
      file: place.file,
      line: place.line,
      resource,
      code,
      severity,
      message: entryOf(place) + message,
    });
  }
}

const UNDECIDED =
  'the same id has different contents, and neither meta.versionId nor meta.lastUpdated tells which is newest';

function textOf(place: Place): string {
  return `${place.file}:${place.line}${place.entry === undefined ? '' : ` (entry ${place.entry})`}`;
}

function byPlace(a: Issue, b: Issue): number {
  return byName({ name: a.file ?? '' }, { name: b.file ?? '' }) || (a.line ?? 0) - (b.line ?? 0);
}
