import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Severity } from '../lake/issue.ts';
import type { CanonicalRow, Converted, Converter } from './convert.ts';
import { converterOf } from './convert.ts';
import { CodeUse } from './code-use.ts';
import { Identities } from './ids.ts';
import { kindName, missingLinks } from './links.ts';
import type { NamedLink } from './links.ts';
import { columnInFile } from './made-columns.ts';
import { isMadeRow, madeRows } from './made-rows.ts';
import type { MadeRow, MadeRows } from './made-rows.ts';
import { SourceKeys } from './keys/source-keys.ts';
import { MapIssues } from './map-issues.ts';
import type { MapIssue } from './map-issues.ts';
import { filesOf } from './mapping.ts';
import type { Extract, Mapping } from './mapping.ts';
import { isReadFault, openExtract } from './read/extract.ts';
import type { SourceRow } from './read/extract.ts';
import { ResourceFiles } from './resource-files.ts';
import { RowCounts } from './row-counts.ts';
import type { ExtractCounts } from './row-counts.ts';
import { CHILD_KINDS, isChild, parentOf, resourceOf, resourceTypes } from './to-fhir/table.ts';
import { WaitingRows } from './waiting-rows.ts';

export interface MapRequest {
  readonly mapping: Mapping;
  /** Name of a file in the mapping → where it is. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What ids of persons are hashed with: the same secret gives the same ids. */
  readonly secret: string;
  /** Writes issues and counts only. */
  readonly dryRun: boolean;
  /** A folder that takes temporary files. */
  readonly scratch: string;
  readonly watch: (step: string, done: number, all: number) => void;
}

/** `summary.json` of a mapping run. */
export interface MapSummary {
  mapping: string;
  /** By file: several extracts may stand in one. */
  extracts: ExtractCounts[];
  /** Files of the mapping that were not given. */
  withoutFile: string[];
  resources: Record<string, number>;
  issues: Record<Severity, number>;
}

export interface Mapped {
  readonly summary: MapSummary;
  readonly codeUse: CodeUse;
}

/**
 * Maps extracts into `folder`: `<Type>.ndjson`, `issues.csv`, `summary.json`. Reads each extract twice, first its keys. Memory holds the
 * exceptions (README.md says which). Throws HeaderError, UsageError, EnvironmentError.
 */
export async function mapExtracts(request: MapRequest, folder: string): Promise<Mapped> {
  const given = [...request.mapping.extracts.values()].filter(({ file }) => request.inputs.has(file));
  const keys = await keysOf(request, given);
  const run = await MapRun.begin(request, keys, folder);
  // What becomes part of others is known before those others are made.
  const ordered = [...given.filter(isOfChildren), ...given.filter((extract) => !isOfChildren(extract))];
  for (const [index, extract] of ordered.entries()) {
    request.watch(`mapping ${extract.name}`, index, ordered.length);
    await run.map(extract);
  }
  return await run.end();
}

async function keysOf({ mapping, inputs, scratch }: MapRequest, given: readonly Extract[]): Promise<SourceKeys> {
  const keys = new SourceKeys(scratch, given, mapping.listSeparator);
  try {
    for (const extract of given) await keys.read(extract, inputs.get(extract.file) ?? '');
    await keys.compare();
  } finally {
    await keys.close();
  }
  return keys;
}

function isOfChildren({ row }: Extract): boolean {
  return Object.hasOwn(CHILD_KINDS, row);
}

/** How an extract reads the rows of its file. */
interface Reader {
  readonly extract: Extract;
  readonly rows: MadeRows;
  readonly convert: Converter;
  /** References to rows that aren't there. */
  readonly missing: (canonical: CanonicalRow) => readonly NamedLink[];
}

/** Of several rows with one key, the first. */
interface FirstRow {
  readonly contents: string;
  readonly line: number;
  isMapped: boolean;
}

class MapRun {
  readonly #request: MapRequest;
  readonly #folder: string;
  readonly #issues: MapIssues;
  readonly #files: ResourceFiles | null;
  readonly #identities: Identities;
  readonly #keys: SourceKeys;
  readonly #codeUse = new CodeUse();
  /** By name of the file. */
  readonly #counts = new Map<string, RowCounts>();
  readonly #waiting = new WaitingRows();
  /** `kind key` of keys that repeat. */
  readonly #firsts = new Map<string, FirstRow>();

  private constructor(
    request: MapRequest,
    keys: SourceKeys,
    folder: string,
    issues: MapIssues,
    files: ResourceFiles | null,
  ) {
    this.#request = request;
    this.#keys = keys;
    this.#folder = folder;
    this.#issues = issues;
    this.#files = files;
    this.#identities = new Identities(request.secret, request.mapping.plainKinds);
  }

  static async begin(request: MapRequest, keys: SourceKeys, folder: string): Promise<MapRun> {
    const types = resourceTypes([...request.mapping.extracts.values()].map(({ row }) => row));
    const files = request.dryRun ? null : await ResourceFiles.create(folder, types);
    return new MapRun(request, keys, folder, await MapIssues.create(folder), files);
  }

