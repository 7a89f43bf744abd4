import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EnvironmentError, UsageError } from '../errors.ts';
import { LAKE_MARK } from './pulled/manifest.ts';

export interface SwapOptions {
  /** Tells runs of one process apart. Default: how many there were. */
  token?: string;
  /** A folder that holds one of these files was made by us and may be replaced. Default: `manifest.json`. */
  marks?: readonly string[];
  /** What is written is a source of a lake. Default: false, and neither a lake nor anything in one is written over. */
  intoLake?: boolean;
}

/** Where one run writes, and what it may have moved out of the way. Siblings, so that a rename never crosses file systems. */
interface Run {
  out: string;
  partial: string;
  previous: string;
}

const running = new Set<Run>();
let runs = 0;

/**
 * Lets `write` fill a new folder and puts it in the place of `out`: whole, or not at all. `out` is made if it isn't there.
 * Two runs at once into one folder: the one that ends last is there, whole. After a kill the output is the one before; if the
 * kill fell between the two renames of the swap it waits beside it (`.<name>.<pid>-<token>.previous`), and the next call puts it back.
 * Runs are told apart by process id, so runs on several machines, or in several containers, must not share `out`.
 * Throws UsageError where `out` is a file, a folder with anything in it that isn't ours, or part of a lake; EnvironmentError where it can't be written.
 */
export async function writeWhole(
  out: string,
  write: (dir: string) => Promise<void>,
  options: SwapOptions = {},
): Promise<void> {
  const marks = options.marks ?? ['manifest.json'];
  const target = targetOf(out);
  const run = onDisk(out, () => {
    if (options.intoLake !== true) checkOutsideLakes(out, target);
    checkReplaceable(out, target, marks);
    recover(target);
    return begin(target, options.token ?? String(++runs));
  });
  try {
    await write(run.partial);
    await syncFolder(run.partial);
    // Not awaited: between the two renames nothing else of this process runs, a signal's clean-up included.
    checkReplaceable(out, target, marks);
    swap(run);
  } catch (error) {
    throw asEnvironmentError(out, error);
  } finally {
    end(run);
  }
}

/**
 * Removes what the runs of this process have written so far; for SIGINT and SIGTERM, before the process exits.
 * Outputs that were there stay as they are.
 */
export function abandonAll(): void {
  for (const run of [...running]) end(run);
}

/** Puts back an output that a killed run had moved out of the way, for whoever reads it before it is written anew. Throws EnvironmentError. */
export function giveBack(out: string): void {
  const target = targetOf(out);
  onDisk(out, () => {
    recover(target);
  });
}

/** The folder itself where `out` is a link to it: the link stays, and leads to the new one. */
function targetOf(out: string): string {
  if (out === '') throw new UsageError('the name of the output folder is empty: name one');
  const target = existsSync(out) ? realpathSync(out) : resolve(out);
  if (basename(target) === '') throw new UsageError(`${out} is the root of the file system: name a folder in it`);
  return target;
}

function begin(target: string, token: string): Run {
  const stem = join(dirname(target), `.${basename(target)}.${process.pid}-${token}`);
  const run = { out: target, partial: `${stem}.partial`, previous: `${stem}.previous` };
  makeFolder(run.partial);
  running.add(run);
  return run;
}

/** With those above it. Node's own way (`recursive`) never ends in a file system that takes no folders, as /proc. */
export function makeFolder(path: string): void {
  if (!existsSync(dirname(path))) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new EnvironmentError(`${dirname(path)} takes no folder: name another place`, { cause: error });
    // Another run may have made it in the meantime; a file that is there is found out by what comes next.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function end(run: Run): void {
  running.delete(run);
  if (existsSync(run.previous) && !existsSync(run.out)) renameSync(run.previous, run.out);
  for (const left of [run.partial, run.previous]) tryToRemove(left);
}

/** What can't be removed now is removed by a later run; the output is there, or the error that kept it away is on its way. */
function tryToRemove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    return;
  }
}

