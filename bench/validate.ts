/**
 * `node bench/validate.ts`: how many Encounters a second one thread checks against PeerContact, beside Medplum's validateResource as
 * it comes, on the same lines in the same minutes; how long the command takes from spawn to exit on one resource, and on all of
 * them with all cores; how much memory it takes at its most. `-- --members N` (default 5,000, about 130,000 Encounters).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { r4Faults } from '../test/r4.ts';
import { validateBlock } from '../src/validation/line.ts';
import { Validator } from '../src/validation/validator.ts';
import { measure, median } from './process.ts';

const { values } = parseArgs({ options: { members: { type: 'string', default: '5000' } } });
const root = join(import.meta.dirname, '..');
const cli = join(root, 'src/cli/main.ts');
const home = join(root, `out/bench/validate-${values.members}`);
const encounters = join(home, 'Encounter.ndjson');
const CLAIM = 'https://peerbridge.dev/fhir/StructureDefinition/peer-contact';
/** Enough to be warm, few enough for the slower of the two. */
const LINES = 20_000;

if (!existsSync(encounters)) {
  mkdirSync(join(root, 'out/bench'), { recursive: true });
  const asked = ['--members', values.members, '--seed', '3', '--from', '2026-01-01', '--to', '2026-06-30'];
  execFileSync(process.execPath, [cli, 'generate', ...asked, '--fhir', '--out', home], { stdio: 'ignore' });
}
const lines = readFileSync(encounters, 'utf8')
  .split('\n')
  .filter((line) => line.includes(CLAIM))
  .slice(0, LINES);
if (lines.length < 1000) throw new Error(`${encounters} has only ${lines.length} Encounters that claim ${CLAIM}`);

const block = { bytes: Buffer.from(lines.join('\n')), firstLine: 1, fault: null };
const validator = new Validator();
const ours: number[] = [];
const medplum: number[] = [];
for (let run = 0; run < 4; run++) {
  const [one, other] = [rateOf(lines.length, checkByUs), rateOf(2000, checkByMedplum)];
  // the first warms up
  if (run === 0) continue;
  ours.push(one);
  medplum.push(other);
}
console.log(
  `${lines.length} Encounters against PeerContact, one thread, JSON parsing included: ${Math.round(median(ours))} a second (aim 5,000)`,
);
console.log(
  `Medplum's validateResource against base R4, fewer rules, in the same run: ${Math.round(median(medplum))} a second`,
);

const single = join(root, 'out/bench/one.ndjson');
writeFileSync(single, `${lines[0] ?? ''}\n`);
const starts: number[] = [];
for (let run = 0; run < 5; run++) starts.push((await measure([cli, 'validate', single])).seconds);
console.log(`one Encounter, from spawn to exit: ${median(starts).toFixed(2)} s (aim 0.5 s)`);
const { seconds, peak } = await measure([cli, 'validate', encounters]);
console.log(
  `all Encounters (${Math.round(readFileSync(encounters).length / 1e6)} MB), ${availableParallelism()} cores, from spawn to exit: ${seconds.toFixed(1)} s, peak ${Math.round(peak ?? 0)} MB`,
);

/** How many a second. */
function rateOf(count: number, work: () => void): number {
  const before = performance.now();
  work();
  return (count * 1000) / (performance.now() - before);
}

function checkByUs(): void {
  const { found } = validateBlock(validator, block, 'Encounter');
  if (found.some(({ finding }) => finding.severity === 'error')) throw new Error('a generated Encounter is not valid');
}

function checkByMedplum(): void {
  for (const line of lines.slice(0, 2000))
    if (r4Faults(JSON.parse(line)).length > 0) throw new Error('Medplum finds an error');
}
