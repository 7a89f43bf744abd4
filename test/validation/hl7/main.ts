/**
 * `npm run test:validator`: our validator beside HL7's engine (through HAPI, offline), over US Core's examples, what we write, and
 * mutations of both that break one rule each. Prints who finds what, and every difference; exit 1 where one isn't explained in
 * src/validation/README.md. Options: `--seed N`, `--mutations N` (of each kind and corpus, default 8), `--verbose`.
 */
import { parseArgs } from 'node:util';
import { Definitions, builtDefinitions } from '../../../src/validation/definitions.ts';
import { compile, NOTHING_BELOW } from '../../../src/validation/compile.ts';
import { readPackage } from '../../../src/validation/package.ts';
import { MUTATIONS } from '../mutations.ts';
import { seeded } from '../seeded.ts';
import { explanationOf, startPair, verdictOf } from './compare.ts';
import type { Compared, Pair, Verdict } from './compare.ts';
import { OUR_PACKAGE, examplesIn, generated, usCorePackage } from './corpora.ts';
import type { Example } from './corpora.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    mutations: { type: 'string', default: '8' },
    verbose: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const all: Compared[] = [];

const ours = [...examplesIn(OUR_PACKAGE), ...generated(150, seed, 2)];
if (ours.length === 0) throw new Error('there are no resources of ours to compare');
const [first, ...later] = ['610', '700', '800'].flatMap((version) => usCorePackage(version) ?? []);
if (first === undefined)
  console.warn(
    'skipped: US Core’s packages are not in ../shared/testdata, so its examples and mutations of them are not compared',
  );

await withPair(first === undefined ? [] : [first], async (pair, definitions) => {
  await compareAll(pair, 'what we write, and our examples', ours);
  await compareMutated(pair, definitions, ours, 'of ours');
  if (first === undefined) return;
  const examples = examplesIn(first);
  await compareAll(pair, 'US Core 6.1.0 examples', examples);
  await compareMutated(pair, definitions, examples, 'of US Core');
});
for (const path of later)
  await withPair([path], (pair) =>
    compareAll(pair, `US Core ${path.includes('700') ? '7.0.0' : '8.0.0'} examples`, examplesIn(path)),
  );
report();

async function withPair(
  packages: readonly string[],
  work: (pair: Pair, definitions: Definitions) => Promise<void>,
): Promise<void> {
  const texts = await Promise.all(packages.map(async (path) => compile(await readPackage(path), NOTHING_BELOW).texts));
  const pair = await startPair(OUR_PACKAGE, packages);
  try {
    await work(pair, new Definitions([builtDefinitions(), ...texts]));
  } finally {
    pair.close();
  }
}

async function compareAll(pair: Pair, group: string, examples: readonly Example[]): Promise<void> {
  for (const example of examples) all.push(await pair.compare(group, example));
}

/** Mutations of resources that are valid: of each kind as many as asked for, where they can be. */
async function compareMutated(
  pair: Pair,
  definitions: Definitions,
  examples: readonly Example[],
  whose: string,
): Promise<void> {
  const valid = examples.filter(({ resource }) =>
    pair.validator.validate(resource).every(({ severity }) => severity !== 'error'),
  );
  for (const { kind, apply } of MUTATIONS) {
    const pick = seeded(`${seed} ${kind} ${whose}`);
    let made = 0;
    for (let trial = 0; trial < 200 && made < Number(values.mutations); trial++) {
      const example = valid[pick(valid.length)];
      if (example === undefined) break;
      const resource = structuredClone(example.resource);
      if (!apply(resource, pick, definitions)) continue;
      all.push(await pair.compare(kind, { name: `${example.name}, mutated ${whose}, trial ${trial}`, resource }));
      made++;
    }
  }
}

function report(): void {
  const verdicts: readonly Verdict[] = ['both valid', 'both invalid', 'only we', 'only they'];
  const groups = [...new Set(all.map(({ group }) => group))];
  const unexplained = all.filter((one) => verdictOf(one).startsWith('only') && explanationOf(one) === null);
  console.log(
    `seed ${seed}; resources on which both agree, or only one finds an error (explained differences in parentheses)\n`,
  );
  const width = Math.max(...groups.map(({ length }) => length));
  console.log(`${''.padEnd(width)}  ${verdicts.map((one) => one.padStart(12)).join('  ')}`);
  for (const group of groups) {
    const cells = verdicts.map((verdict) => {
      const found = all.filter((one) => one.group === group && verdictOf(one) === verdict);
      const explained = found.filter((one) => verdict.startsWith('only') && explanationOf(one) !== null).length;
      return `${found.length}${explained > 0 ? ` (${explained})` : ''}`.padStart(12);
    });
    console.log(`${group.padEnd(width)}  ${cells.join('  ')}`);
  }
  for (const one of values.verbose ? all.filter((each) => verdictOf(each).startsWith('only')) : unexplained)
    describe(one);
  console.log(`\n${all.length} resources, ${unexplained.length} unexplained differences`);
  if (unexplained.length > 0) process.exitCode = 1;
}

function describe(compared: Compared): void {
  const { group, name, ours: we, theirs } = compared;
  console.log(
    `\n${group}: ${name}: ${verdictOf(compared)}${explanationOf(compared) === null ? '' : ` (${explanationOf(compared)})`}`,
  );
  for (const { rule, expression, message } of we.slice(0, 3))
    console.log(`  we:   ${expression}: ${message} [${rule}]`);
  for (const { id, at, text } of theirs.slice(0, 3)) console.log(`  they: ${at}: ${text} [${id}]`);
}
