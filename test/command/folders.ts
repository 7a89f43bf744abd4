/** Folders that a test makes, fills and looks at; they go away with the test file. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A new, empty folder for the tests of one file, and paths in it. */
export function workshop(): (...path: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'command-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return (...path) => join(folder, ...path);
}

export type Contents = Readonly<Record<string, string | Uint8Array>>;

/** Makes a folder with these files in it; gives its path. */
export function folderWith(path: string, files: Contents): string {
  mkdirSync(path, { recursive: true });
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), contents);
  }
  return path;
}

/** Every file below a folder with its bytes, but for those named: equal if and only if the folders are. */
export function bytesOf(folder: string, except: readonly string[] = []): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !except.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(names.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]));
}