/** A pull's records are no output of an earlier run, though they too have a `manifest.json` and an `issues.csv`. */
function checkOutsideLakes(out: string, target: string): void {
  if ([target, dirname(target)].some((folder) => existsSync(join(folder, LAKE_MARK))))
    throw new UsageError(`${out} is part of a lake, where only a pull writes: name a folder outside of it`);
}

function checkReplaceable(out: string, target: string, marks: readonly string[]): void {
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) throw new UsageError(`${out} is a file: name a folder`);
  const names = readdirSync(target);
  if (names.length === 0 || marks.some((mark) => names.includes(mark))) return;
  throw new UsageError(
    `${out} holds files that are not of an earlier run (no ${marks.join(', ')}): name a new or empty folder`,
  );
}

/** Two renames: no call swaps two folders at once. Where another run put its own there in between, that one is replaced too. */
function swap(run: Run): void {
  for (;;) {
    try {
      if (existsSync(run.out)) renameSync(run.out, run.previous);
      renameSync(run.partial, run.out);
      return;
    } catch (error) {
      if (!isOvertaken(run, codeOf(error))) throw error;
      rmSync(run.previous, { recursive: true, force: true });
    }
  }
}

/** Whether another run moved the output away, or put its own there, since we looked. */
function isOvertaken(run: Run, code: string | null): boolean {
  if (code === 'ENOENT') return existsSync(run.partial);
  return (code === 'ENOTEMPTY' || code === 'EEXIST') && existsSync(run.out);
}

/** Puts right what a killed run left: gives back the output that it had moved away, removes what it hadn't finished. */
function recover(target: string): void {
  const folder = dirname(target);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    const kind = leftOf(name, basename(target));
    if (kind === null) continue;
    const left = join(folder, name);
    if (kind === 'previous' && isFree(target)) renameSync(left, target);
    else rmSync(left, { recursive: true, force: true });
  }
}

/** A rename may put a folder in the place of an empty one. */
function isFree(target: string): boolean {
  return !existsSync(target) || readdirSync(target).length === 0;
}

/** What a sibling is: left by a run that is no more, or null. */
function leftOf(name: string, target: string): 'partial' | 'previous' | null {
  const start = `.${target}.`;
  if (!name.startsWith(start)) return null;
  const match = /^(\d{1,10})-.*\.(partial|previous)$/.exec(name.slice(start.length));
  if (match === null || isRunning(Number(match[1]), name)) return null;
  return match[2] === 'previous' ? 'previous' : 'partial';
}

function isRunning(pid: number, name: string): boolean {
  // In a container each run has the same id: one of our own id that we don't know was an earlier process.
  if (pid === process.pid)
    return [...running].some(({ partial, previous }) => basename(partial) === name || basename(previous) === name);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** On disk before the rename: else a crash of the machine could leave a whole folder of empty files. */
async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncFolder(path);
    else if (entry.isFile()) await sync(path, 'r+');
  }
  // Windows can't open a folder.
  if (process.platform !== 'win32') await sync(folder, 'r');
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function onDisk<T>(out: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asEnvironmentError(out, error);
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk: free some, or name a folder on another',
  EDQUOT: 'the disk quota is used up: free some space, or name a folder on another disk',
  EACCES: 'permission denied: name a folder that you may write to',
  EPERM: 'permission denied: name a folder that you may write to',
  EROFS: 'the file system is read-only: name a folder on another',
  ENOTDIR: 'a part of the path is a file: name another folder',
  EEXIST: 'a part of the path is a file: name another folder',
  ENAMETOOLONG: 'the name is too long: name another folder',
  EBUSY: 'the folder is in use, or is a mount point: name a folder in it',
  EXDEV: 'the folder is a mount point: name a folder in it',
  EMFILE: 'too many files are open: raise the limit (ulimit -n)',
  EIO: 'the disk failed',
};

function asEnvironmentError(out: string, error: unknown): unknown {
  const code = codeOf(error);
  const remedy = code === null ? undefined : REMEDIES[code];
  return remedy === undefined
    ? error
    : new EnvironmentError(`${out} cannot be written (${code ?? ''}): ${remedy}`, { cause: error });
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
