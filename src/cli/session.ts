import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError, UsageError } from '../errors.ts';
import { abandonAll } from '../lake/swap.ts';
import type { Runner } from '../sql/runner.ts';
import { EXIT } from './failure.ts';
import type { Arguments, OptionTypes } from './options.ts';

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
    process.stderr.write('peerbridge: interrupted; earlier output is as it was\n');
    // An engine on a cluster has jobs to stop, and writes until then.
    void closeRunners().finally(() => {
      clear();
      process.exit(EXIT.failed);
    });
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(scratch);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await closeRunners();
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

const open: Runner[] = [];

async function closeRunners(): Promise<void> {
  await Promise.allSettled(open.splice(0).map((runner) => runner.close()));
}

/** What chooses an engine, as typed; several commands take it. */
export const ENGINE_OPTIONS = {
  engine: { type: 'string' },
  master: { type: 'string' },
  memory: { type: 'string' },
} as const satisfies OptionTypes;

/**
 * The engine that `--engine`, `--master` and `--memory` ('2GB', '900MB') choose; it ends with the work of `withScratch`.
 * Throws UsageError.
 */
export async function runnerOf(given: Arguments): Promise<Runner> {
  const runner = await runnerNamed(given.last('engine') ?? 'duckdb', given.last('master'), given.last('memory'));
  open.push(runner);
  return runner;
}

async function runnerNamed(engine: string, master: string | undefined, memory: string | undefined): Promise<Runner> {
  if (memory !== undefined && !/^[1-9]\d*(MB|GB)$/.test(memory))
    throw new UsageError(`--memory needs a size such as 2GB or 900MB; it is ${memory}`);
  const memoryLimit = memory ?? `${Math.floor(Math.min(MEMORY, 0.6 * totalmem()) / 1e6)}MB`;
  if (engine === 'spark') {
    const { sparkRunner } = await import('../sql/spark/runner.ts');
    return sparkRunner({ master: master ?? 'local[*]', memoryLimit });
  }
  if (engine !== 'duckdb') throw new UsageError(`there is no engine ${engine}; there are duckdb and spark`);
  if (master !== undefined) throw new UsageError('--master is for --engine spark');
  const { duckdbRunner } = await import('../sql/duckdb/runner.ts');
  return duckdbRunner({ memoryLimit });
}
