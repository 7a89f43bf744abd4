import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, member, sourceOf } from './story.ts';
import type { Resource } from './story.ts';

const at = workshop();
const source = at('source');

/** Trained from 5 March on, at a center that has an agreement with no shelter. */
const WORKER = {
  resourceType: 'Practitioner',
  id: 'w-rowan',
  qualification: [
    {
      code: {
        coding: [{ system: 'https://peerbridge.dev/fhir/CodeSystem/qualification', code: 'cps-training' }],
      },
      period: { start: '2026-03-05' },
    },
  ],
};
const ROLE = {
  resourceType: 'PractitionerRole',
  id: 'r-rowan',
  active: true,
  practitioner: { reference: 'Practitioner/w-rowan' },
  organization: { reference: 'Organization/center' },
  code: [
    { coding: [{ system: 'https://peerbridge.dev/fhir/CodeSystem/worker-role', code: 'certified-peer-specialist' }] },
  ],
  period: { start: '2026-01-01' },
};

const explanationSchema = z.looseObject({
  clauses: z.array(z.looseObject({ specification: z.string(), stands: z.string(), ruleFile: z.string().nullable() })),
  answers: z.array(
    z.looseObject({
      outcome: z.string(),
      reason: z.string(),
      from: z.string(),
      through: z.string(),
      evidence: z.array(z.string()),
      restsOn: z.array(z.looseObject({ clause: z.string(), outcome: z.string() })),
    }),
  ),
});

beforeAll(() => {
  sourceOf(source, [CENTER, WORKER, ROLE, ...member('ash', ['2026-03-02']), ...unmet('yew')]);
});

/** A member who is referred and has an episode, and was never met. */
function unmet(id: string): Resource[] {
  return member(id, []).filter(({ resourceType }) => resourceType !== 'Encounter');
}

function explain(clause: string, subject: string, date: string, more: readonly string[] = []): Promise<Ended> {
  return peerbridge(['explain', source, '--clause', clause, '--subject', subject, '--date', date, ...more]);
}

describe('a finding is explained, whatever it is:', () => {
  test.concurrent.each([
    [
      'satisfied',
      'CPS-ST-2',
      'Practitioner/w-rowan',
      '2026-03-05',
      ['✓ satisfied', 'rules/credential-on-date', 'Staffing'],
    ],
    ['the day before', 'CPS-ST-2', 'Practitioner/w-rowan', '2026-03-04', ['2026-03-04', 'Practitioner.qualification']],
    ['a combination', 'CPS-CS-5-lead2', 'Patient/ash', '2026-03-15', ['✗ not-satisfied', '✗ CPS-CS-5a', '✓ CPS-PR-5a']],
    // another rule has a reason of this name and other words for it
    ['a reason in its own rule’s words', 'CPS-CS-5b-2', 'Patient/yew', '2026-03-05', ['was held by its deadline']],
    ['nothing that is judged', 'CPS-ST-2', 'Practitioner/w-nobody', '2026-03-05', ['judges no such subject']],
    ['a principle', 'CPS-CS-1a', 'Patient/ash', '2026-03-05', ['not automated: principle', 'nothing is found']],
  ])('%s', async (_, clause, subject, date, says) => {
    const { code, stdout, stderr } = await explain(clause, subject, date, ['--as-of', '2026-03-31']);
    expect([code, stderr]).toEqual([0, '']);
    for (const text of [clause, subject, ...says]) expect(stdout).toContain(text);
  });
});

test('as JSON: since when, by what, and where what decides it stands', async () => {
  const { code, stdout } = await explain('CPS-ST-2', 'Practitioner/w-rowan', '2026-03-09', ['--json']);
  expect(code).toBe(0);
  const { clauses, answers } = explanationSchema.parse(JSON.parse(stdout));
  expect(clauses).toMatchObject([{ specification: 'molina-cps', ruleFile: 'src/rules/credential-on-date/rule.sql' }]);
  expect(clauses[0]?.stands).toMatch(/^src\/specifications\/molina-cps\/clauses\/staffing-requirements\.yaml:\d+$/);
  expect(answers).toMatchObject([
    {
      outcome: 'satisfied',
      from: '2026-03-05',
      through: '2026-03-09',
      evidence: ['Practitioner/w-rowan'],
      restsOn: [],
    },
  ]);
});

test('what cannot be asked is wrong usage, in one line', async () => {
  for (const args of [
    ['--clause', 'CPS-NO-1', '--subject', 'Practitioner/w-rowan', '--date', '2026-03-05'],
    ['--clause', 'CPS-ST-2', '--subject', 'w-rowan', '--date', '2026-03-05'],
    ['--clause', 'CPS-ST-2', '--date', '2026-03-05'],
    ['--clause', 'CPS-ST-2', '--subject', 'Practitioner/w-rowan', '--member', 'ash', '--date', '2026-03-05'],
  ]) {
    const { code, stderr } = await peerbridge(['explain', source, ...args]);
    expect([code, stderr.split('\n').length]).toEqual([2, 2]);
  }
});
