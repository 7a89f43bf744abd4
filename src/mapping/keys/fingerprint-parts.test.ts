import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { FingerprintParts, PARTS } from './fingerprint-parts.ts';

const scratch = mkdtempSync(join(tmpdir(), 'fingerprint-parts-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** Blocks of three: most are on disk, and in each part a few wait. */
test('gives each fingerprint as often as it was added, equal ones in one part', async () => {
  const parts = new FingerprintParts(join(scratch, 'some'), 3);
  const added = Array.from({ length: 9000 }, (_, index) => fingerprintOf(`key-${index % 6000}`));
  for (const [index, one] of added.entries()) {
    parts.add(one);
    if (index % 500 === 0) await parts.settle();
  }
  const found: string[] = [];
  const partOf = new Map<string, number>();
  for (let part = 0; part < PARTS; part++) {
    await parts.read(part, ({ high, low }) => {
      const name = `${high} ${low}`;
      found.push(name);
      expect(partOf.get(name) ?? part).toBe(part);
      partOf.set(name, part);
    });
  }
  await parts.close();
  expect(found.sort()).toEqual(added.map(({ high, low }) => `${high} ${low}`).sort());
});

test('the same text has another fingerprint where it belongs to something else', () => {
  const [member, goal] = [fingerprintOf('member'), fingerprintOf('goal')];
  const found = new Set(
    ['A-1', 'B-1', 'C-1'].flatMap((key) =>
      [fingerprintOf(key, member), fingerprintOf(key, goal), fingerprintOf(key)].map(
        ({ high, low }) => `${high} ${low}`,
      ),
    ),
  );
  expect(found.size).toBe(9);
});
