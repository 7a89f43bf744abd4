import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Severity } from '../lake/issue.ts';
import type { CanonicalRow } from './convert.ts';
import { converterOf } from './convert.ts';
import { CodeUse } from './code-use.ts';
import { Identities } from './ids.ts';
import { kindName, linksOf } from './links.ts';
import { MapIssues } from './map-issues.ts';
import type { MapIssue } from './map-issues.ts';
import type { Extract, Mapping } from './mapping.ts';
import { isReadFault, openExtract } from './read/extract.ts';
import type { SourceRow } from './read/extract.ts';
import { ResourceFiles } from './resource-files.ts';
import { SourceKeys } from './source-keys.ts';
import { CHILD_KINDS, childrenOf, isChild, parentOf, resourceOf, resourceTypes } from './to-fhir/table.ts';
import type { ChildKind } from './to-fhir/table.ts';
import type { LinkedRow } from './to-fhir/linked.ts';

export interface MapRequest {
  readonly mapping: Mapping;
  /** Extract → the file that holds it. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What ids of persons are hashed with: the same secret gives the same ids. */
  readonly secret: string;
  /** Writes issues and counts only. */
  readonly dryRun: boolean;
  readonly watch: (step: string, done: number, all: number) => void;
}

/** Rows of one extract: read = mapped + rejected. */
export interface ExtractCounts {
  extract: string;
  file: string;
  read: number;
  mapped: number;
  rejected: number;
}

/** `summary.json` of a mapping run. */
export interface MapSummary {
  mapping: string;
  extracts: ExtractCounts[];
  /** Extracts of the mapping for which no file was given. */
  withoutFile: string[];
  resources: Record<string, number>;
  issues: Record<Severity, number>;
}

export interface Mapped {
  readonly summary: MapSummary;
  readonly codeUse: CodeUse;
}

/**
 * Maps extracts into `folder`: `<Type>.ndjson`, `issues.csv`, `summary.json`. Reads each file twice, first its keys; memory holds about
 * 20 bytes a row, and the rows of the few kinds that become part of others. Throws HeaderError, UsageError, EnvironmentError.
 */
export async function mapExtracts(request: MapRequest, folder: string): Promise<Mapped> {
  const run = await MapRun.begin(request, folder);
  const given = [...request.mapping.extracts.values()].filter(({ name }) => request.inputs.has(name));
  // What becomes part of others is known before those others are made.
  const ordered = [...given.filter(isOfChildren), ...given.filter((extract) => !isOfChildren(extract))];
  for (const extract of ordered) await run.readKeys(extract);
  for (const [index, extract] of ordered.entries()) {
    request.watch(`mapping ${extract.name}`, index, ordered.length);
    await run.map(extract);
  }
  return await run.end();
}

function isOfChildren({ row }: Extract): boolean {
  return Object.hasOwn(CHILD_KINDS, row);
}

/** A row that becomes part of another's resource, and where it stands. */
interface Child {
  readonly one: LinkedRow<ChildKind>;
  readonly extract: Extract;
  readonly line: number;
}

class MapRun {
  readonly #request: MapRequest;
  readonly #folder: string;
  readonly #issues: MapIssues;
  readonly #files: ResourceFiles | null;
  readonly #identities: Identities;
  readonly #keys: SourceKeys;
  readonly #codeUse = new CodeUse();
  readonly #counts = new Map<string, ExtractCounts>();
  /** `kind key` of a row → what becomes part of it. */
  readonly #children = new Map<string, Child[]>();
  /** Of keys that repeat: the first row's contents, and its line. */
  readonly #firsts = new Map<string, { contents: string; line: number }>();

  private constructor(request: MapRequest, folder: string, issues: MapIssues, files: ResourceFiles | null) {
    this.#request = request;
    this.#folder = folder;
    this.#issues = issues;
    this.#files = files;
    this.#identities = new Identities(request.secret, request.mapping.plainKinds);
    this.#keys = new SourceKeys(this.#identities);
  }

  static async begin(request: MapRequest, folder: string): Promise<MapRun> {
    const types = resourceTypes([...request.mapping.extracts.values()].map(({ row }) => row));
    const files = request.dryRun ? null : await ResourceFiles.create(folder, types);
    return new MapRun(request, folder, await MapIssues.create(folder), files);
  }

  async readKeys(extract: Extract): Promise<void> {
    await this.#keys.read(extract, this.#pathOf(extract));
  }

