import type { Finding } from './issue.ts';

/** A finding, and where the resource that it is about stands. */
export interface Located {
  readonly finding: Finding;
  /** From 1; null where the whole file is meant. */
  readonly line: number | null;
  /** `Type/id`, where it can be told. */
  readonly resource: string | null;
}

/** What became of some lines, or of a file. */
export interface Validated {
  /** Resources that could be read. */
  readonly resources: number;
  readonly found: readonly Located[];
}
