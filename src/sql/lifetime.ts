import type { Job, ResourceRelation, Statement } from './runner.ts';

export interface Lifetime {
  /** Whether anything that comes out of the job reads the statement's relation, through whatever others. */
  readonly isUsed: boolean;
  /** Tables that nothing reads after the statement: an engine can let go of them. */
  readonly ends: readonly string[];
}

type Graph = Pick<Job, 'resources' | 'statements' | 'outputs' | 'results'>;

/** For each statement, by its place, whether it is used and what ends with it. To read a view is to read what it reads. */
export function lifetimes({ resources, statements, outputs, results }: Graph): readonly Lifetime[] {
  const tables = new Set([...resources.map(({ view }) => view.name), ...tableNames(statements)]);
  const read = expanded(
    [...outputs, ...results].flatMap(({ reads }) => reads),
    statements,
  );
  const backwards = [...statements.entries()].toReversed().map(([index, statement]): Lifetime => {
    // what the name stands for before its maker is something else
    if (!read.delete(statement.name)) return { isUsed: false, ends: [] };
    if (statement.as === 'view') return { isUsed: true, ends: [] };
    const reads = [...expanded(statement.reads, statements.slice(0, index))];
    const ends = reads.filter((name) => tables.has(name) && !read.has(name));
    for (const name of reads) read.add(name);
    return { isUsed: true, ends };
  });
  return backwards.toReversed();
}

/**
 * What of its resources a job needs: the views that anything which comes out of it reads, through whatever others; and of their
 * types the view with one row for each resource, by which lines are counted and ids compared.
 */
export function neededResources(job: Graph): readonly ResourceRelation[] {
  const read = namesRead(job);
  const types = new Set(job.resources.filter(({ view }) => read.has(view.name)).map(({ view }) => view.resource));
  return job.resources.filter(({ view, unique }) => read.has(view.name) || (unique && types.has(view.resource)));
}

/** All names that used statements, outputs and results read. */
function namesRead(job: Graph): Set<string> {
  const lives = lifetimes(job);
  const used = job.statements.filter((_, index) => lives[index]?.isUsed === true);
  return new Set([...used, ...job.outputs, ...job.results].flatMap(({ reads }) => reads));
}

function tableNames(statements: readonly Statement[]): string[] {
  return statements.filter(({ as }) => as === 'table').map(({ name }) => name);
}

/** The names, and what the views among them read. Of a view that is made twice the later counts. */
function expanded(names: readonly string[], before: readonly Statement[]): Set<string> {
  const views = new Map(before.map((one) => [one.name, one.as === 'view' ? one.reads : []]));
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const read of views.get(name) ?? []) visit(read);
  };
  for (const name of names) visit(name);
  return found;
}
