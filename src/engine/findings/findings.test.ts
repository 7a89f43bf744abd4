import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judge } from '../../../test/world.ts';
import type { AnyResource, FindingRow } from '../../../test/world.ts';
import { bindReading } from '../bind.ts';
import { loadFoundation } from '../knowledge.ts';
import { readSpecification } from '../specification.ts';
import type { Specification } from '../specification.ts';

const folder = mkdtempSync(join(tmpdir(), 'findings-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A contract about workers of one service, with these clauses. */
async function contract(id: string, clauses: string): Promise<Specification> {
  const home = join(folder, id);
  mkdirSync(join(home, 'clauses'), { recursive: true });
  const head = `{ id: ${id}, title: t, payer: p, payers: [], services: [prc], from: 2023-01-01, document: d, sections: { ST: { title: t, file: clauses/all.yaml } } }`;
  writeFileSync(join(home, 'specification.yaml'), head);
  writeFileSync(join(home, 'parameters.yaml'), '{}');
  writeFileSync(join(home, 'clauses/all.yaml'), clauses);
  return await readSpecification(pathToFileURL(`${home}/`));
}

const base = 'https://peerbridge.dev/fhir/CodeSystem';
const concept = (system: string, code: string): object => ({ coding: [{ system: `${base}/${system}`, code }] });
const holds = (code: string, start: string, end?: string): object => ({
  code: concept('qualification', code),
  period: { start, ...(end !== undefined && { end }) },
});
const coach = (id: string, ...qualification: object[]): AnyResource[] => [
  { resourceType: 'Practitioner', id, qualification },
  {
    resourceType: 'PractitionerRole',
    id: `role-${id}`,
    practitioner: { reference: `Practitioner/${id}` },
    organization: { reference: 'Organization/o' },
    code: [concept('worker-role', 'peer-recovery-coach')],
    period: { start: '2024-01-01' },
  },
];
const resources: AnyResource[] = [
  { resourceType: 'Organization', id: 'o' },
  { resourceType: 'Patient', id: 'm' },
  {
    resourceType: 'EpisodeOfCare',
    id: 'e',
    status: 'active',
    type: [concept('peer-service', 'prc')],
    patient: { reference: 'Patient/m' },
    managingOrganization: { reference: 'Organization/o' },
    period: { start: '2026-01-01' },
  },
  ...coach('a', holds('recovery-coach-training', '2025-01-01'), holds('ged', '2010-01-01')),
  ...coach('b', holds('recovery-coach-training', '2025-01-01', '2026-03-05')),
];

const CLAUSES = `
X-ST-1: { says: s, cites: c, rule: credential-on-date, with: { credentials: [recovery-coach-training] } }
X-ST-2: { says: s, cites: c, rule: credential-on-date, with: { credentials: [ged] } }
X-ST-3: { says: s, cites: c, all-of: [X-ST-1, X-ST-2] }
X-ST-4: { says: s, cites: c, any-of: [X-ST-1, X-ST-2], advisory: true }
X-ST-5: { says: s, cites: c, each: X-ST-3, over: service_provider }
X-ST-6: { says: s, cites: c, rule: credential-on-date, with: { credentials: [carc] }, when: X-ST-1 }
X-ST-7: { says: s, cites: c, all-of: [X-ST-5], over: enrolled_member }
X-ST-8: { says: s, cites: c, not-automated: 'principle: It is one.' }
`;

/** Days of March, outcome, reason and evidence of each row about a subject. */
function lines(rows: readonly FindingRow[], clause: string, subject: string): string[] {
  return rows
    .filter((row) => row.clause === clause && row.subject === subject)
    .map((row) =>
      `${row.start_date.slice(8)}..${row.end_date.slice(8)} ${row.outcome} ${row.reason} ${row.evidence}`.trim(),
    );
}

describe('clauses over clauses', () => {
  let found: FindingRow[] = [];
  beforeAll(async () => {
    const knowledge = [await contract('some', CLAUSES)];
    ({ findings: found } = await judge({
      resources,
      from: '2026-03-01',
      to: '2026-03-10',
      specifications: ['some'],
      knowledge,
    }));
    // a run of the real check, on a machine that may be busy
  }, 180_000);

  test('a rule judges each subject, day by day', () => {
    expect(lines(found, 'X-ST-1', 'Practitioner/a')).toEqual(['01..10 satisfied credential-valid Practitioner/a']);
    expect(lines(found, 'X-ST-1', 'Practitioner/b')).toEqual([
      '01..05 satisfied credential-valid Practitioner/b',
      '06..10 not-satisfied credential-expired Practitioner/b',
    ]);
    expect(lines(found, 'X-ST-2', 'Practitioner/b')).toEqual(['01..10 insufficient-data no-credential']);
  });

  test('all-of is as bad as the worst of its parts', () => {
    expect(lines(found, 'X-ST-3', 'Practitioner/a')).toEqual(['01..10 satisfied all-satisfied Practitioner/a']);
    expect(lines(found, 'X-ST-3', 'Practitioner/b')).toEqual([
      '01..05 insufficient-data no-credential',
      '06..10 not-satisfied credential-expired Practitioner/b',
    ]);
  });

  test('any-of is as good as the best', () => {
    expect(lines(found, 'X-ST-4', 'Practitioner/b')).toEqual([
      '01..05 satisfied credential-valid Practitioner/b',
      '06..10 insufficient-data no-credential',
    ]);
    expect(new Set(found.filter(({ advisory }) => advisory === 'true').map(({ clause }) => clause))).toEqual(
      new Set(['X-ST-4']),
    );
  });

  test('each rolls its subjects up to their provider, and names those that decide', () => {
    expect(lines(found, 'X-ST-5', 'Organization/o')).toEqual([
      '01..05 insufficient-data no-credential Practitioner/b',
      '06..10 not-satisfied credential-expired Practitioner/b',
    ]);
  });

  test('what is said of a provider is said of its members', () => {
    expect(lines(found, 'X-ST-7', 'Patient/m')).toEqual(lines(found, 'X-ST-5', 'Organization/o'));
  });

  test('when: a clause applies where the other is satisfied', () => {
    expect(lines(found, 'X-ST-6', 'Practitioner/a')).toEqual(['01..10 insufficient-data no-credential']);
    expect(lines(found, 'X-ST-6', 'Practitioner/b')).toEqual([
      '01..05 insufficient-data no-credential',
      '06..10 not-applicable does-not-apply Practitioner/b',
    ]);
  });

  test('what isn’t automated is there once', () => {
    expect(lines(found, 'X-ST-8', '')).toEqual(['.. not-applicable principle']);
  });
});

test('each proves nothing where there may be others, and fails all the same where one does', async () => {
  const each = `X-ST-1: { says: s, cites: c, rule: credential-on-date, with: { credentials: [recovery-coach-training] } }
X-ST-2: { says: s, cites: c, each: X-ST-1, over: service_provider }`;
  const { findings } = await judge({
    resources,
    // whose role it was can't be told
    rawLines: { PractitionerRole: ['{'] },
    from: '2026-03-01',
    to: '2026-03-10',
    specifications: ['each'],
    knowledge: [await contract('each', each)],
  });
  expect(lines(findings, 'X-ST-2', 'Organization/o')).toEqual([
    '01..05 insufficient-data subjects-incomplete',
    '06..10 not-satisfied credential-expired Practitioner/b',
  ]);
});

test('only clauses that are asked for are judged, and those that they rest on', async () => {
  const knowledge = [await contract('less', CLAUSES)];
  const { findings } = await judge({
    resources,
    from: '2026-03-01',
    to: '2026-03-10',
    specifications: ['less'],
    knowledge,
    clauses: new Set(['X-ST-4']),
  });
  expect([...new Set(findings.map(({ clause }) => clause))].sort()).toEqual(['X-ST-1', 'X-ST-2', 'X-ST-4']);
});

describe('what doesn’t load:', () => {
  test.each([
    [
      'a circle',
      'X-ST-1: { says: s, cites: c, all-of: [X-ST-2] }\nX-ST-2: { says: s, cites: c, any-of: [X-ST-1] }',
      'rests on itself',
    ],
    [
      'a circle through when',
      'X-ST-1: { says: s, cites: c, rule: credential-on-date, with: { credentials: [] }, when: X-ST-2 }\nX-ST-2: { says: s, cites: c, all-of: [X-ST-1] }',
      'rests on itself',
    ],
    ['a part that is not there', 'X-ST-1: { says: s, cites: c, all-of: [X-ST-9] }', 'no clause of this specification'],
    [
      'a part that nobody judges',
      `X-ST-1: { says: s, cites: c, all-of: [X-ST-2] }\nX-ST-2: { says: s, cites: c, not-automated: 'later: L.' }`,
      'not judged by itself',
    ],
    [
      'a roll-up to nobody',
      'X-ST-1: { says: s, cites: c, rule: credential-on-date, with: { credentials: [] } }\nX-ST-2: { says: s, cites: c, each: X-ST-1 }',
      'needs over',
    ],
  ])('%s', async (name, clauses, says) => {
    const { rules, settings } = await loadFoundation();
    const loaded = async (): Promise<unknown> =>
      bindReading(await contract(name.replaceAll(' ', '-'), clauses), rules, new Map(), settings, null);
    await expect(loaded()).rejects.toThrow(says);
  });
});
