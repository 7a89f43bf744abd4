import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readRule } from './rule.ts';

const folder = mkdtempSync(join(tmpdir(), 'rule-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const known = new URL('../rules/initial-meeting/', import.meta.url);
const yaml = readFileSync(new URL('rule.yaml', known), 'utf8');
writeFileSync(join(folder, 'rule.sql'), readFileSync(new URL('rule.sql', known)));

/** Reads the rule with one text replaced by another. */
async function readWith(text: string, other: string): Promise<unknown> {
  expect(yaml).toContain(text);
  writeFileSync(join(folder, 'rule.yaml'), yaml.replace(text, other));
  return await readRule(pathToFileURL(`${folder}/`));
}

test('a need is essential only where that is said', async () => {
  const { needs } = await readRule(known);
  expect(needs.find(({ place }) => place === 'Encounter.period.start')?.essential).toBe(true);
  expect(needs.find(({ place }) => place === 'Encounter.period.end')?.essential).toBe(false);
});

describe('what a rule needs is checked when it loads:', () => {
  test.each([
    ['a type that R4 hasn’t', 'of: [EpisodeOfCare]', 'of: [EpisodeOfCaring]', 'EpisodeOfCaring is no resource type'],
    ['no type', 'of: [EpisodeOfCare]', 'of: []', 'needs.0.of'],
    ['a place in no resource', "place: 'Encounter.period.end'", 'place: period.end', 'resource type of R4'],
    ['what is lost isn’t said', 'without:', 'with-out:', 'needs.0'],
    ['no need at all', /^needs:[^]*(?=^reasons:)/m.exec(yaml)?.[0] ?? '', 'needs: []\n', 'needs'],
  ])('%s', async (_, text, other, says) => {
    await expect(readWith(text, other)).rejects.toThrow(says);
  });
});
