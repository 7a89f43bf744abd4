import { neededStatements } from './needed.ts';
import type { Job, Output, Result, Statement } from './runner.ts';

/** One thing that a job does after reading: a statement that something comes of, an output, or a result. */
export type Step =
  | { readonly kind: 'statement'; readonly of: Statement }
  | { readonly kind: 'output'; readonly of: Output }
  | { readonly kind: 'result'; readonly of: Result };

export interface OrderedStep {
  readonly step: Step;
  /** Places of the steps that must be done before: whose relation it reads, or who still reads what it makes anew. */
  readonly after: readonly number[];
  /** Tables that it reads, through whatever views. */
  readonly tables: readonly string[];
}

type Graph = Pick<Job, 'resources' | 'statements' | 'outputs' | 'results'>;

interface Definition {
  readonly place: number;
  readonly isTable: boolean;
  readonly reads: readonly string[];
  readonly readers: number[];
}

/** The steps of a job in their order, and for each what it waits for: all else may run beside it. */
export function orderedSteps(job: Graph): OrderedStep[] {
  const steps: Step[] = [
    ...neededStatements(job).map((of) => ({ kind: 'statement', of }) as const),
    ...job.outputs.map((of) => ({ kind: 'output', of }) as const),
    ...job.results.map((of) => ({ kind: 'result', of }) as const),
  ];
  const resources = new Set(job.resources.map(({ view }) => view.name));
  const definitions = new Map<string, Definition>();
  return steps.map((step, place) => {
    const names = namesRead(step.of.reads, definitions);
    const tables = names.filter((name) => resources.has(name) || definitions.get(name)?.isTable === true);
    const read = names.flatMap((name) => definitions.get(name) ?? []);
    const after = new Set(read.map((definition) => definition.place));
    for (const { readers } of read) readers.push(place);
    if (step.kind === 'statement') {
      const { name, as, reads } = step.of;
      const before = definitions.get(name);
      // what read the name when it stood for something else must be through
      if (before !== undefined) for (const earlier of [before.place, ...before.readers]) after.add(earlier);
      definitions.set(name, { place, isTable: as === 'table', reads, readers: [] });
    }
    return { step, after: [...after].filter((earlier) => earlier !== place), tables };
  });
}

/** All names that a step reads: to read a view is to read what it reads. */
function namesRead(reads: readonly string[], definitions: ReadonlyMap<string, Definition>): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const definition = definitions.get(name);
    if (definition?.isTable === false) definition.reads.forEach(visit);
  };
  reads.forEach(visit);
  return [...found];
}
