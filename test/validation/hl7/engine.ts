/**
 * HL7's own validation engine, kept running: installed once from Maven Central (146 MB) to build/hl7, then offline. It needs a JDK
 * 17 and Maven.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const HERE = import.meta.dirname;
const HOME = join(HERE, '../../../build/hl7');
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

export interface EngineError {
  /** HL7's own name of the message. */
  readonly id: string | null;
  /** Where, as the engine writes it. */
  readonly at: string | null;
  readonly text: string | null;
}

const errorsShape = z.array(
  z.object({ id: z.string().nullable(), at: z.string().nullable(), text: z.string().nullable() }),
);

export interface Engine {
  /** Errors of a resource, against the profiles that it claims and those given. */
  readonly errorsOf: (resource: unknown, profiles?: readonly string[]) => Promise<readonly EngineError[]>;
  readonly close: () => void;
}

/** Starts the engine with packages (.tgz) or folders of definitions. */
export async function startEngine(packages: readonly string[]): Promise<Engine> {
  install();
  const classPath = `${join(HOME, 'classes')}:${join(HOME, 'lib')}/*`;
  // Without these two, start and validation take two to three times as long.
  const options = ['-Xmx1500m', '-XX:TieredStopAtLevel=1', `-Dlogback.configurationFile=${join(HERE, 'logback.xml')}`];
  const child = spawn('java', [...options, '-cp', classPath, 'Engine', join(HERE, 'terminology'), ...packages], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('HL7’s engine ended before its work was done');
    return value;
  };
  await next();
  return {
    errorsOf: async (resource, profiles = []) => {
      child.stdin.write(`${profiles.join(',')}\t${JSON.stringify(resource)}\n`);
      return errorsShape.parse(JSON.parse(await next()));
    },
    close: () => {
      child.stdin.end();
      child.kill();
    },
  };
}

/** Does nothing where it is installed, and its source is the one that was compiled. */
function install(): void {
  const source = readFileSync(join(HERE, 'Engine.java'), 'utf8') + readFileSync(join(HERE, 'pom.xml'), 'utf8');
  const mark = join(HOME, 'source');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === source) return;
  mkdirSync(join(HOME, 'classes'), { recursive: true });
  const run = (command: string, args: string[]): unknown =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  run('mvn', [
    '-q',
    '-B',
    '-f',
    join(HERE, 'pom.xml'),
    COPY,
    `-DoutputDirectory=${join(HOME, 'lib')}`,
    '-DincludeScope=runtime',
  ]);
  run('javac', [
    '-nowarn',
    '--release',
    '17',
    '-cp',
    `${join(HOME, 'lib')}/*`,
    '-d',
    join(HOME, 'classes'),
    join(HERE, 'Engine.java'),
  ]);
  writeFileSync(mark, source);
}
