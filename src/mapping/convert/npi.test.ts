import { expect, test } from 'vitest';
import { isNpi } from './npi.ts';

// 1234567893 is the example of CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit".
test.each([
  ['1234567893', true],
  ['1234567890', false],
  ['1234567983', false],
  ['123456789', false],
  ['12345678930', false],
  ['123456789X', false],
  ['', false],
])('%s: %s', (text, expected) => {
  expect(isNpi(text)).toBe(expected);
});
