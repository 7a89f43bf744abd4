/**
 * What an engine must do for PeerBridge: read resources through views, run ordered statements over them, write outputs.
 * One folder beside this file fulfils it for one engine; nothing else imports or starts a database.
 */
import type { CompiledView } from './views/compile.ts';

export type ColumnType = 'text' | 'text[]' | 'integer' | 'boolean' | 'date' | 'decimal';
/** A date is a text YYYY-MM-DD. */
export type Cell = string | number | boolean | null | readonly string[];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether its texts come from the data as they are: in CSV, what a spreadsheet would run as a formula is made harmless. */
  readonly free?: boolean;
}

/** A relation whose rows come from the caller: parameters, code tables, the run itself. */
export interface InputRelation {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface ResourceFile {
  readonly path: string;
  readonly format: 'ndjson' | 'parquet';
}

/** A relation made by a view over the files of its resource type. Without files it is empty. */
export interface ResourceRelation {
  readonly view: CompiledView;
  readonly files: readonly ResourceFile[];
  /** Whether the view has one row for each resource, so that an id that occurs twice is one too many. */
  readonly unique: boolean;
  /** SQL condition on the view's columns: a row that meets it can't be used as it is, and its files must be looked at line by line. */
  readonly suspect: string | null;
}

export interface Statement {
  readonly name: string;
  /** One SELECT. */
  readonly sql: string;
  /** A table is made once, a view wherever it is read. */
  readonly as: 'table' | 'view';
  /** Names of the relations that it reads. */
  readonly reads: readonly string[];
  /** The file of the text, for messages. */
  readonly file: string;
}

export interface Output {
  readonly columns: readonly Column[];
  /** A SELECT of these columns, ordered. Lists stay lists: each format writes them in its own way. */
  readonly sql: string;
  readonly reads: readonly string[];
  readonly files: readonly OutputFile[];
}

/**
 * `json` is one array, `ndjson` an object a line, both with null where there is no value. `lines`: the one column, a text
 * without line breaks, one row a line, as it is.
 */
export interface OutputFile {
  readonly format: 'csv' | 'parquet' | 'json' | 'ndjson' | 'lines';
  readonly path: string;
}

/** A small result that comes back to the caller, under a name. */
export interface Result {
  readonly name: string;
  readonly sql: string;
  readonly reads: readonly string[];
}

export interface Job {
  readonly inputs: readonly InputRelation[];
  readonly resources: readonly ResourceRelation[];
  readonly statements: readonly Statement[];
  readonly outputs: readonly Output[];
  readonly results: readonly Result[];
  /** A folder that the engine may write to; the caller removes it. */
  readonly scratch: string;
}

/** Files of a resource type that can't be used as they are: an unreadable line, a resource of another type, an id that occurs twice. */
export interface Suspect {
  readonly resource: string;
  readonly duplicateIds: readonly string[];
}

export type ResultRow = Readonly<Record<string, Cell>>;

export type Report =
  | { readonly state: 'suspect'; readonly suspects: readonly Suspect[] }
  | {
      readonly state: 'done';
      /** Rows read, by resource type. */
      readonly read: Readonly<Record<string, number>>;
      readonly results: Readonly<Record<string, readonly ResultRow[]>>;
      /** Columns of each result, also of one without rows. */
      readonly columns: Readonly<Record<string, readonly Column[]>>;
      /** Milliseconds, by phase. */
      readonly timings: Readonly<Record<string, number>>;
    };

/** Called as work goes on, with what is being done now. */
export type Watch = (step: string, done: number, all: number) => void;

export interface Runner {
  readonly name: string;
  /**
   * Reads, computes, writes. Reports suspects instead, before anything is computed, where files need a look.
   * Throws EngineError where a text doesn't run, EnvironmentError where the outside world fails.
   */
  run(job: Job, watch: Watch): Promise<Report>;
  /** Lets go of what it keeps between jobs, and stops one that still runs. */
  close(): Promise<void>;
}

/** A text of ours, or a user's view, that the engine refused. Names the text, never the data. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
