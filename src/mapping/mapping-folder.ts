import { readdir, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../errors.ts';
import { MAPPING_FILE } from './mapping-file.ts';

/** Mappings that come with the package. */
export const OURS = new URL('../../mappings/', import.meta.url);

/**
 * The folder of a mapping: in one of `homes` (folders of mappings, or a mapping's own), the first that has it, else in the package.
 * Throws UsageError where a home isn't there, or no mapping has the name; it lists those there are.
 */
export async function mappingFolder(name: string, homes: readonly string[]): Promise<URL> {
  const folders = [...(await Promise.all(homes.map(mappingsOf))).flat(), ...(await mappingsBelow(OURS))];
  const found = folders.find((folder) => nameOf(folder) === name);
  if (found !== undefined) return found;
  const names = [...new Set(folders.map(nameOf))].sort();
  throw new UsageError(`there is no mapping ${name}; there are: ${names.join(', ')}`);
}

async function mappingsOf(home: string): Promise<URL[]> {
  const folder = pathToFileURL(`${resolve(home)}/`);
  if (await isFile(new URL(MAPPING_FILE, folder))) return [folder];
  const found = await mappingsBelow(folder);
  if (found.length === 0)
    throw new UsageError(`${home} is no folder with a mapping in it (a folder with ${MAPPING_FILE})`);
  return found;
}

async function mappingsBelow(home: URL): Promise<URL[]> {
  const entries = await readdir(home, { withFileTypes: true }).catch(() => []);
  const folders = entries.map(({ name }) => new URL(`${encodeURIComponent(name)}/`, home));
  const isMapping = await Promise.all(folders.map((folder) => isFile(new URL(MAPPING_FILE, folder))));
  return folders.filter((_, index) => isMapping[index]).sort((one, other) => (one.href < other.href ? -1 : 1));
}

async function isFile(url: URL): Promise<boolean> {
  return await stat(url).then(
    (found) => found.isFile(),
    () => false,
  );
}

function nameOf(folder: URL): string {
  return basename(decodeURIComponent(folder.pathname));
}
