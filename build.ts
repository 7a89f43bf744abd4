/**
 * Builds what is published: `dist/`, the compiled code beside the knowledge that it reads (SQL, YAML, ViewDefinitions, ConceptMaps)
 * and the FHIR definitions. Run by `npm run build`, and by `npm pack` through `prepack`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Run first, in this order, as by `npm run prepare`: what an earlier build left may be older than its sources. */
const STEPS = ['src/definitions/build.ts', 'profiles/compile/main.ts', 'src/validation/build.ts'];
/** What they make, published with the code. */
const BUILT = [
  'definitions/r4.json',
  'definitions/code-systems.json',
  'validation/structures.tsv',
  'validation/valueSets.tsv',
  'validation/codeSystems.tsv',
];
const root = import.meta.dirname;
const at = (...path: string[]): string => join(root, ...path);

for (const step of STEPS) execFileSync(process.execPath, [at(step)], { stdio: 'inherit' });
rmSync(at('dist'), { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', at('tsconfig.build.json')], { stdio: 'inherit' });
cpSync(at('src'), at('dist'), { recursive: true, filter: (path) => !/\.ts$|cases(\.yaml|$)/.test(path) });
rmSync(at('dist/definitions/build.js'), { force: true });
for (const file of BUILT) {
  mkdirSync(dirname(at('dist', file)), { recursive: true });
  cpSync(at('build', file), at('dist', file));
}
chmodSync(at('dist/cli/main.js'), 0o755);
