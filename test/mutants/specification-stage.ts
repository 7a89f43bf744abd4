import { askedCases, dueLines, foundLines } from '../../src/specifications/case-question.ts';
import { answersIn, runsOf, worldOf } from '../../src/specifications/case-run.ts';
import { duckdbRunner } from '../../src/sql/duckdb/runner.ts';
import type { Cell, InputRelation, Job, Report, Result, ResultRow, Runner } from '../../src/sql/runner.ts';
import { findingSchema, issueSchema, judge, spanSchema } from '../world.ts';
import type { Stage } from './stage.ts';

/** One stage for each run of the check that specification cases share. */
export async function specificationStages(): Promise<Stage[]> {
  const asked = askedCases().flatMap(({ plain, otherwise }) => [plain, ...otherwise]);
  const byQuestion = new Map(asked.map((one) => [one.question, one]));
  const stages: Stage[] = [];
  for (const [index, run] of runsOf([...byQuestion.keys()]).entries()) {
    const recorder = new Recorder();
    await judge({ ...worldOf(run), runner: recorder });
    const { inputs, statements, results } = recorder.recorded();
    stages.push({
      name: `specification cases ${index + 1}`,
      inputs,
      statements,
      results,
      contradicted: (rows) => {
        const judged = {
          spans: written(rows, SPANS).map(toSpan),
          findings: written(rows, FINDINGS).map((row) => findingSchema.parse(row)),
          issues: written(rows, ISSUES).map(toIssue),
        };
        return answersIn(run, judged).flatMap(([question, answer]) => {
          const one = byQuestion.get(question);
          if (one === undefined) throw new TypeError('an answer to what was not asked');
          const [found, due] = [foundLines(one, answer), dueLines(one)].map((lines) => lines.join('\n'));
          const set = Object.entries(question.set).map(([name, value]) => ` with ${name}=${value}`);
          return found === due ? [] : [`${question.specification}: ${question.given.case}${set.join('')}`];
        });
      },
    });
  }
  return stages;
}

/** Tables that cases look at, by the file that holds them. */
const [SPANS, FINDINGS, ISSUES] = ['case-rate.csv', 'findings.csv', 'issues.csv'];

const toSpan = (row: Record<string, string>): ReturnType<typeof spanSchema.parse> => spanSchema.parse(row);
const toIssue = (row: Record<string, string>): ReturnType<typeof issueSchema.parse> => issueSchema.parse(row);

/** Rows as a CSV file has them: texts, lists joined by a space, empty for null. */
function written(results: Readonly<Record<string, readonly ResultRow[]>>, table: string): Record<string, string>[] {
  return (results[table] ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, textOf(cell)])),
  );
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.join(' ') : String(cell);
}

/** Runs on DuckDB, and keeps what was run, with the rows that the views read in place of their files. */
class Recorder implements Runner {
  readonly name = 'duckdb';
  #recorded: Pick<Stage, 'inputs' | 'statements' | 'results'> | null = null;

  async run(job: Job, watch: Parameters<Runner['run']>[1]): Promise<Report> {
    const names = job.resources.map(({ view }) => view.name);
    const extra = names.map((name): Result => ({
      name: `rows of ${name}`,
      sql: `select * from ${name}`,
      reads: [name],
    }));
    const report = await duckdbRunner().run({ ...job, results: [...job.results, ...extra] }, watch);
    if (report.state === 'done') {
      const resources = names.map((name): InputRelation => {
        const columns = report.columns[`rows of ${name}`] ?? [];
        const rows = (report.results[`rows of ${name}`] ?? []).map((row) =>
          columns.map((column) => row[column.name] ?? null),
        );
        return { name, columns, rows };
      });
      const outputs = [SPANS, FINDINGS, ISSUES].flatMap((table): Result[] =>
        job.outputs
          .filter(({ files }) => files.some(({ path }) => path.endsWith(table)))
          .map(({ sql, reads }) => ({ name: table, sql, reads })),
      );
      this.#recorded = { inputs: [...job.inputs, ...resources], statements: job.statements, results: outputs };
    }
    return report;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  recorded(): Pick<Stage, 'inputs' | 'statements' | 'results'> {
    if (this.#recorded?.results.length !== 3) throw new TypeError(`a check writes ${SPANS}, ${FINDINGS} and ${ISSUES}`);
    return this.#recorded;
  }
}
