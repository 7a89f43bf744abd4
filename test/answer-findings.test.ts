/** What the generator's story says of each clause that it answers, and what a check of the mapped extracts finds: the same. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadSpecifications } from '../src/engine/knowledge.ts';
import { ANSWERED } from '../src/generate/findings/findings.ts';
import { peerbridge } from './command/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'findings-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const spanSchema = z.object({
  specification: z.string(),
  clause: z.string(),
  subject: z.string(),
  provider: z.string(),
  start_date: z.string(),
  end_date: z.string(),
  outcome: z.string(),
});
type Span = z.infer<typeof spanSchema>;

describe('findings are as the story tells them', () => {
  test.each([
    [1, '2026-01-01', '2026-06-30'],
    // clocks go back in it
    [2, '2025-10-15', '2026-01-20'],
    // short, so that much is not yet due
    [3, '2026-03-02', '2026-03-15'],
  ])('seed %i, %s to %s', { timeout: 180_000 }, async (seed, from, to) => {
    const [source, out] = [join(folder, `source-${seed}`), join(folder, `out-${seed}`)];
    const dates = ['--from', from, '--to', to];
    const made = ['generate', '--members', '150', '--seed', String(seed), ...dates, '--fhir', '--out', source];
    expect((await peerbridge(made)).code).toBe(0);
    const asked = ['--clauses', ANSWERED.join(','), '--format', 'csv', '--no-readings'];
    expect((await peerbridge(['check', source, ...dates, ...asked, '--out', out])).code).toBe(0);
    const answers = spansOf(join(source, 'answer-findings.csv'));
    const found = spansOf(join(out, 'findings.csv')).filter(
      ({ clause, subject }) => ANSWERED.includes(clause) && subject !== '',
    );
    expect(answers.length).toBeGreaterThan(1000);
    expect(differences(joined(found), answers)).toEqual([]);
  });
});

test('each clause that the story answers is one of a specification, once', async () => {
  const clauses = (await loadSpecifications([])).flatMap((specification) => [...specification.clauses.keys()]);
  expect(ANSWERED.filter((clause) => !clauses.includes(clause))).toEqual([]);
  expect(ANSWERED.filter((clause, index) => ANSWERED.indexOf(clause) !== index)).toEqual([]);
});

function spansOf(path: string): Span[] {
  return z.array(spanSchema).parse(parse(readFileSync(path), { columns: true }));
}

/** Spans that follow each other with the same outcome become one: a check also parts them by reason. */
function joined(spans: readonly Span[]): Span[] {
  const runs: Span[] = [];
  for (const span of spans) {
    const before = runs.at(-1);
    if (before !== undefined && follows(before, span)) runs[runs.length - 1] = { ...before, end_date: span.end_date };
    else runs.push(span);
  }
  return runs;
}

function follows(before: Span, span: Span): boolean {
  const isSame = (['clause', 'subject', 'provider', 'outcome'] as const).every((key) => before[key] === span[key]);
  return isSame && Date.parse(before.end_date) + 86_400_000 === Date.parse(span.start_date);
}

/** What one of them has and the other lacks. */
function differences(found: readonly Span[], answers: readonly Span[]): string[] {
  const [there, meant] = [new Set(found.map(textOf)), new Set(answers.map(textOf))];
  return [
    ...[...there].filter((one) => !meant.has(one)).map((one) => `found: ${one}`),
    ...[...meant].filter((one) => !there.has(one)).map((one) => `meant: ${one}`),
  ].sort((a, b) => (a.slice(7) < b.slice(7) ? -1 : 1));
}

function textOf({ clause, subject, provider, start_date, end_date, outcome }: Span): string {
  return [clause, subject, provider, start_date, end_date, outcome].join(' ');
}
