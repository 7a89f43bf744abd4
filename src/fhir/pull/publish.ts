import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csvLine } from '../../lake/csv-line.ts';
import { distinctGaps } from '../../lake/issue.ts';
import type { Issue } from '../../lake/issue.ts';
import { FORMAT, MANIFEST, VERSION } from '../../lake/pulled/manifest.ts';
import type { LakeCounts, LakeManifest, LakeType } from '../../lake/pulled/manifest.ts';
import { linkOrCopy } from '../../lake/pulled/merge-type.ts';
import { writeWhole } from '../../lake/swap.ts';
import type { PullContext } from './context.ts';
import { mergePulled } from './merging.ts';
import type { MergedType } from './merging.ts';

/** Copies a type's NDJSON to a Parquet file; rejects where it can't. */
export type WriteParquet = (ndjson: string, parquet: string) => Promise<void>;

/** Puts what was received into the lake: whole, or not at all. Gives the manifest that is there now. Throws EnvironmentError. */
export async function publish(
  context: PullContext,
  source: string,
  writeParquet: WriteParquet | null,
): Promise<LakeManifest> {
  const merged = new Map<string, MergedType>();
  for (const type of readTypes(context)) {
    context.log.progress(`writing ${type}`, merged.size, null);
    merged.set(type, await mergePulled(context, type, isWholeAndSound(context, type)));
  }
  const manifest = manifestOf(context, source, merged);
  const write = async (folder: string): Promise<void> => {
    await placeFiles(context, manifest, merged, folder, writeParquet);
    await writeFile(join(folder, 'issues.csv'), issuesCsv(issuesOf(context)));
    // Last: where it is, the rest is.
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  };
  await writeWhole(context.folder, write, { intoLake: true });
  return manifest;
}

/** Types that something was asked of, or that the lake has of earlier pulls. */
function readTypes({ state, staging, before }: PullContext): string[] {
  const asked = Object.keys(state.types).filter((type) => staging.has(type));
  const held = Object.keys(before?.types ?? {}).filter((type) => before?.types[type]?.sha256 !== '');
  return [...new Set([...asked, ...held.filter((type) => staging.has(type))])].sort();
}

/** Only a reading that came to its end shows what is no longer there. */
function isWholeAndSound({ state }: PullContext, type: string): boolean {
  const typeState = state.types[type];
  return typeState?.isWhole === true && typeState.why === null;
}

function manifestOf(context: PullContext, source: string, merged: ReadonlyMap<string, MergedType>): LakeManifest {
  const { http, state, before } = context;
  const types: Record<string, LakeType> = { ...before?.types };
  const last: Record<string, LakeCounts> = {};
  for (const type of Object.keys(state.types).sort()) {
    types[type] = typeOf(context, type, merged.get(type) ?? null);
    const change = merged.get(type)?.change ?? { added: 0, changed: 0, unchanged: 0, deleted: 0 };
    const received = state.types[type]?.received ?? 0;
    last[type] = { received, ...change, quarantined: context.staging.quarantine(type).count };
  }
  return {
    format: FORMAT,
    version: VERSION,
    source,
    base: http.base.href,
    pulledAt: state.startedAt,
    method: state.method,
    types: Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1))),
    last,
  };
}

function typeOf(context: PullContext, type: string, merged: MergedType | null): LakeType {
  const { capability, state, staging, before } = context;
  const why = state.types[type]?.why ?? null;
  // What the server no longer lists stays as it was.
  const file = merged?.file ?? before?.types[type] ?? { resources: 0, bytes: 0, sha256: '' };
  const { count, gaps } = staging.quarantine(type);
  const isComplete = why === null && gaps.every(({ subject }) => subject !== null);
  const watermark = why === null && count === 0 ? state.startedAt : (before?.types[type]?.watermark ?? null);
  return {
    isListed: capability.types.has(type),
    isComplete,
    watermark,
    period: { start: null, end: isComplete ? state.startedAt : watermark },
    resources: file.resources,
    bytes: file.bytes,
    sha256: file.sha256,
    gaps: distinctGaps(gaps).map(({ subject }) => ({ subject })),
    why: why ?? (isComplete ? null : 'lines could not be read, and nobody knows whom they are about'),
  };
}

async function placeFiles(
  context: PullContext,
  manifest: LakeManifest,
  merged: ReadonlyMap<string, MergedType>,
  folder: string,
  writeParquet: WriteParquet | null,
): Promise<void> {
  for (const [type, { sha256 }] of Object.entries(manifest.types)) {
    if (sha256 === '') continue;
    const made = merged.get(type);
    const [ndjson, parquet] = [join(folder, `${type}.ndjson`), join(folder, `${type}.parquet`)];
    await linkOrCopy(made?.path ?? join(context.folder, `${type}.ndjson`), ndjson);
    if (writeParquet === null) continue;
    const isKept = made === undefined || made.isSame;
    if (isKept && (await isLinked(join(context.folder, `${type}.parquet`), parquet))) continue;
    await convert(context, type, () => writeParquet(ndjson, parquet));
  }
}

/** The NDJSON is the lake; a copy for other tools that can't be made is told, and missing. */
async function convert({ log }: PullContext, type: string, work: () => Promise<void>): Promise<void> {
  log.progress(`writing ${type}.parquet`, 0, null);
  await work().catch(() => {
    log.line(`${type}.parquet could not be written; the NDJSON is there`);
  });
}

async function isLinked(from: string, to: string): Promise<boolean> {
  return await linkOrCopy(from, to).then(
    () => true,
    () => false,
  );
}

function issuesOf({ state, staging }: PullContext): Issue[] {
  return Object.keys(state.types)
    .sort()
    .flatMap((type) => {
      const { count, issues } = staging.quarantine(type);
      const why = state.types[type]?.why ?? null;
      const unlisted: Issue[] = count > issues.length ? [more(type, count - issues.length)] : [];
      return [...(why === null ? [] : [incomplete(type, why)]), ...issues, ...unlisted];
    });
}

const WHOLE_FILE = { line: null, resource: null, code: 'incomplete' } as const;

function incomplete(type: string, message: string): Issue {
  return { ...WHOLE_FILE, file: `${type}.ndjson`, severity: 'warning', message };
}

function more(type: string, count: number): Issue {
  return { ...WHOLE_FILE, file: `${type}.ndjson`, severity: 'error', message: `${count} more lines could not be kept` };
}

function issuesCsv(issues: readonly Issue[]): string {
  const header = csvLine(['file', 'line', 'resource', 'code', 'severity', 'message']);
  const rows = issues.map(({ file, line, resource, code, severity, message }) =>
    csvLine([file ?? '', line === null ? '' : String(line), resource ?? '', code, severity, message]),
  );
  return [header, ...rows].join('');
}
