import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { serveDemo } from '../demo-server/serve.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { openSource } from '../lake/source.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { withScratch } from './session.ts';

const OPTIONS = { demo: { type: 'boolean' }, port: { type: 'string' } } as const satisfies OptionTypes;
const STORY = fileURLToPath(new URL('../../examples/small-center/fhir', import.meta.url));
const PORTS = { usual: 8080, most: 65_535 };

/** `peerbridge serve --demo`: until it is interrupted; exit 0. */
export async function serveCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  if (!given.has('demo')) throw new UsageError('serve needs --demo: there is no other server yet');
  const port = portOf(given);
  const sources = given.operands.length === 0 ? [STORY] : given.operands;
  const serve = await loadServer();
  const server = await withScratch(async (scratch) => serve(await openSource(sources, scratch), scratch, port));
  for (const { file, line, message } of server.issues.filter(({ severity }) => severity === 'error'))
    say(`not served: ${file ?? ''}${line === null ? '' : `:${line}`}: ${message}`);
  say(`${server.base} serves ${server.resources} resources from memory. Ctrl-C ends it, and what was written is gone.`);
  await interrupted();
  await server.close();
  return EXIT.complete;
}

/** Its packages are large, and nothing else needs them: in an installed package they may not be there. */
async function loadServer(): Promise<typeof serveDemo> {
  try {
    return (await import('../demo-server/serve.ts')).serveDemo;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new EnvironmentError(
      'serve --demo needs packages that are not installed: npm install --save-exact @medplum/fhir-router@5.2.13 express@5.3.0',
    );
  }
}

function portOf(given: Arguments): number {
  const text = given.last('port') ?? String(PORTS.usual);
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= PORTS.most) return port;
  throw new UsageError(`--port needs a number from 0 to ${PORTS.most}; it is ${text}`);
}

/** In good order: here an interruption is how it ends. */
async function interrupted(): Promise<void> {
  const ended = new AbortController();
  const { signal } = ended;
  await Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name, { signal }).catch(() => undefined)));
  ended.abort();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
