import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { readMapping } from './mapping-file.ts';
import { mappingFolder } from './mapping-folder.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mappings-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

function put(name: string): string {
  const folder = join(home, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'mapping.yaml'), '');
  return pathToFileURL(`${folder}/`).href;
}

test('among those of the package, and of homes, which come first', async () => {
  const [small, other] = [put('small one'), put('cbhc-extract')];
  const ours = new URL('../../mappings/cbhc-extract/', import.meta.url).href;
  const found = async (name: string, ...homes: string[]) => (await mappingFolder(name, homes)).href;
  expect(await found('cbhc-extract')).toBe(ours);
  expect(await found('small one', home)).toBe(small);
  expect(await found('small one', join(home, 'small one'))).toBe(small);
  expect(await found('cbhc-extract', home)).toBe(other);
  expect(await found('cbhc-extract', join(home, 'small one'))).toBe(ours);
});

test('one that is not there', async () => {
  put('small');
  await expect(mappingFolder('large', [home])).rejects.toThrow(
    /^there is no mapping large; there are: (.*, )?cbhc-extract, (.*, )?small$/,
  );
  const empty = join(home, 'empty');
  mkdirSync(empty);
  await expect(mappingFolder('small', [empty])).rejects.toThrow(
    new UsageError(`${empty} is no folder with a mapping in it (a folder with mapping.yaml)`),
  );
});

test('cbhc-extract loads', async () => {
  const mapping = await readMapping(await mappingFolder('cbhc-extract', []));
  expect([mapping.extracts.size, [...mapping.plainKinds]]).toEqual([24, ['organization', 'worker', 'role']]);
});
