import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PACKAGE_FILE } from './package.ts';

/** Holds the fingerprint of what the build was made from. */
const KEPT = '.inputs';

/** Codes for the product, below the project's folder. */
export const CODE_LISTS = 'build/definitions/code-systems.json';

/** All that decides what the build makes, below the project's folder. */
const INPUTS = [
  'profiles/sushi-config.yaml',
  'profiles/input',
  'profiles/compile',
  'src/evidence/codes',
  'package-lock.json',
];

export interface Fingerprint {
  readonly hash: string;
  /** Whether the build in the target folder was made from the same inputs. */
  readonly isBuilt: boolean;
}

export async function fingerprint(root: string, target: string): Promise<Fingerprint> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(INPUTS.map((input) => filesOf(join(root, input))))).flat())
    hash
      .update(`${relative(root, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  const digest = hash.digest('hex');
  const kept = await readFile(join(target, KEPT), 'utf8').catch(() => null);
  const made = [join(target, PACKAGE_FILE), join(root, CODE_LISTS)];
  return { hash: digest, isBuilt: kept === digest && made.every((file) => existsSync(file)) };
}

export async function keepFingerprint(target: string, hash: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await writeFile(join(target, KEPT), hash);
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
