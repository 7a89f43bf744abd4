/** HAPI FHIR JPA, a server that nobody here wrote: its jars from Maven Central, started and stopped by a test. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const RECIPE = fileURLToPath(new URL('hapi/', import.meta.url));
/** Jars and classes; ignored by git. */
const BUILT = fileURLToPath(new URL('../../build/servers/hapi/', import.meta.url));
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
/** Beyond a gigabyte of heap it needs nothing; C2 would only keep the cores from the tests. */
const JVM = ['-Xmx1g', '-XX:TieredStopAtLevel=1'];

const run = promisify(execFile);

export interface RunningServer {
  /** Base URL. */
  readonly base: string;
  readonly stop: () => Promise<void>;
}

/** Downloads and compiles, where that hasn't been done for this recipe. */
export async function installHapi(): Promise<void> {
  const recipe = ['pom.xml', 'Main.java'].map((name) => readFileSync(join(RECIPE, name), 'utf8')).join('\n');
  const mark = join(BUILT, 'installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === recipe) return;
  const [lib, classes] = [join(BUILT, 'lib'), join(BUILT, 'classes')];
  mkdirSync(classes, { recursive: true });
  await run('mvn', [
    '-q',
    '-B',
    '-f',
    join(RECIPE, 'pom.xml'),
    COPY,
    `-DoutputDirectory=${lib}`,
    '-DincludeScope=runtime',
  ]);
  await run('javac', ['-nowarn', '--release', '17', '-cp', `${lib}/*`, '-d', classes, join(RECIPE, 'Main.java')]);
  writeFileSync(mark, recipe);
}

/** Starts it, empty, on a free port. Resolves once it answers. */
export async function startHapi(): Promise<RunningServer> {
  const port = await freePort();
  const classpath = `${join(BUILT, 'classes')}:${join(BUILT, 'lib')}/*`;
  const log = `-Dlogback.configurationFile=${join(RECIPE, 'logback.xml')}`;
  const child = spawn('java', [...JVM, log, '-cp', classpath, 'Main'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const isReady = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('HAPI FHIR R4 at')) resolve(true);
    });
    void ended.then(() => {
      resolve(false);
    });
  });
  // Whatever ends the tests ends the server.
  process.once('exit', () => child.kill('SIGKILL'));
  if (!(await isReady)) throw new Error(`HAPI did not start: ${errors.join('').slice(-2000)}`);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { base: `http://127.0.0.1:${port}/fhir`, stop };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
