import { beforeAll, describe, expect, test } from 'vitest';
import { BROKEN, BROKEN_FOR_ALL, SECRETS } from './broken-lines.ts';
import type { BrokenLine } from './broken-lines.ts';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { bytesOf, workshop } from './folders.ts';
import { CENTER, contact, member, ndjson, sourceOf, withLines } from './story.ts';
import { daysOf, elseOf, errorsOf, issuesOf } from './tables.ts';

const at = workshop();
const DATES = ['2026-03-02'];
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31', '--no-readings'];
/** Members whose data is whole. */
const SOUND = ['sound', 'odd-keys'];

/** As keys of a resource: what a program that merges objects trips over. */
const ODD_KEYS =
  '"__proto__":{"status":"cancelled"},"constructor":{"prototype":{"status":"cancelled"}},"_status":null,';

/** Everybody's only good contact is of 2 March; one that is broken, or has odd keys, of the 12th. */
function world(broken: readonly BrokenLine[]): { source: string; first: number } {
  const resources = [CENTER, ...[...broken.map((each) => each.member), ...SOUND].flatMap((id) => member(id, DATES))];
  const odd = JSON.stringify(contact('odd-keys-2', 'odd-keys', '2026-03-12')).replace('{', `{${ODD_KEYS}`);
  const { bytes, first } = withLines(ndjson(resources)['Encounter.ndjson'] ?? '', [
    odd,
    ...broken.map(({ line }) => line),
  ]);
  const source = sourceOf(at(`source-${String(broken.length)}`), resources, { 'Encounter.ndjson': bytes });
  return { source, first: first + 1 };
}

function expected(broken: readonly BrokenLine[], first: number): string[] {
  return broken.map(({ code }, index) => `Encounter.ndjson:${String(first + index)} ${code}`);
}

/** Nothing of a broken line may be said, wherever it is. */
function expectSilence({ stdout, stderr }: Ended, out: string): void {
  for (const [where, text] of Object.entries({ stdout, stderr, ...bytesOf(out) }))
    for (const secret of SECRETS) expect(text.includes(secret), `${where} repeats what stands in a line`).toBe(false);
}

describe('a line that can’t be used, of whom is known', () => {
  const out = at('known');
  let ended: Ended;
  let first = 0;
  beforeAll(async () => {
    const made = world(BROKEN);
    first = made.first;
    ended = await peerbridge(['check', made.source, ...MARCH, '--out', out]);
  });

  test('is quarantined with file and line, and the run says that it is partial', () => {
    expect(ended.code).toBe(3);
    expect(errorsOf(out)).toEqual(expected(BROKEN, first));
  });

  test.each(BROKEN.map((each) => each.member))('%s: what it could have decided is open, the rest is judged', (id) => {
    expect(daysOf(out, id)).toEqual([
      '2026-03-01 2026-03-01 insufficient-data contact-source-incomplete',
      '2026-03-02 2026-03-08 satisfied all-gates-satisfied',
      '2026-03-09 2026-03-31 insufficient-data contact-source-incomplete',
    ]);
  });

  test('takes nothing from others', () => {
    expect(elseOf(out, 'sound')).toBe('not-satisfied no-contact-in-window');
  });

  test('is not one with keys that a program may trip over', () => {
    expect(daysOf(out, 'odd-keys')).toContain('2026-03-12 2026-03-18 satisfied all-gates-satisfied');
  });

  test('is not repeated anywhere', () => {
    expectSilence(ended, out);
  });
});

describe('a line that can’t be used, of whom is not known', () => {
  const [out, declared] = [at('unknown'), at('declared')];
  let ended: readonly Ended[];
  let first = 0;
  beforeAll(async () => {
    const made = world(BROKEN_FOR_ALL);
    first = made.first;
    const ways = [
      ['--out', out],
      ['--complete', 'Encounter', '--out', declared],
    ];
    ended = await Promise.all(ways.map((way) => peerbridge(['check', made.source, ...MARCH, ...way])));
  });

  test('is quarantined with file and line', () => {
    expect(ended.map(({ code }) => code)).toEqual([3, 3]);
    expect(errorsOf(out)).toEqual(expected(BROKEN_FOR_ALL, first));
  });

  test('leaves everybody’s days open', () => {
    expect(elseOf(out, 'sound')).toBe('insufficient-data contact-source-incomplete');
    expect(daysOf(out, 'sound')).toContain('2026-03-02 2026-03-08 satisfied all-gates-satisfied');
  });

  test('leaves nobody’s days open where the type is declared complete, and is named all the same', () => {
    expect(elseOf(declared, 'sound')).toBe('not-satisfied no-contact-in-window');
    expect(issuesOf(declared)).toEqual(issuesOf(out));
  });

  test('is not repeated anywhere', () => {
    for (const [index, folder] of [out, declared].entries()) {
      const one = ended[index];
      if (one !== undefined) expectSilence(one, folder);
    }
  });
});
