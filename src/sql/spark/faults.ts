import { EnvironmentError } from '../../errors.ts';
import { EngineError } from '../runner.ts';

/** What the driver says of a failure. */
export interface SparkFault {
  /** Name of the exception's class. */
  readonly kind: string;
  /** Spark's error condition, such as UNRESOLVED_COLUMN.WITH_SUGGESTION. */
  readonly condition: string | null;
  /** May quote data. */
  readonly message: string;
  /** An offset into the text that was run, or its line, from 1, and column. */
  readonly start?: number | readonly [number, number] | null | undefined;
}

/** Spark refused a request. Never leaves this folder: its message may quote data. */
export class SparkError extends Error {
  override readonly name = 'SparkError';
  readonly fault: SparkFault;
  constructor(fault: SparkFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** `what` is the file of the text, for messages; `sql` the text, to count lines. */
export function faultOf(what: string, error: unknown, sql = ''): Error {
  if (!(error instanceof SparkError)) return error instanceof Error ? error : new EngineError(`${what}: it failed`);
  const { fault } = error;
  if (/No space left on device|Disk quota exceeded/.test(fault.message))
    return new EnvironmentError(`${what}: the disk is full; check space, or set TMPDIR to a larger one`);
  if (/OutOfMemoryError|Java heap space|GC overhead/.test(fault.message))
    return new EnvironmentError(`${what}: out of memory; raise --memory, or the executors' memory`);
  if (/Permission denied|AccessControlException/.test(fault.message))
    return new EnvironmentError(`${what}: a file can't be opened or written; check permissions`);
  if (
    /SparkContext was shut down|Connection refused|Py4JNetworkError|cancelled as part of cancellation/.test(
      fault.message,
    )
  )
    return new EnvironmentError(`${what}: Spark was stopped while it worked`);
  return new EngineError(`${placeOf(what, fault, sql)}: ${textOf(fault)}`);
}

/** What is wrong with a text of ours quotes that text alone; any other message may quote data. */
function textOf({ kind, condition, message }: SparkFault): string {
  if (kind === 'ParseException' || kind === 'AnalysisException') return message.split('\n')[0] ?? kind;
  return condition ?? kind;
}

function placeOf(what: string, { start }: SparkFault, sql: string): string {
  if (start === null || start === undefined) return what;
  const line = typeof start === 'number' ? sql.slice(0, start).split('\n').length : start[0];
  return `${what}:${line}`;
}

/** Whether the data, not the text or the cluster, stopped a read: something in the files isn't what it should be. */
export function isDataFault(error: unknown): boolean {
  if (!(error instanceof SparkError)) return false;
  const { kind, condition, message } = error.fault;
  if (kind === 'ParseException' || kind === 'AnalysisException') return false;
  return (
    /^(MALFORMED_RECORD|FAILED_READ_FILE|CAST_|USER_RAISED|INVALID_)/.test(condition ?? '') ||
    /Not in GZIP format|incorrect header check|ZipException|invalid (block|stored|distance|code)|MALFORMED_RECORD|suspect row|is not a Parquet file/i.test(
      message,
    )
  );
}

/**
 * What a view itself says against a resource: `Type/id`, the place in the view, and what is wrong (see views/value.ts). It names
 * no contents. Null for any other fault.
 */
export function viewComplaint(error: unknown): string | null {
  if (!(error instanceof SparkError)) return null;
  return (
    /([A-Z][A-Za-z]+\/[A-Za-z0-9.?-]{1,64}: (?:select|where)\[[^\n]*?)(?: SQLSTATE.*)?$/m.exec(
      error.fault.message,
    )?.[1] ?? null
  );
}
