import { stopwatch } from '../stopwatch.ts';
import type { Job, Report, Runner, Watch } from '../runner.ts';
import { JobRelations } from './job.ts';
import { Prelude } from './prelude.ts';
import { SparkSession } from './session.ts';
import type { Settings } from './session.ts';
import { orderedSteps } from '../dependencies.ts';
import { sideBySide } from '../side-by-side.ts';

/** Apache Spark, started with the first job and kept until `close`. Scratch folders and outputs must be where executors reach them. */
export function sparkRunner(settings: Settings): Runner {
  return new SparkRunner(settings);
}

class SparkRunner implements Runner {
  readonly name = 'spark';
  readonly #settings: Settings;
  #started: Promise<Started> | undefined;
  /** Relations have one name space, so that jobs follow each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async run(job: Job, watch: Watch): Promise<Report> {
    const report = this.#last.then(async () => {
      if (this.#started === undefined) watch('starting Spark', 0, 0);
      this.#started ??= open(this.#settings);
      return await runJob(await this.#started, job, watch);
    });
    this.#last = report.catch(() => undefined);
    return await report;
  }

  async close(): Promise<void> {
    const started = await this.#started?.catch(() => undefined);
    await started?.session.close();
    this.#started = undefined;
  }
}

interface Started {
  readonly session: SparkSession;
  readonly prelude: Prelude;
  readonly settings: Settings;
}

async function open(settings: Settings): Promise<Started> {
  const prelude = await Prelude.read();
  const session = await SparkSession.start(settings);
  for (const sql of prelude.statements) await session.request('run', { sql });
  return { session, prelude, settings };
}

/** How many statements are given to Spark at a time. It plans each on one processor of the driver, and most are narrow. */
const LANES = 4;

async function runJob({ session, prelude, settings }: Started, job: Job, watch: Watch): Promise<Report> {
  const lap = stopwatch();
  const relations = new JobRelations(session, prelude, job.scratch, settings);
  const steps = orderedSteps(job);
  const all = job.resources.length + steps.length;
  let begun = 0;
  try {
    for (const input of job.inputs) await relations.give(input);
    const { read, suspects } = await relations.read(job.resources, (resource) => {
      watch(`reading ${resource}`, begun++, all);
    });
    if (suspects.length > 0) return { state: 'suspect', suspects };
    const reading = lap();
    await sideBySide(steps, LANES, async (place) => {
      const step = steps[place]?.step;
      if (step === undefined) return;
      watch(step.kind === 'output' ? 'writing' : step.of.name, begun++, all);
      if (step.kind === 'statement') await relations.make(step.of);
      else if (step.kind === 'output') await relations.write(step.of);
      else await relations.take(step.of);
    });
    const { results, columns } = relations;
    return { state: 'done', read, results, columns, timings: { reading, computing: lap() } };
  } finally {
    await relations.drop();
  }
}