  async map(extract: Extract): Promise<void> {
    const { mapping } = this.#request;
    const path = this.#pathOf(extract);
    const file = await openExtract(path, extract.columns);
    const rows = madeRows(extract, file.header);
    const convert = converterOf(mapping, extract, rows.header, this.#codeUse);
    const reader: Reader = {
      extract,
      rows,
      convert,
      missing: missingLinks(extract, ({ kind, key }) => this.#keys.has(kind, key)),
    };
    const before = this.#counts.get(extract.file);
    const counts = before ?? new RowCounts(extract.file, basename(path), this.#isManyfold(extract));
    this.#counts.set(extract.file, counts);
    for await (const batch of file.rows()) {
      for (const one of batch) {
        if (before === undefined) counts.read();
        if (!isReadFault(one)) {
          if (!this.#take(reader, one)) counts.reject(one.line);
        } else if (before === undefined) {
          this.#report(extract, one.line, one);
          counts.reject(one.line);
        }
      }
      await this.#files?.settle();
      await this.#issues.flush();
    }
  }

  async end(): Promise<Mapped> {
    this.#rejectOrphans();
    await this.#files?.close();
    await this.#issues.close();
    const { mapping, inputs } = this.#request;
    const files = filesOf(mapping);
    const summary: MapSummary = {
      mapping: mapping.id,
      extracts: files.flatMap((file) => this.#counts.get(file)?.counts() ?? []),
      withoutFile: files.filter((file) => !inputs.has(file)),
      resources: this.#files?.counts() ?? {},
      issues: this.#issues.counts,
    };
    await writeFile(join(this.#folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    return { summary, codeUse: this.#codeUse };
  }

  /** Whether one row of the file gives several, so that it may be rejected several times. */
  #isManyfold({ file, days }: Extract): boolean {
    const readers = [...this.#request.mapping.extracts.values()].filter((one) => one.file === file);
    return readers.length > 1 || days !== null;
  }

  /** Whether all that the extract finds in the row was mapped. */
  #take({ extract, rows, convert, missing }: Reader, { line, cells }: SourceRow): boolean {
    let isWhole = true;
    for (const one of rows.of(cells)) {
      if (!isMadeRow(one)) this.#report(extract, line, one);
      else if (this.#takeMade(extract, line, one, convert(one.cells), missing)) continue;
      isWhole = false;
    }
    return isWhole;
  }

  /** Whether the row was mapped. */
  #takeMade(extract: Extract, line: number, made: MadeRow, converted: Converted, missing: Reader['missing']): boolean {
    const { key, canonical, faults } = converted;
    for (const fault of faults) this.#report(extract, line, fault, made.place);
    if (canonical === null || key === null) {
      const isKnown = key === null || this.#firstOf(extract, key)?.isMapped === true;
      if (!isKnown) this.#keys.reject(extract.row, key);
      return false;
    }
    const before = this.#comesAgain(extract, key, made, line);
    if (before !== null) return before;
    const isMapped = this.#isLinked(extract, line, missing(canonical), made.place);
    if (isMapped) this.#put(extract, line, key, canonical);
    const first = this.#firstOf(extract, key);
    if (first !== null) {
      first.isMapped = isMapped;
      if (isMapped) this.#keys.accept(extract.row, key);
    }
    return isMapped;
  }

  /** The first row of a key that repeats; null where it doesn't, or for the first. */
  #firstOf(extract: Extract, key: string): FirstRow | null {
    return this.#firsts.size === 0 ? null : (this.#firsts.get(`${extract.row} ${key}`) ?? null);
  }

  /** Of several rows with one key the first counts. Null: this is it; else whether nothing of the row is lost. */
  #comesAgain(extract: Extract, key: string, { cells, place }: MadeRow, line: number): boolean | null {
    if (!this.#keys.isRepeated(extract.row, key)) return null;
    const contents = JSON.stringify(cells);
    const first = this.#firstOf(extract, key);
    if (first === null) {
      this.#firsts.set(`${extract.row} ${key}`, { contents, line, isMapped: false });
      return null;
    }
    const isSame = first.contents === contents;
    // A wide row says again what the rows before it said: whose it is.
    if (isSame && extract.isPart && first.isMapped) return true;
    const isLost = isSame && extract.isPart;
    const fault: Omit<MapIssue, 'file' | 'line'> = {
      column: extract.keyColumn,
      code: 'duplicate',
      severity: isSame && !isLost ? 'information' : 'error',
      message: isSame
        ? `the same row as on line ${first.line}, once more${isLost ? ', which was rejected' : ''}`
        : `the same key as on line ${first.line}, with other contents: the first counts`,
    };
    this.#report(extract, line, fault, place);
    return false;
  }

  /** Whether what the row must refer to is there. What it may refer to is named where it isn't, and stays. */
  #isLinked(extract: Extract, line: number, missing: readonly NamedLink[], place: string | null): boolean {
    for (const { link, column, required } of missing)
      this.#report(
        extract,
        line,
        {
          column,
          code: 'not-found',
          severity: required ? 'error' : 'warning',
          message: `refers to ${kindName(link.kind)} that isn't in the extracts, or was rejected`,
        },
        place,
      );
    return missing.every(({ required }) => !required);
  }

  #put(extract: Extract, line: number, key: string, canonical: CanonicalRow): void {
    if (isChild(canonical)) {
      this.#waiting.add({ one: canonical, extract, line });
      return;
    }
    const children = this.#waiting.take(extract.row, key);
    this.#files?.add(resourceOf(canonical, this.#identities, children));
  }

  /** What should have become part of a row that was rejected after it. */
  #rejectOrphans(): void {
    for (const { one, extract, line } of this.#waiting.rest()) {
      this.#counts.get(extract.file)?.reject(line);
      const message = `refers to ${kindName(parentOf(one).kind)} that was rejected`;
      this.#report(extract, line, { column: null, code: 'not-found', severity: 'error', message });
    }
  }

  #report(extract: Extract, line: number, fault: Omit<MapIssue, 'file' | 'line'>, place: string | null = null): void {
    const column = fault.column === null ? null : columnInFile(extract, fault.column, place);
    this.#issues.add({ ...fault, file: basename(this.#pathOf(extract)), line, column });
  }

  #pathOf({ file }: Extract): string {
    return this.#request.inputs.get(file) ?? '';
  }
}
