/**
 * Builds what is published: `dist/`, the compiled code beside the knowledge that it reads (SQL, YAML, ViewDefinitions, ConceptMaps)
 * and the FHIR definitions. Run by `npm run build`, and by `npm pack` through `prepack`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const DEFINITIONS = 'build/definitions/r4.json';
const VALIDATION = 'build/validation';
const root = import.meta.dirname;
const at = (...path: string[]): string => join(root, ...path);

for (const [made, script] of [
  [DEFINITIONS, 'src/definitions/build.ts'],
  [VALIDATION, 'src/validation/build.ts'],
] as const)
  if (!existsSync(at(made))) execFileSync(process.execPath, [at(script)], { stdio: 'inherit' });
rmSync(at('dist'), { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', at('tsconfig.build.json')], { stdio: 'inherit' });
cpSync(at('src'), at('dist'), { recursive: true, filter: (path) => !/\.ts$|cases(\.yaml|$)/.test(path) });
rmSync(at('dist/definitions/build.js'), { force: true });
mkdirSync(dirname(at('dist/definitions/r4.json')), { recursive: true });
cpSync(at(DEFINITIONS), at('dist/definitions/r4.json'));
cpSync(at(VALIDATION), at('dist/validation/definitions'), { recursive: true });
chmodSync(at('dist/cli/main.js'), 0o755);
