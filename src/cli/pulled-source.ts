import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Arguments } from './options.ts';
import { PULL_OPTIONS } from './pull-options.ts';

/** What a command reads: paths, and whether something is missing of a server that they were pulled from. */
export interface LocalSources {
  readonly paths: readonly string[];
  readonly isPartial: boolean;
  /** By which the same can be read again once the command has ended; none where it was pulled for this command alone. */
  readonly again: readonly string[];
}

/** Pulls a source that is a server into `--cache LAKE`, or into a lake in `scratch`. Throws UsageError, EnvironmentError. */
export async function localSources(
  sources: readonly string[],
  given: Arguments,
  scratch: string,
): Promise<LocalSources> {
  const [url, another] = sources;
  if (!sources.some(isServer)) {
    checkNoPullOptions(given);
    return { paths: sources, isPartial: false, again: sources };
  }
  if (url === undefined || another !== undefined)
    throw new UsageError('a server is a source of its own: name it alone, or pull it into a lake first');
  const cache = given.last('cache');
  // What talks with servers is loaded for them alone: it takes as long as a small check.
  const { pullInto } = await import('./pull.ts');
  const { folder, isPartial } = await pullInto(
    url,
    cache ?? join(scratch, 'lake'),
    given,
    cache !== undefined && !given.has('no-parquet'),
  );
  return { paths: [folder], isPartial, again: cache === undefined ? [] : [folder] };
}

function isServer(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

function checkNoPullOptions(given: Arguments): void {
  const used = [...Object.keys(PULL_OPTIONS), 'cache'].find((name) => given.has(name) || given.all(name).length > 0);
  if (used !== undefined) throw new UsageError(`--${used} is for a SOURCE that is a server, https://…`);
}
