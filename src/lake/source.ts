import { mkdtemp, readdir, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isResourceType } from '../definitions/elements.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { byName } from './data-file.ts';
import type { DataFile } from './data-file.ts';
import { EntryFiles } from './entry-files.ts';
import { distinctGaps } from './issue.ts';
import type { Gap, Issue } from './issue.ts';
import { readJsonFile } from './json-file.ts';
import { isInLake, openLake } from './pulled/open-lake.ts';
import type { Loss } from './json-file.ts';

/** Files of resources, by type. One source is one world: its references are matched among themselves. */
export interface Source {
  kind: 'folder' | 'file';
  /** Resource type → its files, in byte order of their names. */
  files: ReadonlyMap<string, DataFile[]>;
  /**
   * Types that are complete for all dates: those with an NDJSON or Parquet file, even an empty one. Empty where a file that
   * could have held any type can't be read whole.
   */
  complete: ReadonlySet<string>;
  /** What of `complete` is known to be missing, as far as opening the source shows it. */
  gaps: Gap[];
  /** Names of the files and folders that hold no data for us. */
  ignored: string[];
  issues: Issue[];
}

interface Candidate {
  path: string;
  name: string;
  isFile: boolean;
  /** Given by the user, not found in a folder: it must be data. */
  isGiven: boolean;
}

type FileKind =
  | { kind: 'table'; type: string; format: 'ndjson' | 'parquet' }
  | { kind: 'json' }
  | { kind: 'unknown-type' }
  | { kind: 'other' };

/**
 * Opens a lake of one source, or a folder (not those in it), a `.json` file (a resource or a Bundle) or a file of NDJSON or Parquet, or several of them
 * as one source. NDJSON and Parquet are left where they are; resources of `.json` files are copied to `scratch`.
 * Throws UsageError where a path doesn't exist, is no data, or is a lake beside others, EnvironmentError where it can't be read.
 */
export async function openSource(paths: string | readonly string[], scratch: string): Promise<Source> {
  const given = [...new Map([paths].flat().map((path) => [resolve(path), path])).values()];
  const lake = await lakeAmong(given);
  if (lake !== null) return lake;
  const found = await Promise.all(given.map((path) => candidatesOf(path, given.length > 1)));
  const opening = new Opening(new EntryFiles(await mkdtemp(join(scratch, 'json-'))));
  try {
    for (const candidate of found.flat().sort(byName)) await opening.add(candidate);
    return await opening.finish(found.flat().every(({ isGiven }) => isGiven) ? 'file' : 'folder');
  } catch (error) {
    await opening.abandon();
    throw error;
  }
}

/** A lake tells by its manifest which of its files count, and what is complete: read as a folder, its copies would count too. */
async function lakeAmong(given: readonly string[]): Promise<Source | null> {
  const [only, another] = given;
  if (only !== undefined && another === undefined) return await openLake(only);
  for (const path of given)
    if (await isInLake(path))
      throw new UsageError(`${path} is a lake, and a world of its own: name it alone, without other paths`);
  return null;
}

async function candidatesOf(path: string, isOneOfMany: boolean): Promise<Candidate[]> {
  const stats = await statOf(path);
  if (stats === null && /^https?:\/\//i.test(path))
    throw new UsageError(`${path} is a server: bring it into a lake first (peerbridge pull ${path} --into LAKE)`);
  if (stats === null) throw new UsageError(`${path} does not exist`);
  if (!stats.isDirectory())
    return [{ path, name: isOneOfMany ? path : basename(path), isFile: stats.isFile(), isGiven: true }];
  const names = await readable(path, () => readdir(path));
  return Promise.all(
    names.map(async (name) => {
      const inner = join(path, name);
      const isFile = (await statOf(inner))?.isFile() ?? false;
      return { path: inner, name: isOneOfMany ? inner : name, isFile, isGiven: false };
    }),
  );
}

/** Null where there is nothing at the path, or a link that leads nowhere. */
async function statOf(path: string): Promise<Stats | null> {
  return readable(path, async () => {
    try {
      return await stat(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return null;
      throw error;
    }
  });
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new EnvironmentError(`${path} cannot be read (${code}): check its permissions`);
  }
}

/** `Encounter.000.ndjson` is of type Encounter: a name up to its first `.` or `-` (outputs.md, Input folder). */
function kindOf(name: string): FileKind {
  const base = basename(name);
  if (base.endsWith('.json')) return { kind: 'json' };
  const format = base.endsWith('.parquet') ? 'parquet' : /\.ndjson(\.gz)?$/.test(base) ? 'ndjson' : null;
  if (format === null) return { kind: 'other' };
  const type = base.split(/[.-]/, 1)[0] ?? '';
  return isResourceType(type) ? { kind: 'table', type, format } : { kind: 'unknown-type' };
}

class Opening {
  readonly #entries: EntryFiles;
  readonly #files = new Map<string, DataFile[]>();
  readonly #complete = new Set<string>();
  readonly #ignored: string[] = [];
  readonly #issues: Issue[] = [];
  readonly #losses: Loss[] = [];

  constructor(entries: EntryFiles) {
    this.#entries = entries;
  }

  async add(candidate: Candidate): Promise<void> {
    const { path, name, isGiven } = candidate;
    const kind: FileKind = candidate.isFile ? kindOf(name) : { kind: 'other' };
    if (kind.kind === 'table') {
      this.#addFile(kind.type, { path, format: kind.format, name });
      this.#complete.add(kind.type);
    } else if (kind.kind === 'json') await this.#addJson(candidate);
    else if (isGiven)
      throw new UsageError(
        `${path} is neither a folder nor a file of FHIR data: Type.ndjson, Type.ndjson.gz, Type.parquet or .json`,
      );
    else this.#ignore(name, kind.kind === 'unknown-type');
  }

  async finish(kind: Source['kind']): Promise<Source> {
    for (const [type, file] of await this.#entries.close()) this.#addFile(type, file);
    const isAnyLost = this.#losses.some(({ resourceType }) => resourceType === null);
    return {
      kind,
      files: new Map([...this.#files].sort(([a], [b]) => (a < b ? -1 : 1))),
      complete: isAnyLost ? new Set() : this.#complete,
      gaps: distinctGaps(
        this.#losses.flatMap(({ resourceType, subject }) => (resourceType === null ? [] : [{ resourceType, subject }])),
      ),
      ignored: this.#ignored,
      issues: this.#issues,
    };
  }

  abandon(): Promise<void> {
    return this.#entries.abandon();
  }

  #addFile(type: string, file: DataFile): void {
    this.#files.set(type, [...(this.#files.get(type) ?? []), file]);
  }

  async #addJson({ path, name }: Candidate): Promise<void> {
    const { isIgnored, issues, losses } = await readJsonFile(path, name, this.#entries);
    this.#issues.push(...issues);
    this.#losses.push(...losses);
    if (isIgnored) this.#ignore(name, false);
  }

  #ignore(name: string, looksLikeData: boolean): void {
    this.#ignored.push(name);
    this.#issues.push(
      looksLikeData
        ? {
            ...NAMED,
            file: name,
            code: 'not-supported',
            severity: 'warning',
            message: 'ignored: the name does not begin with a FHIR R4 resource type',
          }
        : {
            ...NAMED,
            file: name,
            code: 'informational',
            severity: 'information',
            message: 'ignored: neither NDJSON, Parquet nor a FHIR resource or Bundle',
          },
    );
  }
}

const NAMED = { line: null, resource: null } as const;
