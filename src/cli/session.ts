import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError, UsageError } from '../errors.ts';
import { abandonAll } from '../lake/swap.ts';
import type { Runner } from '../sql/runner.ts';
import { EXIT } from './failure.ts';

/**
 * Gives work a folder for its temporary files, and takes it away when the work has ended, failed, or was interrupted (exit 4; an
 * output that was being written never appears).
 */
export async function withScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = makeScratch();
  const clear = (): void => {
    rmSync(scratch, { recursive: true, force: true });
  };
  const interrupted = (): void => {
    abandonAll();
    clear();
    process.stderr.write('peerbridge: interrupted; earlier output is as it was\n');
    process.exit(EXIT.failed);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(scratch);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    clear();
  }
}

function makeScratch(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'peerbridge-'));
  } catch {
    throw new EnvironmentError(
      `no temporary folder can be made in ${tmpdir()}: check space and permissions, or set TMPDIR`,
    );
  }
}

/** Beyond this an engine spills to disk; a smaller machine keeps two fifths for everything else. */
const MEMORY = 3_000_000_000;

/** The engine by its name, with so much memory ('2GB', '900MB'). Throws UsageError. */
export async function runnerOf(engine: string | undefined, memory: string | undefined): Promise<Runner> {
  if (memory !== undefined && !/^[1-9]\d*(MB|GB)$/.test(memory))
    throw new UsageError(`--memory needs a size such as 2GB or 900MB; it is ${memory}`);
  if (engine !== undefined && engine !== 'duckdb')
    throw new UsageError(`there is no engine ${engine}; there is duckdb`);
  const { duckdbRunner } = await import('../sql/duckdb/runner.ts');
  return duckdbRunner({ memoryLimit: memory ?? `${Math.floor(Math.min(MEMORY, 0.6 * totalmem()) / 1e6)}MB` });
}
