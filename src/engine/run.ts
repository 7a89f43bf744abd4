import { EnvironmentError } from '../errors.ts';
import { cleanType } from '../lake/cleaning.ts';
import type { Cleaning } from '../lake/cleaning.ts';
import type { DataFile } from '../lake/data-file.ts';
import { distinctGaps } from '../lake/issue.ts';
import type { Gap, Issue } from '../lake/issue.ts';
import { hasEnd } from '../lake/line-reader.ts';
import type { Source } from '../lake/source.ts';
import { neededResources } from '../sql/needed.ts';
import type { Job, Report, ResourceRelation, ResultRow, Runner, Suspect, Watch } from '../sql/runner.ts';
import { mergeShapes } from '../sql/views/compile.ts';
import type { StructShape } from '../sql/views/compile.ts';

/** What a run computes, once it is known which files there are and where they aren't complete. */
export type JobMaker = (
  files: ReadonlyMap<string, readonly DataFile[]>,
  gaps: readonly Gap[],
  issues: readonly Issue[],
) => Job;

export interface RunRequest {
  readonly source: Source;
  /** Resource types that the user says are complete, whatever the source shows. */
  readonly declaredComplete: ReadonlySet<string>;
  /** Resource types whose absence a rule may rest on. */
  readonly absenceNeeds: ReadonlySet<string>;
  readonly job: JobMaker;
  readonly runner: Runner;
  readonly scratch: string;
  readonly watch: Watch;
}

/** Lines of one resource type: read = used + quarantined + superseded. */
export interface Counts {
  readonly read: number;
  readonly used: number;
  readonly quarantined: number;
}

export interface RunResult {
  readonly results: Readonly<Record<string, readonly ResultRow[]>>;
  /** By resource type. */
  readonly counts: ReadonlyMap<string, Counts>;
  readonly issues: readonly Issue[];
  /** Types that aren't complete, for whom. */
  readonly gaps: readonly Gap[];
  /** Milliseconds, by phase. */
  readonly timings: Readonly<Record<string, number>>;
}

/** A type is cleaned at most so often: once for its lines, once more for the ids that repeat among the good ones. */
const CLEANINGS = 2;

/**
 * Runs a job over a source. Files are read fast; those of a type that can't be used as they are get checked line by line, and the
 * job runs again on what is good. Throws EngineError, EnvironmentError.
 */
export async function runOver(request: RunRequest): Promise<RunResult> {
  const repairs = new Repairs(request);
  const jobNow = (): { job: Job; gaps: Gap[]; issues: Issue[] } => {
    const gaps = gapsOf(request, repairs);
    const issues = [...request.source.issues, ...repairs.issues()];
    const job = request.job(repairs.files(), gaps, issues);
    return { job: { ...job, resources: neededResources(job) }, gaps, issues };
  };
  if (repairs.mayBeCutOff()) await repairs.cleanCutOff(jobNow().job.resources);
  for (;;) {
    const { job, gaps, issues } = jobNow();
    const report = await request.runner.run(job, request.watch);
    if (report.state === 'done')
      return { results: report.results, counts: countsOf(report.read, repairs), issues, gaps, timings: report.timings };
    for (const suspect of byType(report.suspects)) await repairs.clean(suspect, job.resources);
  }
}

function gapsOf({ source, declaredComplete, absenceNeeds }: RunRequest, repairs: Repairs): Gap[] {
  const lacking = [...absenceNeeds].filter((type) => !source.complete.has(type));
  const gaps = [...lacking.map((resourceType) => ({ resourceType, subject: null })), ...source.gaps, ...repairs.gaps()];
  return distinctGaps(gaps.filter(({ resourceType }) => !declaredComplete.has(resourceType)));
}

function countsOf(read: Extract<Report, { state: 'done' }>['read'], repairs: Repairs): Map<string, Counts> {
  return new Map(
    Object.entries(read).map(([type, used]) => {
      const counts = repairs.counts(type);
      return [type, { read: counts?.read ?? used, used, quarantined: counts?.quarantined ?? 0 }];
    }),
  );
}

/** One suspect a type: several views read the same files, and each of them may stumble. */
function byType(suspects: readonly Suspect[]): Suspect[] {
  return [...Map.groupBy(suspects, ({ resource }) => resource)].map(([resource, some]) => ({
    resource,
    duplicateIds: some.flatMap(({ duplicateIds }) => duplicateIds),
  }));
}

/** Types that had to be cleaned, and what came of it. */
class Repairs {
  readonly #request: RunRequest;
  readonly #cleanings = new Map<string, { cleaning: Cleaning; ids: Set<string>; times: number }>();

  constructor(request: RunRequest) {
    this.#request = request;
  }

  /** Only a compressed file can be cut off unseen. */
  mayBeCutOff(): boolean {
    return [...this.#request.source.files.values()].flat().some(({ path }) => path.endsWith('.gz'));
  }

  /** An engine may take a compressed file that is cut off for one that ends there, and what is missing for what never was. */
  async cleanCutOff(resources: readonly ResourceRelation[]): Promise<void> {
    const read = new Set(resources.map(({ view }) => view.resource));
    for (const [resource, files] of this.#request.source.files) {
      if (!read.has(resource)) continue;
      const ends = await Promise.all(files.map(({ path }) => hasEnd(path)));
      if (ends.includes(false)) await this.clean({ resource, duplicateIds: [] }, resources);
    }
  }

  async clean({ resource, duplicateIds }: Suspect, resources: readonly ResourceRelation[]): Promise<void> {
    const { source, scratch, watch } = this.#request;
    const before = this.#cleanings.get(resource);
    const times = (before?.times ?? 0) + 1;
    if (times > CLEANINGS)
      throw new EnvironmentError(
        `${resource}: the files can't be read as FHIR resources with distinct ids; give NDJSON`,
      );
    watch(`checking each line of ${resource}`, 0, 0);
    const ids = new Set([...(before?.ids ?? []), ...duplicateIds]);
    const files = source.files.get(resource) ?? [];
    const cleaning = await cleanType(resource, files, shapeOf(resource, resources), { duplicateIds: ids }, scratch);
    this.#cleanings.set(resource, { cleaning, ids, times });
  }

  files(): ReadonlyMap<string, readonly DataFile[]> {
    return new Map([
      ...this.#request.source.files,
      ...[...this.#cleanings].map(([type, { cleaning }]) => [type, cleaning.files] as const),
    ]);
  }

  gaps(): Gap[] {
    return [...this.#cleanings.values()].flatMap(({ cleaning }) => cleaning.gaps);
  }

  issues(): Issue[] {
    return [...this.#cleanings.values()].flatMap(({ cleaning }) => cleaning.issues);
  }

  counts(type: string): Cleaning['counts'] | undefined {
    return this.#cleanings.get(type)?.cleaning.counts;
  }
}

/** What all views together read of a type. */
function shapeOf(type: string, resources: readonly ResourceRelation[]): StructShape {
  const shapes = resources.filter(({ view }) => view.resource === type).map(({ view }) => view.shape);
  return shapes.reduce<StructShape>((merged, shape) => mergeShapes(merged, shape), { kind: 'struct', fields: {} });
}
