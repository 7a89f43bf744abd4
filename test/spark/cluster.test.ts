/**
 * A standalone master and two workers on loopback: a check whose executor is killed with SIGKILL in the middle gives the rows of
 * DuckDB. The event log must show the loss; without it the kill came too late and proved nothing.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { duckdbRunner } from '../../src/sql/duckdb/runner.ts';
import type { Job, Report, Runner, Watch } from '../../src/sql/runner.ts';
import { sparkRunner } from '../../src/sql/spark/runner.ts';
import { peerbridge } from '../command/command.ts';
import { workshop } from '../command/folders.ts';
import { engines } from '../engines.ts';
import { bytesOf, checkInto, questionOf } from './check-run.ts';

const at = workshop();
const VENV = fileURLToPath(new URL('../../.venv-spark/', import.meta.url));
const MEMBERS = process.env['CLUSTER_MEMBERS'] ?? '10000';
const [FROM, TO] = ['2026-01-01', '2026-03-31'];
/** Statement during whose work the executor is killed: late enough that much depends on what it has done. */
const KILL_AT = 'lane_claim';

const started: ChildProcess[] = [];

function startSpark(kind: 'master.Master' | 'worker.Worker', ...args: readonly string[]): ChildProcess {
  const command = join(VENV, 'bin/spark-class');
  const env = { ...process.env, SPARK_LOCAL_IP: '127.0.0.1', SPARK_NO_DAEMONIZE: '1', SPARK_WORKER_DIR: at('work') };
  const child = spawn(command, [`org.apache.spark.deploy.${kind}`, ...args], { env, stdio: 'ignore' });
  started.push(child);
  return child;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Process ids of the executors of a worker. */
function executorsOf({ pid = 0 }: ChildProcess): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const children = rows.map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row)).filter((row) => row?.[2] === String(pid));
  return children.filter((row) => row?.[3]?.includes('CoarseGrainedExecutorBackend')).map((row) => Number(row?.[1]));
}

const eventSchema = z.looseObject({ Event: z.string() });

/** How many executors the event logs say were lost. */
function lossesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const lines = files.flatMap((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n'));
  const events = lines.filter((line) => line.startsWith('{')).map((line) => eventSchema.parse(JSON.parse(line)));
  return events.filter(
    (event) => event.Event === 'SparkListenerExecutorRemoved' && !JSON.stringify(event).includes('shutdown'),
  ).length;
}

/** Runs on Spark, and kills an executor once when a statement begins. */
function killing(runner: Runner, victim: () => void): Runner {
  let isDone = false;
  return {
    name: runner.name,
    run: (job: Job, watch: Watch): Promise<Report> =>
      runner.run(job, (step, done, all) => {
        watch(step, done, all);
        if (isDone || step !== KILL_AT) return;
        isDone = true;
        victim();
      }),
    close: () => runner.close(),
  };
}

// skipped where ENGINES has no spark
describe.skipIf(!engines.some(({ name }) => name === 'spark'))(
  'a cluster that loses an executor (else skipped)',
  () => {
    let worker: ChildProcess;
    let master: string;
    beforeAll(async () => {
      const [port, masterUi, ...uis] = [await freePort(), await freePort(), await freePort(), await freePort()];
      master = `spark://127.0.0.1:${port}`;
      const loopback = ['--host', '127.0.0.1'];
      startSpark('master.Master', ...loopback, '--port', String(port), '--webui-port', String(masterUi));
      const workers = uis.map((ui) =>
        startSpark('worker.Worker', ...loopback, '--cores', '1', '--memory', '2g', '--webui-port', String(ui), master),
      );
      worker = workers[0] ?? startSpark('worker.Worker', master);
    });
    afterAll(() => {
      for (const child of started) child.kill('SIGTERM');
    });

    test('gives the rows of DuckDB', async () => {
      mkdirSync(at('events'), { recursive: true });
      const source = at('source');
      const asked = ['--members', MEMBERS, '--seed', '4', '--from', FROM, '--to', TO, '--fhir', '--out', source];
      expect((await peerbridge(['generate', ...asked])).code).toBe(0);
      const question = await questionOf(FROM, TO);
      const due = await checkInto(at('duckdb'), source, question, duckdbRunner());
      const runner = sparkRunner({
        master,
        memoryLimit: '2GB',
        conf: {
          'spark.driver.host': '127.0.0.1',
          'spark.driver.bindAddress': '127.0.0.1',
          'spark.executor.memory': '1500m',
          'spark.sql.shuffle.partitions': '8',
          'spark.eventLog.enabled': 'true',
          'spark.eventLog.dir': `file:${at('events')}`,
        },
      });
      const fatal = killing(runner, () => {
        const [pid] = executorsOf(worker);
        if (pid === undefined) throw new TypeError('the worker has no executor');
        process.kill(pid, 'SIGKILL');
      });
      const found = await checkInto(at('spark'), source, question, fatal).finally(() => runner.close());
      expect(lossesIn(at('events')), 'killed too late').toBeGreaterThan(0);
      expect(bytesOf(found)).toEqual(bytesOf(due));
    });
  },
);
