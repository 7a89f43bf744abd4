import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { UsageError } from '../errors.ts';
import { CHECK_OPTIONS, checkInto, exitOf, showChecked } from './check.ts';
import { parseArguments } from './options.ts';

/** The story that comes with the package. Its month is over, so that every day of it is known. */
const STORY = new URL('../../examples/small-center/', import.meta.url);
const MONTH = ['--from', '2026-03-01', '--to', '2026-03-31'];

/** `peerbridge demo`: checks the story and shows what comes out; exit 0. */
export async function demo(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, { out: { type: 'string' } });
  if (given.operands.length > 0) throw new UsageError('demo takes no SOURCE; peerbridge check does');
  const out = given.last('out') ?? 'out/demo';
  const question = parseArguments(MONTH, CHECK_OPTIONS);
  const sources = [fromHere('fhir')];
  const readme = fromHere('README.md');
  process.stdout.write(`A small center that does not exist, in March 2026. Its members' stories: ${readme}\n\n`);
  const checked = await checkInto(question, sources, out, ['demo', ...args]);
  await showChecked(checked, question, sources, out);
  return exitOf(checked);
}

/** Path of a part of the story, from the current folder. */
function fromHere(part: string): string {
  return relative(process.cwd(), fileURLToPath(new URL(part, STORY)));
}
