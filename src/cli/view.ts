import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EnvironmentError, UsageError } from '../errors.ts';
import type { Issue } from '../lake/issue.ts';
import { openSource } from '../lake/source.ts';
import { writeViewRows } from '../report/view-rows.ts';
import { compileView, parseViewDefinition, ViewError } from '../sql/views/compile.ts';
import type { CompiledView } from '../sql/views/compile.ts';
import type { OutputFile } from '../sql/runner.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { OptionTypes } from './options.ts';
import { ENGINE_OPTIONS, runnerOf, withScratch } from './session.ts';

const OPTIONS = {
  json: { type: 'boolean' },
  out: { type: 'string' },
  ...ENGINE_OPTIONS,
} as const satisfies OptionTypes;

/** `peerbridge view`: exit 0, or 3 where lines were left out. */
export async function viewCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  const [definition, ...sources] = given.operands;
  if (definition === undefined || sources.length === 0)
    throw new UsageError('view needs a VIEWDEFINITION.json and a SOURCE');
  const [view, runner, out] = [await readView(definition), await runnerOf(given), given.last('out')];
  const format = out === undefined ? (given.has('json') ? 'json' : 'csv') : formatOf(out);
  return await withScratch(async (scratch) => {
    const source = await openSource(sources, scratch);
    // beside the file that it becomes: a rename never crosses file systems
    const path = out === undefined ? join(scratch, 'rows') : join(dirname(out), `.peerbridge-${process.pid}.partial`);
    try {
      const { issues } = await writeViewRows({
        view,
        source,
        runner,
        scratch,
        watch: () => undefined,
        file: { format, path },
      });
      if (out === undefined) await print(path);
      else await putInPlace(path, out);
      return report(issues);
    } finally {
      await rm(path, { force: true });
    }
  });
}

async function readView(path: string): Promise<CompiledView> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read`);
  });
  try {
    return compileView(parseViewDefinition(JSON.parse(text)));
  } catch (error) {
    if (error instanceof ViewError) throw new UsageError(`${path}: ${error.message}`);
    throw new UsageError(`${path} is not JSON`);
  }
}

function formatOf(out: string): OutputFile['format'] {
  const format = /\.(csv|ndjson|parquet)$/.exec(out)?.[1];
  if (format === 'csv' || format === 'ndjson' || format === 'parquet') return format;
  throw new UsageError(`--out ${out}: the name should end in .csv, .ndjson or .parquet`);
}

async function print(path: string): Promise<void> {
  try {
    await pipeline(createReadStream(path), process.stdout, { end: false });
  } catch (error) {
    // Where stdout takes no more, the program as a whole says so, or ends.
    if (!(error instanceof Error && 'syscall' in error && error.syscall === 'write')) throw error;
  }
}

async function putInPlace(path: string, out: string): Promise<void> {
  try {
    const handle = await open(path, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(path, out);
  } catch {
    throw new EnvironmentError(`${out} cannot be written: check space and permissions`);
  }
}

function report(issues: readonly Issue[]): number {
  const errors = issues.filter(({ severity }) => severity === 'error');
  for (const { file, line, resource, message } of errors)
    process.stderr.write(
      `${file ?? ''}${line === null ? '' : `:${line}`}: ${resource === null ? '' : `${resource}: `}${message}\n`,
    );
  return errors.length > 0 ? EXIT.partial : EXIT.complete;
}
