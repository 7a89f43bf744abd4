/**
 * `npm run setup:spark`: a virtual environment with pyspark beside the package, 512 MB. Says what is missing; does nothing where all
 * is there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Spark, with its scripts and its Java classes. The clusters that it joins run the same version. */
const PYSPARK = 'pyspark==4.2.0';

const venv = fileURLToPath(new URL('../../../.venv-spark/', import.meta.url));
const python = `${venv}${process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python'}`;

function succeeds(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'inherit' });
}

function setUp(): string | null {
  const isThere =
    existsSync(python) &&
    succeeds(python, '-c', `import pyspark; assert 'pyspark==' + pyspark.__version__ == '${PYSPARK}'`);
  if (isThere) return null;
  const maker = ['python3', 'python'].find((name) =>
    succeeds(name, '-c', 'import sys, venv; assert sys.version_info >= (3, 10)'),
  );
  if (maker === undefined)
    return 'Python 3.10 or later is missing, or its venv module (on Debian: apt-get install python3-venv)';
  process.stdout.write(`${PYSPARK} into ${venv}: a minute, 512 MB\n`);
  try {
    run(maker, '-m', 'venv', venv);
    run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PYSPARK);
  } catch {
    return `${PYSPARK} could not be installed: see above, remove ${venv} and try again`;
  }
  return null;
}

const fault = setUp();
if (fault !== null) {
  process.stderr.write(`setup:spark: ${fault}\n`);
  process.exitCode = 4;
} else if (!succeeds(process.env['JAVA_HOME'] ? `${process.env['JAVA_HOME']}/bin/java` : 'java', '-version')) {
  process.stderr.write('setup:spark: Spark needs Java 17 or later: install a JDK, or say in JAVA_HOME where it is\n');
  process.exitCode = 4;
}
