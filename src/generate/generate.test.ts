import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { generated, listOf } from '../../test/generated.ts';
import type { Generated } from '../../test/generated.ts';
import { EXTRACTS } from './extracts.ts';
import type { ExtractName } from './extracts.ts';

const MAPPING = new URL('../../mappings/cbhc-extract/', import.meta.url);
/** Only what is asked here of `mapping.yaml`: its columns, what they name and by which table their codes are read. */
const mapped = z
  .object({
    extracts: z.record(
      z.string(),
      z.object({
        columns: z.record(z.string(), z.looseObject({ in: z.string().optional(), codes: z.string().optional() })),
      }),
    ),
  })
  .parse(parseYaml(readFileSync(new URL('mapping.yaml', MAPPING), 'utf8')));
const conceptMap = z.object({
  group: z.array(z.object({ element: z.array(z.object({ code: z.string() })) })),
});

const extracts: readonly ExtractName[] = ['members', ...otherExtracts()];
const six = generated({ members: 600, seed: 3 });

describe('the same numbers', () => {
  test('give the same bytes', async () => {
    expect((await generated({ seed: 9 })).files).toEqual((await generated({ seed: 9 })).files);
  });

  test('with another seed give others, even one that differs by 2^32', async () => {
    const [nine, ten, far] = await Promise.all([9, 10, 9 + 2 ** 32].map((seed) => generated({ seed, members: 20 })));
    expect(nine?.files.get('contacts.csv')).not.toBe(ten?.files.get('contacts.csv'));
    expect(nine?.files.get('contacts.csv')).not.toBe(far?.files.get('contacts.csv'));
  });
});

test('a member is the same however many others there are', async () => {
  const few = await generated({ members: 510, seed: 3 });
  for (const member of ['m-1', 'm-17', 'm-500', 'm-501', 'm-510'])
    expect(rowsAbout(few, member)).toEqual(rowsAbout(await six, member));
});

describe('files are as the mapping reads them', () => {
  test('there is one for each of its extracts, and the answers', async () => {
    const names = Object.keys(mapped.extracts).map((name) => `${name}.csv`);
    expect([...(await six).files.keys()].sort()).toEqual([...names, 'answers.csv', 'answer-findings.csv'].sort());
  });

  test.each(extracts)('%s has its columns, in each row', async (extract) => {
    const text = (await six).files.get(`${extract}.csv`) ?? '';
    const [header, ...rows] = z.array(z.array(z.string())).parse(parse(text));
    expect(header).toEqual(Object.keys(mapped.extracts[extract]?.columns ?? {}));
    expect(rows.length).toBeGreaterThan(0);
    expect(text).toMatch(/^[^\r]*\n$/);
  });

  test.each(extracts)('%s has each key once', async (extract) => {
    const keys = (await six).rowsOf(extract).map((row) => row[keyColumn(extract)] ?? '');
    expect(keys).not.toContain('');
    expect(keys.length).toBe(new Set(keys).size);
  });

  test.each(extracts)('%s names only what is there', async (extract) => {
    const data = await six;
    for (const [column, { in: target }] of columnsOf(extract)) {
      if (target === undefined) continue;
      const keys = new Set(rowsNamed(data, target).map((row) => Object.values(row)[0]));
      const named = data.rowsOf(extract).flatMap((row) => listOf(row[column]));
      expect(
        named.filter((key) => !keys.has(key)),
        column,
      ).toEqual([]);
    }
  });

  test.each(extracts)('%s has only codes that its tables know, but for one mode', async (extract) => {
    const data = await six;
    for (const [column, { codes }] of columnsOf(extract)) {
      if (codes === undefined) continue;
      const known = new Set(codesOf(codes));
      const unknown = data
        .rowsOf(extract)
        .flatMap((row) => listOf(row[column]))
        .filter((code) => !known.has(code));
      expect([...new Set(unknown)], column).toEqual(extract === 'contacts' && column === 'mode' ? ['PORTAL'] : []);
    }
  });
});

describe('nothing', () => {
  test('that happened is dated after the last day', async () => {
    const data = await six;
    for (const [extract, column] of [
      ['contacts', 'start'],
      ['messages', 'sent'],
      ['referrals', 'authored'],
      ['episodes', 'start'],
      ['collaterals', 'start'],
      ['goals', 'start'],
      ['plans', 'created'],
      ['perinatal', 'date'],
      ['stages', 'date'],
      ['surveys', 'authored'],
      ['incidents', 'recorded'],
      ['incident_reports', 'sent'],
      ['claims', 'created'],
      ['supervision_sessions', 'start'],
    ] as const) {
      const late = data.rowsOf(extract).filter((row) => (row[column] ?? '') >= '2026-07-01');
      expect(late, extract).toEqual([]);
    }
  });

  test('happens between one and three at night, when clocks change', async () => {
    const data = await six;
    const moments = extracts.flatMap((extract) => data.rowsOf(extract).flatMap((row) => Object.values(row)));
    expect(moments.filter((cell) => /^\d{4}-\d{2}-\d{2}T0[12]:/.test(cell))).toEqual([]);
  });
});

function otherExtracts(): ExtractName[] {
  const isExtract = (name: string): name is ExtractName => Object.hasOwn(EXTRACTS, name);
  return Object.keys(EXTRACTS)
    .filter(isExtract)
    .filter((name) => name !== 'members');
}

function columnsOf(extract: ExtractName): [string, { in?: string | undefined; codes?: string | undefined }][] {
  return Object.entries(mapped.extracts[extract]?.columns ?? {});
}

function keyColumn(extract: ExtractName): string {
  return EXTRACTS[extract][0];
}

function rowsNamed(data: Generated, name: string): ReturnType<Generated['rowsOf']> {
  const extract = extracts.find((one) => one === name);
  return extract === undefined ? [] : data.rowsOf(extract);
}

function rowsAbout(data: Generated, member: string): unknown[] {
  const answers = data.answers.filter((row) => row['member'] === `Patient/${member}`);
  return [...extracts.map((extract) => data.rowsOf(extract).filter((row) => row['member_id'] === member)), answers];
}

function codesOf(table: string): string[] {
  const { group } = conceptMap.parse(JSON.parse(readFileSync(new URL(`codes/${table}.json`, MAPPING), 'utf8')));
  return group.flatMap(({ element }) => element.map(({ code }) => code));
}
