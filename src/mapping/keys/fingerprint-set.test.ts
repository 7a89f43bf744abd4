import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FingerprintSet } from './fingerprint-set.ts';

const word = fc.nat(0xffffffff);

test('holds what was added, each once, as a Set does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.nat(5))),
      fc.array(fc.tuple(word, word), { maxLength: 3000 }),
      (few, many) => {
        const [keys, expected] = [new FingerprintSet(), new Set<string>()];
        for (const [high, low] of [...few, ...many]) {
          expect(keys.add({ high, low })).toBe(!isSame(expected, high, low));
          expected.add(nameOf(high, low));
          expect(keys.has({ high, low })).toBe(true);
        }
        expect(keys.size).toBe(expected.size);
        expect(keys.has({ high: 7, low: 7 })).toBe(expected.has('7 7'));
      },
    ),
    { seed: 1, numRuns: 30 },
  );
});

/** The two fingerprints that count as one (see fingerprint-set.ts). */
function nameOf(high: number, low: number): string {
  return high === 0 && low === 0 ? '0 1' : `${high} ${low}`;
}

function isSame(names: ReadonlySet<string>, high: number, low: number): boolean {
  return names.has(nameOf(high, low));
}
