import { blocksOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import { validateDocument } from './document.ts';
import type { InputFile } from './inputs.ts';
import { validateBlock } from './line.ts';
import type { Validated } from './located.ts';
import { Pool } from './pool.ts';
import { Validator } from './validator.ts';
import type { ValidatorOptions } from './validator.ts';

/** Below this, threads would take longer to start than one needs. */
const WORTH_THREADS = 4_000_000;
/** Blocks on their way for each thread: one in work, one waiting. */
const BLOCKS_PER_THREAD = 2;

export interface FileValidated extends Validated {
  readonly file: InputFile;
}

/**
 * Checks files, in their order and that of their lines, a part at a time, with `threads` threads where there is enough to do.
 * Holds no more than a few blocks, however large the files. Throws EnvironmentError where a file can't be read.
 */
export async function* validateFiles(
  files: readonly InputFile[],
  options: ValidatorOptions,
  threads: number,
): AsyncGenerator<FileValidated> {
  const validator = new Validator(options);
  const bytes = files.reduce(
    (sum, file) => sum + (file.kind === 'lines' ? file.bytes * (file.path.endsWith('.gz') ? 10 : 1) : 0),
    0,
  );
  const pool = threads > 1 && bytes > WORTH_THREADS ? new Pool(threads, options) : null;
  const run = async (file: InputFile, block: Block): Promise<FileValidated> => ({
    file,
    ...(await (pool === null ? validateBlock(validator, block, file.type) : pool.run(block, file.type))),
  });
  try {
    yield* inOrder(tasksOf(files, validator, run), pool === null ? 1 : threads * BLOCKS_PER_THREAD);
  } finally {
    await pool?.close();
  }
}

type Task = () => Promise<FileValidated>;

async function* tasksOf(
  files: readonly InputFile[],
  validator: Validator,
  run: (file: InputFile, block: Block) => Promise<FileValidated>,
): AsyncGenerator<Task> {
  for (const file of files) {
    if (file.kind === 'document') yield async () => ({ file, ...(await validateDocument(validator, file)) });
    else for await (const block of blocksOf(file.path)) yield () => run(file, block);
  }
}

/** Starts up to `atOnce` tasks, and gives their results in the order of the tasks. */
async function* inOrder(tasks: AsyncGenerator<Task>, atOnce: number): AsyncGenerator<FileValidated> {
  const running: Promise<FileValidated>[] = [];
  for await (const task of tasks) {
    const started = task();
    // whoever fails while an earlier one is awaited is heard when its turn comes
    started.catch(() => undefined);
    running.push(started);
    if (running.length >= atOnce) {
      const first = running.shift();
      if (first !== undefined) yield await first;
    }
  }
  for (const one of running) yield await one;
}
