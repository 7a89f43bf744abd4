import { expect, test } from 'vitest';
import { isNpi, npiOf } from './npi.ts';

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

test.each([
  ['123456789', '1234567893'],
  ['124531959', '1245319599'],
  // 24, and twice 3
  ['000000003', '0000000030'],
])('%s begins %s', (nine, npi) => {
  expect(npiOf(nine)).toBe(npi);
});
