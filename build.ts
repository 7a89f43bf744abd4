/**
 * Builds what is published: `dist/`, the compiled code beside the knowledge that it reads (SQL, YAML, ViewDefinitions, ConceptMaps)
 * and the FHIR definitions. Run by `npm run build`, and by `npm pack` through `prepack`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What is built first, and published with the code. */
const BUILT = [
  { file: 'definitions/r4.json', by: 'src/definitions/build.ts' },
  { file: 'definitions/code-systems.json', by: 'profiles/compile/main.ts' },
  { file: 'validation/structures.tsv', by: 'src/validation/build.ts' },
  { file: 'validation/valueSets.tsv', by: 'src/validation/build.ts' },
  { file: 'validation/codeSystems.tsv', by: 'src/validation/build.ts' },
];
const root = import.meta.dirname;
const at = (...path: string[]): string => join(root, ...path);

for (const { file, by } of BUILT)
  if (!existsSync(at('build', file))) execFileSync(process.execPath, [at(by)], { stdio: 'inherit' });
rmSync(at('dist'), { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', at('tsconfig.build.json')], { stdio: 'inherit' });
cpSync(at('src'), at('dist'), { recursive: true, filter: (path) => !/\.ts$|cases(\.yaml|$)/.test(path) });
rmSync(at('dist/definitions/build.js'), { force: true });
for (const { file } of BUILT) {
  mkdirSync(dirname(at('dist', file)), { recursive: true });
  cpSync(at('build', file), at('dist', file));
}
chmodSync(at('dist/cli/main.js'), 0o755);