  async map(extract: Extract): Promise<void> {
    const { mapping } = this.#request;
    const path = this.#pathOf(extract);
    const file = await openExtract(path, extract.columns);
    const convert = converterOf(mapping, extract, file.header, this.#codeUse);
    const links = linksOf(extract);
    const counts = { extract: extract.name, file: basename(path), read: 0, mapped: 0, rejected: 0 };
    this.#counts.set(extract.name, counts);
    for await (const batch of file.rows()) {
      for (const one of batch) {
        counts.read++;
        if (isReadFault(one)) {
          this.#report(extract, one.line, one);
          counts.rejected++;
        } else if (this.#take(extract, one, convert, links)) counts.mapped++;
        else counts.rejected++;
      }
      await this.#files?.flush();
      await this.#issues.flush();
    }
  }

  async end(): Promise<Mapped> {
    this.#rejectOrphans();
    await this.#files?.close();
    await this.#issues.close();
    const { mapping, inputs } = this.#request;
    const summary: MapSummary = {
      mapping: mapping.id,
      extracts: [...mapping.extracts.keys()].flatMap((name) => this.#counts.get(name) ?? []),
      withoutFile: [...mapping.extracts.keys()].filter((name) => !inputs.has(name)),
      resources: this.#files?.counts() ?? {},
      issues: this.#issues.counts,
    };
    await writeFile(join(this.#folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    return { summary, codeUse: this.#codeUse };
  }

  /** Whether the row was mapped. */
  #take(
    extract: Extract,
    { line, cells }: SourceRow,
    convert: ReturnType<typeof converterOf>,
    links: ReturnType<typeof linksOf>,
  ): boolean {
    const { key, canonical, faults } = convert(cells);
    for (const fault of faults) this.#report(extract, line, fault);
    const isMapped =
      canonical !== null &&
      key !== null &&
      this.#isFirst(extract, key, cells, line) &&
      this.#isLinked(extract, line, links(canonical));
    if (isMapped) this.#put(extract, line, key, canonical);
    else if (canonical === null && key !== null && !this.#keys.isRepeated(extract.row, key))
      this.#keys.reject(extract.row, key);
    return isMapped;
  }

  /** Of several rows with one key the first counts. */
  #isFirst(extract: Extract, key: string, cells: readonly string[], line: number): boolean {
    if (!this.#keys.isRepeated(extract.row, key)) return true;
    const name = `${extract.row} ${key}`;
    const contents = JSON.stringify(cells);
    const first = this.#firsts.get(name);
    if (first === undefined) {
      this.#firsts.set(name, { contents, line });
      return true;
    }
    const isSame = first.contents === contents;
    this.#report(extract, line, {
      column: extract.keyColumn,
      code: 'duplicate',
      severity: isSame ? 'information' : 'error',
      message: isSame
        ? `the same row as on line ${first.line}, once more`
        : `the same key as on line ${first.line}, with other contents: the first counts`,
    });
    return false;
  }

  /** Whether what the row must refer to is there. What it may refer to is named where it isn't, and stays. */
  #isLinked(extract: Extract, line: number, links: ReturnType<ReturnType<typeof linksOf>>): boolean {
    const missing = links.filter(({ link }) => !this.#keys.has(link.kind, link.key));
    for (const { link, column, required } of missing)
      this.#report(extract, line, {
        column,
        code: 'not-found',
        severity: required ? 'error' : 'warning',
        message: `refers to a ${kindName(link.kind)} that isn't in the extracts, or was rejected`,
      });
    return missing.every(({ required }) => !required);
  }

  #put(extract: Extract, line: number, key: string, canonical: CanonicalRow): void {
    if (isChild(canonical)) {
      const parent = parentOf(canonical);
      const name = `${parent.kind} ${parent.key}`;
      this.#children.set(name, [...(this.#children.get(name) ?? []), { one: canonical, extract, line }]);
      return;
    }
    const name = `${extract.row} ${key}`;
    const children = this.#children.get(name) ?? [];
    this.#children.delete(name);
    this.#files?.add(resourceOf(canonical, this.#identities, childrenOf(children.map(({ one }) => one))));
  }

  /** What should have become part of a row that was rejected after it. */
  #rejectOrphans(): void {
    for (const { one, extract, line } of [...this.#children.values()].flat()) {
      const counts = this.#counts.get(extract.name);
      if (counts !== undefined) {
        counts.mapped--;
        counts.rejected++;
      }
      const message = `refers to a ${kindName(parentOf(one).kind)} that was rejected`;
      this.#report(extract, line, { column: null, code: 'not-found', severity: 'error', message });
    }
  }

  #report(extract: Extract, line: number, fault: Omit<MapIssue, 'file' | 'line'>): void {
    this.#issues.add({ file: basename(this.#pathOf(extract)), line, ...fault });
  }

  #pathOf({ name }: Extract): string {
    return this.#request.inputs.get(name) ?? '';
  }
}
