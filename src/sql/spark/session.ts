import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { availableParallelism, tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { EnvironmentError } from '../../errors.ts';
import type { SparkFault } from './faults.ts';
import { SparkError } from './faults.ts';
import { isExpectedVersion, javaFault, NO_JAVA, PYSPARK_VERSION, VENV_PYTHON } from './surroundings.ts';

export interface Settings {
  /** As Spark takes it: local[2], spark://host:7077, yarn, k8s://https://host:6443. */
  readonly master: string;
  /** Memory of the driver, which is the whole engine where the master is local: '900MB', '3GB'. */
  readonly memoryLimit?: string;
  /** Further properties of Spark. */
  readonly conf?: Readonly<Record<string, string>>;
}

/** What every text of ours relies on, and no run may have otherwise. */
const SEMANTICS: Readonly<Record<string, string>> = {
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.ansi.enabled': 'true',
  'spark.sql.ansi.doubleQuotedIdentifiers': 'true',
  // Dates before 1582 are those of ISO 8601, as in FHIR.
  'spark.sql.parquet.datetimeRebaseModeInWrite': 'CORRECTED',
  'spark.sql.parquet.datetimeRebaseModeInRead': 'CORRECTED',
  // Chains of organizations and messages are as long as they are.
  'spark.sql.cteRecursionLevelLimit': '-1',
  'spark.sql.cteRecursionRowLimit': '-1',
};
const HOUSEKEEPING: Readonly<Record<string, string>> = {
  'spark.sql.catalogImplementation': 'in-memory',
  'spark.local.dir': tmpdir(),
  'spark.ui.enabled': 'false',
  'spark.ui.showConsoleProgress': 'false',
  'spark.log.level': 'OFF',
  'spark.app.name': 'peerbridge',
};
/** A local master speaks with nobody else; and two hundred partitions, as of a cluster, are a burden on one machine. */
const LOCAL: Readonly<Record<string, string>> = {
  'spark.driver.host': '127.0.0.1',
  'spark.driver.bindAddress': '127.0.0.1',
  'spark.sql.shuffle.partitions': String(4 * availableParallelism()),
};

const answerSchema = z.object({
  id: z.number(),
  ok: z.unknown().optional(),
  error: z
    .object({
      kind: z.string(),
      condition: z.string().nullable(),
      message: z.string(),
      start: z.union([z.number(), z.tuple([z.number(), z.number()])]).nullish(),
    })
    .optional(),
});
type Answer = z.infer<typeof answerSchema>;
const startSchema = z.object({ version: z.string() });

const DRIVER = fileURLToPath(new URL('driver.py', import.meta.url));

/**
 * One start of Spark: the driver, a process of its own, and what it was told. It ends with `close`, and where this process ends
 * in whatever way, as its input ends then.
 */
export class SparkSession {
  readonly #driver: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting = new Map<number, (answer: Answer | null) => void>();
  #requests = 0;
  /** The last words of a start that failed; of what comes later nothing is kept, as it may quote data. */
  #lastWords = '';
  #isStarted = false;

  private constructor(python: string) {
    // Its own process group: Ctrl-C is for this process, which then ends the session in an orderly way.
    this.#driver = spawn(python, [DRIVER], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: environment() });
    this.#driver.on('error', () => {
      this.#lastWords = NOT_SET_UP;
    });
    this.#driver.stdin.on('error', () => undefined);
    this.#driver.stderr.setEncoding('utf8').on('data', (words: string) => {
      if (!this.#isStarted) this.#lastWords = (this.#lastWords + words).slice(-10_000);
    });
    const lines = createInterface({ input: this.#driver.stdout });
    lines.on('line', (line) => {
      const answer = answerSchema.parse(JSON.parse(line));
      this.#settle(answer.id, answer);
    });
    lines.on('close', () => {
      for (const id of [...this.#waiting.keys()]) this.#settle(id, null);
    });
  }

  /** Throws EnvironmentError, in a line that says what to do, where Java, pyspark or the master is missing, or pyspark is another. */
  static async start(settings: Settings): Promise<SparkSession> {
    const python = pythonOf();
    const noJava = await javaFault();
    if (noJava !== null) throw new EnvironmentError(noJava);
    const { master } = settings;
    const conf = {
      ...HOUSEKEEPING,
      ...(master.startsWith('local') ? LOCAL : {}),
      ...(settings.memoryLimit === undefined ? {} : { 'spark.driver.memory': jvmSize(settings.memoryLimit) }),
      ...settings.conf,
      ...SEMANTICS,
    };
    const session = new SparkSession(python);
    try {
      const { version } = startSchema.parse(await session.request('start', { master, conf }));
      if (!isExpectedVersion(version))
        throw new EnvironmentError(`pyspark is ${version}, and ${PYSPARK_VERSION} is needed: npm run setup:spark`);
    } catch (error) {
      await session.close();
      throw error instanceof EnvironmentError ? error : session.#startFault(master, error);
    }
    session.#isStarted = true;
    session.#lastWords = '';
    return session;
  }

  /**
   * Asks the driver for one thing (see driver.py); several may be asked side by side.
   * Throws SparkError where Spark refused it, EnvironmentError where Spark is gone.
   */
  async request(what: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = ++this.#requests;
    const answer = await new Promise<Answer | null>((resolve) => {
      this.#waiting.set(id, resolve);
      if (!this.#driver.stdout.readable) this.#settle(id, null);
      else this.#driver.stdin.write(`${JSON.stringify({ id, do: what, ...args })}\n`);
    });
    if (answer === null) throw new EnvironmentError('Spark ended before its work was done');
    if (answer.error !== undefined) throw new SparkError(answer.error);
    return answer.ok;
  }

  #settle(id: number, answer: Answer | null): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  /** Ends the session, and on the cluster all that it still does. */
  async close(): Promise<void> {
    this.#driver.stdin.end();
    if (this.#driver.pid !== undefined && this.#driver.exitCode === null && this.#driver.signalCode === null)
      await once(this.#driver, 'exit');
  }

  #startFault(master: string, error: unknown): EnvironmentError {
    const fault: Partial<SparkFault> = error instanceof SparkError ? error.fault : {};
    const words = `${fault.message ?? ''}\n${this.#lastWords}`;
    if (fault.kind === 'ConnectionError' || /All masters are unresponsive/.test(words))
      return new EnvironmentError(`no Spark master answers at ${master}: start it, or name another with --master`);
    if (words.includes(NOT_SET_UP) || /ModuleNotFoundError|No module named/.test(words))
      return new EnvironmentError(NOT_SET_UP);
    if (/Could not parse Master URL|MASTER_URL|Master must either/i.test(words))
      return new EnvironmentError(`Spark knows no master ${master}: give local[2], spark://HOST:7077, yarn or k8s://…`);
    if (/UnsupportedClassVersion/.test(words)) return new EnvironmentError(NO_JAVA);
    const cause = /^.*(?:Error|Exception)\b.*$/m.exec(words)?.[0].trim();
    return new EnvironmentError(`Spark did not start at ${master}${cause === undefined ? '' : `: ${cause}`}`);
  }
}

const NOT_SET_UP = 'pyspark is not there: npm run setup:spark, or name a Python that has it in PEERBRIDGE_SPARK_PYTHON';

function pythonOf(): string {
  const given = process.env['PEERBRIDGE_SPARK_PYTHON'];
  if (given !== undefined && given !== '') return given;
  if (!existsSync(VENV_PYTHON)) throw new EnvironmentError(NOT_SET_UP);
  return VENV_PYTHON;
}

/** An empty SPARK_HOME breaks Spark's own scripts. */
function environment(): NodeJS.ProcessEnv {
  const given = Object.entries(process.env).filter(([name, value]) => name !== 'SPARK_HOME' || value !== '');
  return { ...Object.fromEntries(given), PYTHONUNBUFFERED: '1' };
}

/** '900MB' as Java takes it: '900m'. */
function jvmSize(size: string): string {
  return size.replace(/MB$/, 'm').replace(/GB$/, 'g');
}
