import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, contact, member, sourceOf } from './story.ts';

const at = workshop();
const source = at('source');

const explanationSchema = z.looseObject({
  member: z.string(),
  date: z.string(),
  asOf: z.string(),
  answers: z.array(
    z.looseObject({
      specification: z.string(),
      outcome: z.string(),
      reason: z.string(),
      evidence: z.array(z.string()),
      gates: z.array(z.looseObject({ clause: z.string().nullable(), outcome: z.string() })),
      toDo: z.array(z.string()),
    }),
  ),
  episodes: z.array(z.looseObject({ episode: z.string(), hasDay: z.boolean() })),
});

beforeAll(() => {
  const unclear = contact('birch-1', 'birch', '2026-03-02', { class: { code: 'VR' } });
  sourceOf(source, [CENTER, ...member('ash', ['2026-03-02']), ...member('birch', []), unclear]);
});

function explain(id: string, date: string, more: readonly string[] = []): Promise<Ended> {
  return peerbridge(['explain', source, '--member', id, '--date', date, ...more]);
}

describe('a day is explained, whatever the answer:', () => {
  test.concurrent.each([
    ['satisfied', 'Patient/ash', '2026-03-05', ['may be claimed', 'Encounter/ash-1', '2026-03-02', '2026-03-09']],
    ['not satisfied', 'ash', '2026-03-15', ['may not be claimed', 'CPS-CS-5a', 'Components of Service 5.a']],
    ['undecided', 'birch', '2026-03-05', ['cannot be decided', 'Encounter/birch-1']],
    ['outside every episode', 'ash', '2025-12-31', ['Not listed', 'EpisodeOfCare/ash-episode', '2026-01-01']],
  ])('%s', async (_, id, date, says) => {
    // as of the end of the month, so that an episode that begins after the day exists
    const { code, stdout, stderr } = await explain(id, date, ['--as-of', '2026-03-31']);
    expect([code, stderr]).toEqual([0, '']);
    for (const text of [date, ...says]) expect(stdout).toContain(text);
  });
});

test('as JSON: the day, its gates and what carries it; as of a later day', async () => {
  const { code, stdout, stderr } = await explain('ash', '2026-03-05', ['--as-of', '2026-03-31', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const { member: whom, date, asOf, answers, episodes } = explanationSchema.parse(JSON.parse(stdout));
  expect([whom, date, asOf]).toEqual(['Patient/ash', '2026-03-05', '2026-03-31']);
  expect(episodes).toEqual([expect.objectContaining({ episode: 'EpisodeOfCare/ash-episode', hasDay: true })]);
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({
    specification: 'molina-cps',
    outcome: 'satisfied',
    reason: 'all-gates-satisfied',
  });
  expect(answers[0]?.gates.map((gate) => gate.clause)).toEqual(['CPS-CS-5a', 'CPS-CS-5b-2', 'CPS-PR-5a']);
  expect(answers[0]?.evidence).toContain('Encounter/ash-1');
  expect(answers[0]?.toDo).toEqual([expect.stringContaining('2026-03-09')]);
});

test('another reading is explained where it is chosen', async () => {
  const set = ['--set', 'molina-cps:window.boundary=n-days-elapsed', '--specification', 'molina-cps', '--json'];
  const { code, stdout } = await explain('ash', '2026-03-09', set);
  expect(code).toBe(0);
  expect(explanationSchema.parse(JSON.parse(stdout)).answers[0]?.outcome).toBe('satisfied');
});
