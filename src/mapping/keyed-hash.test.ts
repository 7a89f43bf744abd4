import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyedHash } from './keyed-hash.ts';

test('is the HMAC-SHA-256 of node:crypto, for keys and texts of any length', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.array(fc.string({ unit: 'binary', maxLength: 2000 }), { maxLength: 5 }),
      (secret, texts) => {
        const keyed = new KeyedHash(secret);
        for (const text of texts) expect(keyed.hex(text)).toBe(createHmac('sha256', secret).update(text).digest('hex'));
      },
    ),
    { seed: 1, numRuns: 20 },
  );
});

/** RFC 4231, section 4.3. */
test('is that of the test case with the key "Jefe"', () => {
  expect(new KeyedHash('Jefe').hex('what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
