import { EnvironmentError } from '../../errors.ts';
import { EngineError } from '../runner.ts';

/**
 * DuckDB says what went wrong in the first words of its message; what follows may quote data, so that no message leaves here
 * unless the fault lies in a text of ours.
 */
export function faultOf(what: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : '';
  if (/^IO Error/.test(message) && /space|Permission|Read-only|open file/i.test(message))
    return new EnvironmentError(`${what}: the disk is full or a file can't be opened; check space and permissions`);
  if (/^IO Error/.test(message)) return new EnvironmentError(`${what}: reading or writing failed`);
  if (/^Out of Memory/.test(message))
    return new EnvironmentError(`${what}: out of memory; raise --memory or free disk space for spilling`);
  if (/^(Parser|Binder|Catalog) Error/.test(message))
    return new EngineError(`${what}: ${message.split('\n')[0] ?? ''}`);
  return new EngineError(`${what}: ${message.split(':')[0] ?? 'it failed'}`);
}

/** Whether the data, not the text, stopped a read: something in the files isn't what it should be. */
export function isDataFault(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  // of a file that is named .gz and isn't one, or has something after its end
  if (message.startsWith('IO Error: Input is not a GZIP stream')) return true;
  return !/^(IO|Out of Memory|Parser|Binder|Catalog|INTERNAL|Fatal)/.test(message);
}

/**
 * What a view itself says against a resource: `Type/id`, the place in the view, and what is wrong (see views/value.ts). It names
 * no contents. Null for any other fault.
 */
export function viewComplaint(error: unknown): string | null {
  const message = error instanceof Error ? error.message : '';
  return (
    /^Invalid Input Error: ([A-Z][A-Za-z]+\/[A-Za-z0-9.?-]{1,64}: (?:select|where)\[.*)/.exec(message)?.[1] ?? null
  );
}
