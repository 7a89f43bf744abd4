/**
 * `npm run setup:spark`: a virtual environment with pyspark beside the package, 512 MB. Says what is missing; does nothing where all
 * is there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { javaFault, PYSPARK_VERSION, VENV, VENV_PYTHON } from './surroundings.ts';

const PYSPARK = `pyspark==${PYSPARK_VERSION}`;

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
    existsSync(VENV_PYTHON) &&
    succeeds(VENV_PYTHON, '-c', `import pyspark; assert pyspark.__version__ == '${PYSPARK_VERSION}'`);
  if (isThere) return null;
  const maker = ['python3', 'python'].find((name) =>
    succeeds(name, '-c', 'import sys, venv; assert sys.version_info >= (3, 10)'),
  );
  if (maker === undefined)
    return 'Python 3.10 or later is missing, or its venv module (on Debian: apt-get install python3-venv)';
  process.stdout.write(`${PYSPARK} into ${VENV}: a minute, 512 MB\n`);
  try {
    run(maker, '-m', 'venv', VENV);
    run(VENV_PYTHON, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PYSPARK);
  } catch {
    return `${PYSPARK} could not be installed: see above, remove ${VENV} and try again`;
  }
  return null;
}

const fault = setUp() ?? (await javaFault());
if (fault !== null) {
  process.stderr.write(`setup:spark: ${fault}\n`);
  process.exitCode = 4;
}
