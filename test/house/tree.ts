import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Files below a folder of the project whose names end so. Throws where there are none: a check of nothing can't fail. */
export function filesBelow(folder: string, ...endings: readonly string[]): SourceFile[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
  if (names.length === 0) throw new TypeError(`${folder} has no file that ends in ${endings.join(' or ')}`);
  return names.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export const isTest = ({ path }: SourceFile): boolean => path.endsWith('.test.ts');

/** Source as it would stand there, to see that a check fails on it. */
export const sample = (path: string, text: string): SourceFile => ({ path, text });
