import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resourceSchema } from './sushi.ts';
import type { CompiledResource } from './sushi.ts';

/** Folders of ConceptMaps that the product itself reads; they are published as they are. */
const FOLDERS = ['src/evidence/codes'];

/** ConceptMaps from codes of other systems to ours. `root`: the project's folder. */
export async function crosswalks(root: string): Promise<CompiledResource[]> {
  const files = await Promise.all(FOLDERS.map((folder) => jsonFilesOf(join(root, folder))));
  return await Promise.all(
    files.flat().map(async (file) => resourceSchema.parse(JSON.parse(await readFile(file, 'utf8')))),
  );
}

async function jsonFilesOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return names.map((name) => join(folder, name));
}
