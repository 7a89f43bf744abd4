import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isResourceType } from '../definitions/elements.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { byName } from '../lake/data-file.ts';

/** A file to be checked. */
export interface InputFile {
  readonly path: string;
  /** As the user knows it. */
  readonly name: string;
  /** Lines that are resources each, or one JSON document: a resource or a Bundle. */
  readonly kind: 'lines' | 'document';
  /** Of lines: the type that the name of the file begins with; null where it begins with none. */
  readonly type: string | null;
  readonly bytes: number;
  /** Given by the user, not found in a folder: it must be a resource. */
  readonly isGiven: boolean;
}

export interface Inputs {
  readonly files: readonly InputFile[];
  /** Names of files in the folders that are none of ours. */
  readonly ignored: readonly string[];
}

/**
 * Files of resources at the paths: NDJSON (`.ndjson`, also `.gz`), `.json`, and those of folders, not of the folders in them.
 * Throws UsageError where a path doesn't exist or is no such file, EnvironmentError where it can't be read.
 */
export async function inputsOf(paths: readonly string[]): Promise<Inputs> {
  const files: InputFile[] = [];
  const ignored: string[] = [];
  for (const path of paths) {
    const stats = await onDisk(path, () => stat(path));
    if (!stats.isDirectory()) files.push(given(path, stats.size));
    else await addFolder(path, files, ignored);
  }
  if (files.length === 0)
    throw new UsageError(`${paths.join(', ')}: no file of FHIR resources there: .ndjson, .ndjson.gz or .json`);
  return { files, ignored };
}

function given(path: string, bytes: number): InputFile {
  const file = inputFile(path, path, bytes, true);
  if (file !== null) return file;
  throw new UsageError(`${path} is no file of FHIR resources: .ndjson, .ndjson.gz or .json`);
}

async function addFolder(folder: string, files: InputFile[], ignored: string[]): Promise<void> {
  const names = await onDisk(folder, () => readdir(folder));
  for (const { name } of names.map((one) => ({ name: one })).sort(byName)) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    const file = stats?.isFile() === true ? inputFile(path, path, stats.size, false) : null;
    if (file === null) ignored.push(path);
    else files.push(file);
  }
}

function inputFile(path: string, name: string, bytes: number, isGiven: boolean): InputFile | null {
  const base = basename(path);
  if (base.endsWith('.json')) return { path, name, kind: 'document', type: null, bytes, isGiven };
  if (!/\.ndjson(\.gz)?$/.test(base)) return null;
  const type = base.split(/[.-]/, 1)[0] ?? '';
  return { path, name, kind: 'lines', type: isResourceType(type) ? type : null, bytes, isGiven };
}

async function onDisk<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`${path} does not exist`);
    throw new EnvironmentError(`${path} cannot be read (${code}): check its permissions`);
  }
}
