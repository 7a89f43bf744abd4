import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.ts';
import { CHECK_OPTIONS, checkInto, showChecked } from './check.ts';
import { exitOf } from './failure.ts';
import { generateCommand } from './generate.ts';
import { mapCommand } from './map.ts';
import { parseArguments } from './options.ts';

/** Sixty members; contacts of the months before carry the first days that are asked for. */
const MADE_UP = ['--members', '60', '--seed', '1', '--from', '2026-01-01', '--to', '2026-03-31'];
const MONTH = ['--from', '2026-03-01', '--to', '2026-03-31'];
/** Extracts that decide the daily case rate. */
const EXTRACTS = [
  'members',
  'organizations',
  'workers',
  'roles',
  'affiliations',
  'coverages',
  'referrals',
  'episodes',
  'contacts',
  'messages',
  'goals',
];
const STORY = new URL('../../examples/small-center/', import.meta.url);

/** `peerbridge demo`: generates extracts, maps and checks them, and shows what comes out; exit 0. */
export async function demo(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, { out: { type: 'string' } });
  if (given.operands.length > 0) throw new UsageError('demo takes no SOURCE; peerbridge check does');
  const out = given.last('out') ?? 'out/demo';
  const [extracts, fhir, checked] = [join(out, 'extracts'), join(out, 'fhir'), join(out, 'check')];
  say('1. Extracts of an EHR, of members who do not exist (peerbridge generate)');
  await generateCommand([...MADE_UP, '--out', extracts]);
  say('\n2. Mapped to FHIR, row by row (peerbridge map)');
  await mapCommand(['cbhc-extract', ...EXTRACTS.map((name) => join(extracts, `${name}.csv`)), '--out', fhir]);
  say('\n3. Which days of March may be claimed, and why (peerbridge check)\n');
  const question = parseArguments(MONTH, CHECK_OPTIONS);
  const result = await checkInto(question, [fhir], checked, ['demo', ...args]);
  await showChecked(result, question, checked);
  say(
    `\nThirty-five members whose verdicts were worked out by hand: ${relative(process.cwd(), fileURLToPath(new URL('README.md', STORY)))}`,
  );
  return exitOf(result);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
