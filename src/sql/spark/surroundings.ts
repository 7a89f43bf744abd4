/** What Spark needs on a machine: which version, which Python, which Java. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Spark, with its scripts and its Java classes. The clusters that it joins run the same version, but for the patch. */
export const PYSPARK_VERSION = '4.2.0';

/** The virtual environment that `npm run setup:spark` makes in the checkout. */
export const VENV = fileURLToPath(new URL('../../../.venv-spark/', import.meta.url));
export const VENV_PYTHON = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

const OLDEST_JAVA = 17;
export const NO_JAVA = `Spark needs Java ${String(OLDEST_JAVA)} or later: install a JDK, or say in JAVA_HOME where it is`;

/** What to do where no Java is there that runs Spark; null where one is. `JAVA_HOME` goes before the PATH, as in Spark's own scripts. */
export async function javaFault(): Promise<string | null> {
  const home = process.env['JAVA_HOME'];
  const java = home === undefined || home === '' ? 'java' : join(home, 'bin', 'java');
  const said = await promisify(execFile)(java, ['-version']).catch(() => ({ stderr: '' }));
  const version = Number(/version "(\d+)/.exec(said.stderr)?.[1] ?? 0);
  return version < OLDEST_JAVA ? NO_JAVA : null;
}

/** Releases differ in what they compute and in how they speak with a cluster; patches of one don't. */
export function isExpectedVersion(version: string): boolean {
  const release = (text: string): string => text.split('.', 2).join('.');
  return release(version) === release(PYSPARK_VERSION);
}
