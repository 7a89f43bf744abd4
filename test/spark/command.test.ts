/** The command line on Spark: what is missing is said in one line, and Ctrl-C leaves nothing behind. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { peerbridge, start } from '../command/command.ts';
import { workshop } from '../command/folders.ts';
import { engines } from '../engines.ts';

const at = workshop();
const SMALL_CENTER = fileURLToPath(new URL('../../examples/small-center/fhir/', import.meta.url));
const hasSpark = engines.some(({ name }) => name === 'spark');

function check(name: string, ...more: readonly string[]): string[] {
  const asked = ['--from', '2026-03-01', '--to', '2026-03-31', '--out', at(name), '--engine', 'spark'];
  return ['check', SMALL_CENTER, ...asked, ...more];
}

test.each([
  ['pyspark', { PEERBRIDGE_SPARK_PYTHON: '/no/such/python' }, [], 'npm run setup:spark'],
  ['Java', { JAVA_HOME: '/no/such/jdk' }, [], 'Java 17'],
  ['the master', {}, ['--master', 'spark://127.0.0.1:9'], 'no Spark master answers at spark://127.0.0.1:9'],
  ['a master of that kind', {}, ['--master', 'sparkle'], 'no master sparkle'],
])('where %s is missing, one line says what to do', async (_, env, more, message) => {
  const { code, stderr } = await peerbridge(check('missing', '--json', ...more), { env });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(message);
  expect(code).toBe(4);
  expect(existsSync(at('missing'))).toBe(false);
});

test('--master is for Spark alone, and an engine must be one that there is', async () => {
  const asked = ['check', SMALL_CENTER, '--from', '2026-03-01', '--to', '2026-03-31', '--out', at('wrong')];
  const [master, engine] = [
    await peerbridge([...asked, '--master', 'yarn']),
    await peerbridge([...asked, '--engine', 'x']),
  ];
  expect([master.code, engine.code]).toEqual([2, 2]);
  expect(engine.stderr).toContain('duckdb and spark');
});

// skipped where ENGINES has no spark
test.skipIf(!hasSpark)('interrupted, it ends its session and leaves nothing behind', async () => {
  const temporary = at('temporary');
  mkdirSync(temporary);
  const running = start(check('interrupted', '--master', 'local[2]'), { env: { TMPDIR: temporary } });
  await running.said('reading');
  running.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect(code).toBe(4);
  expect(stderr).toContain('interrupted; earlier output is as it was');
  expect(existsSync(at('interrupted'))).toBe(false);
  expect(readdirSync(temporary).filter((name) => name.startsWith('peerbridge-'))).toEqual([]);
  expect(driversWith(temporary)).toEqual([]);
});

/** Processes of the driver that was given this folder for its files. */
function driversWith(temporary: string): string[] {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(temporary) && line.includes('java'));
}
