import { runOver } from '../engine/run.ts';
import type { RunResult } from '../engine/run.ts';
import type { Source } from '../lake/source.ts';
import type { Column, ColumnType, Output, OutputFile, Runner, Watch } from '../sql/runner.ts';
import type { CompiledView, ViewColumn } from '../sql/views/compile.ts';

export interface ViewRequest {
  readonly view: CompiledView;
  readonly source: Source;
  readonly runner: Runner;
  readonly scratch: string;
  readonly watch: Watch;
  readonly file: OutputFile;
}

/**
 * Writes the rows of a view over a source, sorted by all columns, nulls first, so that neither the order of files nor that of lines
 * matters. Lines that can't be read are left out and named in the result's issues. Throws EngineError where the data has several
 * values for what the view says is one; EnvironmentError.
 */
export async function writeViewRows({ view, source, runner, scratch, watch, file }: ViewRequest): Promise<RunResult> {
  return await runOver({
    source,
    declaredComplete: new Set(),
    absenceNeeds: new Set(),
    runner,
    scratch,
    watch,
    job: (files) => ({
      inputs: [],
      resources: [{ view, files: files.get(view.resource) ?? [], unique: false, suspect: null }],
      statements: [],
      outputs: [outputOf(view, file)],
      results: [],
      scratch,
    }),
  });
}

function outputOf(view: CompiledView, file: OutputFile): Output {
  const order = view.columns.map((_, index) => `${index + 1} nulls first`).join(', ');
  return {
    columns: view.columns.map(columnOf),
    sql: `select * from "${view.name}" order by ${order}`,
    reads: [view.name],
    files: [file],
  };
}

const TYPES: Readonly<Record<ViewColumn['type'], ColumnType>> = {
  string: 'text',
  boolean: 'boolean',
  integer: 'integer',
  decimal: 'decimal',
};

function columnOf({ name, type, collection }: ViewColumn): Column {
  return { name, type: collection ? 'text[]' : TYPES[type], free: true };
}
