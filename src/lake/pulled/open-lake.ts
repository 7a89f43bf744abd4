import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, UsageError } from '../../errors.ts';
import type { DataFile } from '../data-file.ts';
import type { Gap, Issue } from '../issue.ts';
import type { Source } from '../source.ts';
import { LAKE_MARK, readManifest } from './manifest.ts';
import type { LakeManifest, LakeType } from './manifest.ts';
import { bytesOf } from './merge-type.ts';

/** Folders of a lake's sources, in byte order of their names; none where the folder is no lake. */
export async function sourcesOf(lake: string): Promise<string[]> {
  const entries = await readdir(lake, { withFileTypes: true }).catch(() => []);
  if (!entries.some(({ name }) => name === LAKE_MARK)) return [];
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const found: string[] = [];
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1)))
    if ((await readManifest(join(lake, name))) !== null) found.push(join(lake, name));
  return found;
}

/** Whether a path is a lake, or the folder of a source. */
export async function isInLake(path: string): Promise<boolean> {
  const entries: readonly string[] = await readdir(path).catch(() => []);
  return entries.includes(LAKE_MARK) || (await readManifest(path)) !== null;
}

/** Base of the server that a lake of one source, or the folder of a source, was pulled from; null where the path is neither. */
export async function baseOf(path: string): Promise<string | null> {
  const own = await readManifest(path);
  if (own !== null) return own.base;
  const [folder, another] = await sourcesOf(path);
  return folder === undefined || another !== undefined ? null : ((await readManifest(folder))?.base ?? null);
}

/**
 * Opens a lake of one source, or the folder of a source. Null where the path is neither. Throws UsageError where the lake has
 * several sources, or none; EnvironmentError where what its manifest names isn't there.
 */
export async function openLake(path: string): Promise<Source | null> {
  const own = await readManifest(path);
  if (own !== null) return await sourceOf(path, own);
  const entries: readonly string[] = await readdir(path).catch(() => []);
  if (!entries.includes(LAKE_MARK)) return null;
  const [folder, another] = await sourcesOf(path);
  if (folder === undefined) throw new UsageError(`${path} is a lake without data yet: pull into it first`);
  if (another !== undefined)
    throw new UsageError(`${path} is a lake of several sources, each a world of its own: name one, such as ${folder}`);
  const manifest = await readManifest(folder);
  return manifest === null ? null : await sourceOf(folder, manifest);
}

async function sourceOf(folder: string, { types }: LakeManifest): Promise<Source> {
  const files = new Map<string, DataFile[]>();
  const complete = new Set<string>();
  const gaps: Gap[] = [];
  const issues: Issue[] = [];
  for (const [type, state] of Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = `${type}.ndjson`;
    if (state.isComplete) complete.add(type);
    gaps.push(...state.gaps.map(({ subject }) => ({ resourceType: type, subject })));
    issues.push(...issuesOf(name, state));
    // A type that the server never listed has no file.
    if (state.sha256 === '') continue;
    await checkThere(join(folder, name), state.bytes);
    files.set(type, [{ path: join(folder, name), format: 'ndjson', name }]);
  }
  return { kind: 'folder', files, complete, gaps, ignored: [], issues };
}

async function checkThere(path: string, bytes: number): Promise<void> {
  const found = await bytesOf(path).catch(() => null);
  if (found !== bytes)
    throw new EnvironmentError(`${path} is not what the lake's manifest says: pull again with --full, into a new lake`);
}

function issuesOf(file: string, { isListed, why, gaps }: LakeType): Issue[] {
  const issue = { file, line: null, resource: null, code: 'incomplete' } as const;
  const issues: Issue[] = [];
  if (why !== null)
    issues.push({ ...issue, severity: isListed ? 'warning' : 'information', message: `not complete: ${why}` });
  if (gaps.length > 0)
    issues.push({
      ...issue,
      severity: 'error',
      message: 'lines could not be kept when it was pulled (issues.csv of the lake)',
    });
  return issues;
}
