import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** The engine by its name. Throws UsageError. */
export async function runnerOf(engine: string | undefined): Promise<Runner> {
  if (engine !== undefined && engine !== 'duckdb')
    throw new UsageError(`there is no engine ${engine}; there is duckdb`);
  const { duckdbRunner } = await import('../sql/duckdb/runner.ts');
  return duckdbRunner();
}
