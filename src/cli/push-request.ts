import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isResourceType } from '../definitions/elements.ts';
import { UsageError } from '../errors.ts';
import type { PushRequest } from '../fhir/push/push.ts';
import type { Change } from '../fhir/push/tally.ts';
import { csvLine } from '../lake/csv-line.ts';
import { TextFile } from '../lake/text-file.ts';
import type { Arguments } from './options.ts';
import { progress } from './progress.ts';
import { interruptible, numberOf, serverOf, SURROUNDINGS } from './server.ts';

/** A push, but for what is pushed. */
export type ServerRequest = Omit<PushRequest, 'source' | 'scratch'>;

/** Of the identifiers that are added, where none is named. */
const IDENTIFIER_SYSTEM = 'https://peerbridge.dev/fhir/NamingSystem/source-id';
/** Azure takes 500 entries at most; smaller Bundles are answered sooner and halved less. */
const ENTRIES = { usual: 100, most: 500 };
/** Of the resources of one Bundle; servers limit requests to some megabytes. */
const BUNDLE_BYTES = 2_000_000;

/** Does what a push does, with the server that the options name, until it is interrupted. Throws UsageError. */
export async function withServer<T>(given: Arguments, work: (request: ServerRequest) => Promise<T>): Promise<T> {
  const to = given.required('to', 'https://fhir.example.org/r4');
  const rule = { system: given.last('identifier-system') ?? IDENTIFIER_SYSTEM, own: ownSystems(given.all('match')) };
  const limits = { entries: entriesOf(given), bytes: BUNDLE_BYTES };
  const { watch, end } = progress(process.stderr, given.has('json'));
  return await interruptible(async ({ signal }) => {
    const http = await serverOf(to, given, 'write', signal);
    const [aliases, isDryRun, surroundings] = [given.all('alias'), given.has('dry-run'), SURROUNDINGS];
    const request = { http, aliases, rule, limits, isDryRun, surroundings, signal, watch };
    try {
      return await withChanges(given.last('changes'), (told) => work({ ...request, ...told }));
    } finally {
      end();
      http.close();
    }
  });
}

function entriesOf(given: Arguments): number {
  const entries = Math.floor(numberOf(given, 'max-entries', ENTRIES.usual, 1));
  if (entries > ENTRIES.most) throw new UsageError(`--max-entries is ${ENTRIES.most} at most, as servers take no more`);
  return entries;
}

/** Where a file is named, writes what became of each resource, and its id on the server, a line each. */
async function withChanges<T>(
  path: string | undefined,
  work: (told: Pick<PushRequest, 'see' | 'seen'>) => Promise<T>,
): Promise<T> {
  if (path === undefined) return await work({ see: () => undefined, seen: () => Promise.resolve() });
  // An earlier file stays until this one is whole: whole too where the push fails, as it says what has been done by then.
  const partial = join(dirname(path), `.peerbridge-${process.pid}.partial`);
  const file = await TextFile.open(partial).catch(() => {
    throw new UsageError(`--changes ${path} cannot be written: name another file`);
  });
  try {
    file.add(csvLine(['resource', 'change', 'server']));
    const see = ({ resource, fate, server }: Change): void => {
      file.add(csvLine([resource, fate, server ?? '']));
    };
    return await work({ see, seen: () => file.flush() });
  } finally {
    await file.close();
    await rename(partial, path);
  }
}

/** `Organization=http://hl7.org/fhir/sid/us-npi` and its like. Throws UsageError. */
function ownSystems(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text): [string, string] => {
      const [, type = '', system = ''] = /^([A-Za-z]+)=(\S+)$/.exec(text) ?? [];
      if (isResourceType(type)) return [type, system];
      throw new UsageError(
        `--match needs TYPE=SYSTEM, such as Organization=http://hl7.org/fhir/sid/us-npi; it is ${text}`,
      );
    }),
  );
}
