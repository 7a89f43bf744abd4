import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compile, NOTHING_BELOW } from '../../src/validation/compile.ts';
import { readPackage } from '../../src/validation/package.ts';
import { Validator } from '../../src/validation/validator.ts';
import { errorsOf } from './faults.ts';
import { examplesIn, usCorePackage } from './hl7/corpora.ts';

/**
 * Examples of a version that are wrong. Two Bundles of 6.1.0 have a fullUrl that names another id than the resource beside it has:
 * HL7's engine says so, too.
 */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  '610': ['Bundle-66c8856b-ba11-4876-8aa8-467aad8c11a2.json', 'Bundle-docref-example-2.json'],
  '700': [],
  '800': [],
};
const packages = Object.entries(BROKEN).map(([version, broken]) => ({ path: usCorePackage(version) ?? '', broken }));
const present = packages.every(({ path }) => existsSync(path));
if (!present) console.warn('skipped: the US Core packages are not in ../shared/testdata');

test.skipIf(!present).each(packages)(
  'every example of $path is valid, but for those known as wrong (skipped where the package is not here)',
  async ({ path, broken }) => {
    const { texts, faults } = compile(await readPackage(path), NOTHING_BELOW);
    expect(faults).toEqual([]);
    const validator = new Validator({ packages: [texts] });
    const examples = examplesIn(path);
    expect(examples.length).toBeGreaterThan(150);
    const wrong = examples.filter(({ resource }) => errorsOf(validator, resource).length > 0).map(({ name }) => name);
    expect(wrong).toEqual(broken);
  },
);
