import type { Job, ResourceRelation, Statement } from './runner.ts';

type Graph = Pick<Job, 'resources' | 'statements' | 'outputs' | 'results'>;

/** The statements whose relation anything that comes out of the job reads, through whatever others, in their order. */
export function neededStatements({ statements, outputs, results }: Omit<Graph, 'resources'>): readonly Statement[] {
  const read = new Set([...outputs, ...results].flatMap(({ reads }) => reads));
  const backwards = statements.toReversed().filter(({ name, reads }) => {
    // what the name stands for before its maker is something else
    if (!read.delete(name)) return false;
    for (const other of reads) read.add(other);
    return true;
  });
  return backwards.toReversed();
}

/**
 * What of its resources a job needs: the views that anything which comes out of it reads, through whatever others; and of their
 * types the view with one row for each resource, by which lines are counted and ids compared.
 */
export function neededResources(job: Graph): readonly ResourceRelation[] {
  const read = new Set([...neededStatements(job), ...job.outputs, ...job.results].flatMap(({ reads }) => reads));
  const types = new Set(job.resources.filter(({ view }) => read.has(view.name)).map(({ view }) => view.resource));
  return job.resources.filter(({ view, unique }) => read.has(view.name) || (unique && types.has(view.resource)));
}
