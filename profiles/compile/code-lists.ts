import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codesOf } from './expansion.ts';
import type { CompiledResource } from './sushi.ts';

/**
 * Writes the codes of our code systems for the product, which needs no more of the guide: by the system's id its URL, and its codes
 * with their names, in the order of the guide (src/definitions/code-systems.ts reads it).
 */
export async function writeCodeLists(file: string, codeSystems: readonly CompiledResource[]): Promise<void> {
  const lists = codeSystems.map((one) => [one.id, codesOf(one)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(Object.fromEntries(lists), null, 1)}\n`);
  await rename(`${file}.tmp`, file);
}
