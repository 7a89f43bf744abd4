/**
 * Development only: compiles the FSH of profiles/ to FHIR resources with snapshots and expansions, and writes them to
 * profiles/build as a folder and as an npm package for FHIR tools. Run by `npm run build:profiles` and so by `npm ci`; does nothing
 * where its inputs haven't changed since. Reads no network.
 */
import { join } from 'node:path';
import { writeCodeLists } from './code-lists.ts';
import { crosswalks } from './crosswalks.ts';
import { Expander } from './expansion.ts';
import { guideResource } from './guide-resource.ts';
import { CODE_LISTS, fingerprint, keepFingerprint } from './inputs.ts';
import { guideSchema, published } from './metadata.ts';
import { writePackage } from './package.ts';
import { FshError, compile } from './sushi.ts';

const root = join(import.meta.dirname, '../..');
const profiles = join(root, 'profiles');
const target = join(profiles, 'build');

const { hash, isBuilt } = await fingerprint(root, target);
if (!isBuilt) {
  try {
    await build();
    await keepFingerprint(target, hash);
  } catch (error) {
    if (!(error instanceof FshError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function build(): Promise<void> {
  const { config, resources, examples } = await compile(profiles);
  const guide = guideSchema.parse(config);
  const codeSystems = resources.filter(({ resourceType }) => resourceType === 'CodeSystem');
  const expander = new Expander(codeSystems, guide.date);
  const whole = [...resources, ...(await crosswalks(root))]
    .map((one) => (one.resourceType === 'ValueSet' ? expander.expanded(one) : one))
    .map((one) => published(one, guide));
  await writeCodeLists(join(root, CODE_LISTS), codeSystems);
  await writePackage(target, {
    guide,
    resources: [...whole, guideResource(guide, whole, examples)],
    examples: examples.map(({ resource }) => resource),
  });
  console.log(`profiles/build: ${whole.length} resources, ${examples.length} examples; 0 errors, 0 warnings`);
}
