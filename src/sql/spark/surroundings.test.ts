import { expect, test } from 'vitest';
import { isExpectedVersion } from './surroundings.ts';

test.each([
  ['4.2.0', true],
  ['4.2.3', true],
  ['4.20.0', false],
  ['4.1.9', false],
  ['3.5.1', false],
])('pyspark %s is of the release that the texts are tested with: %s', (version, isExpected) => {
  expect(isExpectedVersion(version)).toBe(isExpected);
});
