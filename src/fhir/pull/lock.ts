import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../../errors.ts';

/** Locks that this process holds. */
const held = new Set<string>();

/**
 * Lets one process at a time pull a source into a lake; gives what releases it. A lock of a process that is no more is taken over.
 * Processes are told apart by their ids, so machines that share a lake must not pull the same source at once. Throws EnvironmentError.
 */
export async function takeLock(work: string, lake: string, source: string): Promise<() => Promise<void>> {
  const path = join(lake, `.${source}.lock`);
  try {
    await mkdir(work, { recursive: true, mode: 0o700 });
    await takeAt(path, source);
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new EnvironmentError(`${lake} cannot be written (${code}): check space and permissions`);
  }
  held.add(path);
  return async () => {
    held.delete(path);
    await rm(path, { force: true });
  };
}

async function takeAt(path: string, source: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = await open(path, 'wx');
      await handle.writeFile(String(process.pid)).finally(() => handle.close());
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (held.has(path) || isRunning(holder)) break;
    await rm(path, { force: true });
  }
  throw new EnvironmentError(`another process is pulling ${source} into this lake: wait until it has ended`);
}

function isRunning(pid: number): boolean {
  // In a container each run has the same id: one of our own was an earlier process.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
