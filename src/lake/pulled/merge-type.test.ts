import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LineTable } from './line-table.ts';
import { mergeType } from './merge-type.ts';
import type { Merge } from './merge-type.ts';
import { StagedType } from './staged-type.ts';

const folder = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Version {
  readonly id: string;
  readonly version: number;
}

let count = 0;
beforeEach(() => {
  count++;
});
const at = (name: string): string => join(folder, `${count}-${name}`);

function line({ id, version }: Version): string {
  return `{"resourceType":"Goal","id":"${id}","meta":{"versionId":"${version}"},"x":0.10}`;
}

async function staged(versions: readonly Version[], name = 'staged'): Promise<StagedType> {
  const type = await opened(name, 0);
  for (const one of versions) await receive(type, one);
  return type;
}

const open: StagedType[] = [];
afterEach(async () => {
  for (const type of open.splice(0)) await type.close();
});

async function opened(name: string, length: number): Promise<StagedType> {
  const type = await StagedType.open('Goal', at(name), length);
  open.push(type);
  return type;
}

async function receive(type: StagedType, one: Version): Promise<void> {
  const bytes = Buffer.from(line(one));
  if (!type.add(one.id, bytes)) await type.settle(one.id, bytes);
}

function heldFile(versions: readonly Version[]): Merge['before'] {
  const text = versions.map((one) => `${line(one)}\n`).join('');
  writeFileSync(at('before'), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { path: at('before'), file: { resources: versions.length, bytes: text.length, sha256 } };
}

async function merged(
  before: readonly Version[] | null,
  received: readonly Version[],
  more: { deleted?: readonly string[]; isWhole?: boolean } = {},
): Promise<{ lines: string[]; change: object; isSame: boolean }> {
  const { file, change, isSame } = await mergeType({
    before: before === null ? null : heldFile(before),
    staged: await staged(received),
    deleted: new Set(more.deleted ?? []),
    isWhole: more.isWhole ?? false,
    path: at('merged'),
  });
  const text = readFileSync(at('merged'), 'utf8');
  expect(file).toEqual({
    resources: text.split('\n').length - 1,
    bytes: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  });
  return { lines: text.split('\n').slice(0, -1), change, isSame };
}

const [a1, a2, b1, c1] = [
  { id: 'a', version: 1 },
  { id: 'a', version: 2 },
  { id: 'b', version: 1 },
  { id: 'c', version: 1 },
];

describe('the file of a type', () => {
  test('is what was received, each resource once, byte for byte', async () => {
    const { lines, change } = await merged(null, [a1, b1, a2, a1, b1]);
    expect(lines).toEqual([line(b1), line(a2)]);
    expect(change).toEqual({ added: 2, changed: 0, unchanged: 0, deleted: 0 });
  });

  test('takes over what changed, and leaves what did not', async () => {
    const { lines, change, isSame } = await merged([a1, b1], [a2, b1, c1]);
    expect(lines).toEqual([line(b1), line(a2), line(c1)]);
    expect([change, isSame]).toEqual([{ added: 1, changed: 1, unchanged: 1, deleted: 0 }, false]);
  });

  test('keeps the newer of what it has and what comes late', async () => {
    expect((await merged([a2], [a1])).lines).toEqual([line(a2)]);
  });

  test('takes an older version where everything was read, as after a restored backup', async () => {
    expect((await merged([a2], [a1], { isWhole: true })).lines).toEqual([line(a1)]);
  });

  test('loses what was deleted', async () => {
    const { lines, change } = await merged([a1, b1], [], { deleted: ['a', 'z'] });
    expect([lines, change]).toEqual([[line(b1)], { added: 0, changed: 0, unchanged: 0, deleted: 1 }]);
  });

  test('keeps what was deleted and made again', async () => {
    expect((await merged([a1], [a2], { deleted: ['a'] })).lines).toEqual([line(a2)]);
  });

  test('loses what a whole reading no longer shows', async () => {
    const { lines, change } = await merged([a1, b1], [b1], { isWhole: true });
    expect([lines, change]).toEqual([[line(b1)], { added: 0, changed: 0, unchanged: 1, deleted: 1 }]);
  });

  test('stays as it is where nothing changed', async () => {
    const { isSame, lines } = await merged([a1, b1], [b1, a1], { isWhole: true });
    expect([isSame, lines]).toEqual([true, [line(a1), line(b1)]]);
  });
});

describe('what was staged', () => {
  test('is taken up again up to a length, with the same decisions', async () => {
    const whole = await staged([a1, b1]);
    const noted = whole.length;
    await receive(whole, a2);
    await whole.flush(true);
    const again = await opened('staged', noted);
    expect([again.size, again.length, again.superseded.size]).toEqual([2, noted, 0]);
    await receive(again, a2);
    await again.flush(true);
    expect([again.digest(), again.length, [...again.superseded]]).toEqual([whole.digest(), whole.length, [0]]);
  });

  test('is refused where it was changed', async () => {
    const type = await staged([a1]);
    await type.flush(true);
    writeFileSync(at('staged'), 'nothing');
    await expect(StagedType.open('Goal', at('staged'), type.length)).rejects.toThrow('--restart');
  });
});

test('after any pulls in any order, the newest version of each resource is there once', async () => {
  const version = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), version: fc.integer({ min: 1, max: 9 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(version), fc.array(version), async (before, received) => {
      count++;
      const newest = new Map<string, number>();
      const first = new Map(before.map(({ id, version: number }) => [id, number]));
      const held = [...first].map(([id, number]) => ({ id, version: number }));
      for (const { id, version: number } of [...held, ...received])
        newest.set(id, Math.max(number, newest.get(id) ?? 0));
      const { lines } = await merged(held, received);
      expect(lines.sort()).toEqual([...newest].map(([id, number]) => line({ id, version: number })).sort());
    }),
    { numRuns: 60 },
  );
});

test('a table of lines knows each id, and no other', () => {
  const table = new LineTable();
  const ids = Array.from({ length: 20_000 }, (_, index) => `id-${index}`);
  for (const [index, id] of ids.entries()) table.set(id, { offset: index * 1e9, bytes: index });
  table.set('id-7', { offset: 5, bytes: 6 });
  expect(table.size).toBe(ids.length);
  expect(table.get('id-7')).toEqual({ offset: 5, bytes: 6 });
  expect(table.get('id-19999')).toEqual({ offset: 19_999e9, bytes: 19_999 });
  expect(ids.map((id) => `${id}x`).filter((id) => table.get(id) !== null)).toEqual([]);
});
