/** What comes out of a check as FHIR: MeasureReports of findings, DetectedIssues for gaps, Tasks for what can still be done. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { peerbridge } from './command.ts';
import { codeOf, days, daysOf, issueSchema, reportSchema, resourcesIn, taskSchema } from './fhir-outputs.ts';
import type { Report } from './fhir-outputs.ts';
import { workshop } from './folders.ts';
import { CENTER, coded, member, sourceOf } from './story.ts';
import type { Resource } from './story.ts';
import { rowsOf, spansOf } from './tables.ts';

const at = workshop();
const APRIL = ['--from', '2026-04-01', '--to', '2026-04-30', '--as-of', '2026-04-20'];

/** Trained, as far as the record goes until 9 April. */
const WORKER: Resource[] = [
  {
    resourceType: 'Practitioner',
    id: 'rowan',
    qualification: [
      { code: coded('qualification', 'cps-training'), period: { start: '2020-01-05', end: '2026-04-09' } },
    ],
  },
  {
    resourceType: 'PractitionerRole',
    id: 'rowan-role',
    practitioner: { reference: 'Practitioner/rowan' },
    organization: { reference: 'Organization/center' },
    code: [coded('worker-role', 'certified-peer-specialist')],
    period: { start: '2026-01-01' },
  },
];
/** Friday 17 April is before Patriots' Day: the first business day after it is Tuesday the 21st, one day after as-of. */
function incident(id: string, date: string): Resource {
  return {
    resourceType: 'AdverseEvent',
    id,
    actuality: 'actual',
    subject: { reference: 'Patient/ash' },
    recorder: { reference: 'PractitionerRole/rowan-role' },
    date,
    extension: [{ url: 'https://peerbridge.dev/fhir/StructureDefinition/reportable', valueBoolean: true }],
  };
}
/** What no one but the member's own team should read in a text. */
const SENSITIVE: Resource[] = [
  {
    resourceType: 'Observation',
    id: 'status',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '82810-3' }], text: 'Pregnancy status' },
    subject: { reference: 'Patient/birch' },
    effectiveDateTime: '2026-04-02',
    valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '77386006' }], text: 'Pregnant' },
  },
  {
    resourceType: 'Observation',
    id: 'custody',
    status: 'final',
    code: coded('perinatal', 'dcf-custody'),
    subject: { reference: 'Patient/birch' },
    effectiveDateTime: '2026-04-02',
    valueBoolean: true,
  },
];

function findingsOf(out: string): Record<string, string>[] {
  return rowsOf(readFileSync(at(out, 'findings.csv'), 'utf8'));
}

const WAYS = { all: [], rate: ['--clauses', 'case-rate'], some: ['--clauses', 'CPS-ST-2'] } as const;

beforeAll(async () => {
  const people = [...member('ash', ['2026-04-14']), ...member('birch', []), ...member('cedar', [], 'prc')];
  const told = [incident('fall', '2026-04-17'), incident('fire', '2026-04-15')];
  sourceOf(at('source'), [CENTER, ...people, ...WORKER, ...told, ...SENSITIVE], { 'CarePlan.ndjson': '' });
  for (const [way, more] of Object.entries(WAYS)) {
    const { code } = await peerbridge(['check', at('source'), ...APRIL, ...more, '--out', at(way)]);
    expect(code).toBe(0);
  }
});

describe('measure-reports.ndjson', () => {
  test('has a report of each member and worker, provider and specification, with days by clause', () => {
    const reports = resourcesIn(at('all'), 'measure-reports', reportSchema);
    const [rowan, another] = reports.filter(({ subject }) => subject?.reference === 'Practitioner/rowan');
    expect(another).toBeUndefined();
    // trained through 9 April; as-of is the 20th
    expect(rowan === undefined ? [] : daysOf(rowan, 'CPS-ST-2')).toEqual(['satisfied 9', 'not-satisfied 11']);
    expect(rowan?.reporter?.reference).toBe('Organization/center');
    expect(rowan?.evaluatedResource).toContainEqual({ reference: 'Practitioner/rowan' });
    const ofAsh = reports.filter(({ subject }) => subject?.reference === 'Patient/ash');
    expect(ofAsh.map(({ measure }) => measure.replace(/.*\//, ''))).toEqual(['molina-cps', 'molina-cps-clauses']);
    // seen on the 14th, and the window is of seven dates
    expect(ofAsh[1] === undefined ? [] : daysOf(ofAsh[1], 'CPS-CS-5a')).toEqual(['satisfied 7', 'not-satisfied 13']);
  });

  test('sums up each provider by worker, and all by organization', () => {
    const summaries = resourcesIn(at('all'), 'measure-reports', reportSchema).filter(({ type }) => type === 'summary');
    const [ofCenter, ofAll] = summaries.filter(({ measure }) => measure.endsWith('/molina-cps-clauses'));
    expect([ofCenter?.reporter?.reference, ofAll?.reporter?.reference]).toEqual(['Organization/center', undefined]);
    const strata = (report: Report | undefined, clause: string): string[] =>
      (report?.group ?? [])
        .filter(({ code }) => code !== undefined && codeOf(code) === clause)
        .flatMap(({ stratifier }) => stratifier)
        .flatMap(({ code, stratum }) =>
          stratum.map(
            ({ value, population }) => `${code[0]?.text ?? ''} ${value.text}: ${days(population).join(', ')}`,
          ),
        );
    expect(strata(ofCenter, 'CPS-ST-2')).toEqual(['worker Practitioner/rowan: satisfied 9, not-satisfied 11']);
    // two members, twenty days each; one was seen
    expect(strata(ofAll, 'CPS-CS-5-lead2')).toEqual([
      'organization Organization/center: satisfied 7, not-satisfied 33',
    ]);
  });

  test('says of each clause what findings.csv says', () => {
    const counted = new Map<string, number>();
    for (const report of resourcesIn(at('all'), 'measure-reports', reportSchema))
      if (report.type === 'individual' && report.measure.endsWith('-clauses'))
        for (const { code, population } of report.group)
          for (const { code: outcome, count } of population) {
            const key = `${report.subject?.reference ?? ''} ${code === undefined ? '' : codeOf(code)} ${codeOf(outcome)}`;
            counted.set(key, (counted.get(key) ?? 0) + count);
          }
    const listed = new Map<string, number>();
    for (const { subject = '', clause = '', outcome = '', start_date, end_date } of findingsOf('all')) {
      if (!/^(Patient|Practitioner)\//.test(subject) || ['CPS-CS-5-lead2', 'PRC-SC-18'].includes(clause)) continue;
      const length = (Date.parse(end_date ?? '') - Date.parse(start_date ?? '')) / 86_400_000 + 1;
      const key = `${subject} ${clause} ${outcome}`;
      listed.set(key, (listed.get(key) ?? 0) + length);
    }
    expect(listed.size).toBeGreaterThan(50);
    expect([...counted].sort()).toEqual([...listed].sort());
  });
});

describe('detected-issues.ndjson', () => {
  const COMBINED = ['all-of:', 'any-of:', 'each:'];

  test('tells each clause that is not satisfied of a subject once, with reason, days and evidence', () => {
    const issues = resourcesIn(at('all'), 'detected-issues', issueSchema);
    const lapsed = issues.filter(({ code }) => codeOf(code) === 'CPS-ST-2 not-satisfied');
    expect(lapsed).toMatchObject([
      {
        identifiedPeriod: { start: '2026-04-10', end: '2026-04-20' },
        implicated: [{ reference: 'Practitioner/rowan' }, { reference: 'Organization/center' }],
        evidence: [{ detail: [{ reference: 'Practitioner/rowan' }] }],
      },
    ]);
    expect(lapsed[0]?.evidence[0]?.code.map(codeOf)).toEqual(['CPS-ST-2', 'credential-expired']);
  });

  test('tells what can’t be told of a subject in one, clause by clause', () => {
    const issues = resourcesIn(at('all'), 'detected-issues', issueSchema);
    const open = issues.filter(
      ({ code, patient }) => codeOf(code) === 'insufficient-data' && patient?.reference === 'Patient/ash',
    );
    expect(open).toHaveLength(1);
    const told = new Set(open.flatMap(({ evidence }) => evidence).map(({ code }) => code.map(codeOf).join(' ')));
    expect(told).toContain('CPS-CS-5c-2 claim-source-incomplete');
  });

  test('leaves out no gap, and makes none', () => {
    const combined = new Set(
      ['components-of-service', 'linkages', 'preamble', 'staffing-requirements', 'quality-management'].flatMap((name) =>
        readFileSync(`src/specifications/molina-cps/clauses/${name}.yaml`, 'utf8')
          .split(/^(?=\S)/m)
          .filter((text) => COMBINED.some((key) => text.includes(`\n  ${key}`)))
          .map((text) => text.slice(0, text.indexOf(':'))),
      ),
    );
    const gaps = findingsOf('all').filter(
      ({ specification, clause = '', outcome, advisory }) =>
        specification === 'molina-cps' &&
        (outcome === 'not-satisfied' || outcome === 'insufficient-data') &&
        advisory === 'false' &&
        !combined.has(clause),
    );
    const rate = spansOf(at('all')).filter(
      ({ specification, outcome }) => specification === 'molina-cps' && outcome !== 'satisfied',
    );
    const due = new Set([
      ...gaps.map(
        ({ clause = '', subject = '', outcome = '', reason = '' }) => `${clause} ${subject} ${outcome} ${reason}`,
      ),
      ...rate.map((row) => `CPS-CS-5-lead2 ${row.member} ${row.outcome} ${row.reason}`),
    ]);
    const told = resourcesIn(at('all'), 'detected-issues', issueSchema)
      .filter(({ reference: authority }) => authority === 'https://peerbridge.dev/fhir/Measure/molina-cps')
      .flatMap(({ code, patient, implicated, evidence }) =>
        evidence.map(({ code: [clause, reason] }) =>
          clause === undefined || reason === undefined
            ? ''
            : [codeOf(clause), (patient ?? implicated[0])?.reference, code.coding.at(-1)?.code, codeOf(reason)].join(
                ' ',
              ),
        ),
      );
    expect(combined).toContain('CPS-CS-5-lead2');
    expect([...new Set(told)].sort()).toEqual([...due].sort());
  });
});

describe('tasks.ndjson', () => {
  const lines = (out: string): string[] =>
    resourcesIn(at(out), 'tasks', taskSchema).map(
      (task) =>
        `${codeOf(task.code)} ${task.for.reference}: ${task.description}; ${task.owner?.reference ?? 'nobody'} by ${task.restriction.period.end}`,
    );

  test('asks for what can still be done, of whom, and by when', () => {
    const all = lines('all');
    const next =
      'CPS-CS-5-lead2 Patient/ash: Make the next contact: it leaves no gap; Organization/center by 2026-04-21';
    expect(all).toContain(next);
    expect(all).toContain(
      'CPS-ST-2 Practitioner/rowan: Renew it, or record that it was renewed; Practitioner/rowan by 2026-04-20',
    );
    // the first business day after it is over tomorrow, and that of the other was the day after it
    expect(all).toContain('CPS-QM-4-time AdverseEvent/fall: Report the incident; Organization/center by 2026-04-21');
    expect(all).toContain(
      'CPS-QM-4-time AdverseEvent/fire: Report the incident, and link the report to it; Organization/center by 2026-04-16',
    );
  });

  test('asks for no day that is over, and for a gap once', () => {
    // ash had no contact before the 14th, and has one now
    const contacts = lines('all').filter((line) => line.includes('Record a contact'));
    expect(contacts.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'CPS-CS-5-lead2 Patient/birch',
      'PRC-SC-18 Patient/cedar',
    ]);
  });

  test('names the gap that it closes', () => {
    const issues = new Set(
      resourcesIn(at('all'), 'detected-issues', issueSchema).map(({ id }) => `DetectedIssue/${id}`),
    );
    const tasks = resourcesIn(at('all'), 'tasks', taskSchema);
    expect(tasks.filter(({ focus }) => focus !== undefined && !issues.has(focus.reference))).toEqual([]);
    expect(tasks.filter(({ focus }) => focus === undefined).map(({ description }) => description)).toEqual([
      'Make the next contact: it leaves no gap',
    ]);
  });
});

test('with the case rate alone they hold what is of it, with the same ids', () => {
  const clausesOf = (out: string): Set<string> =>
    new Set(resourcesIn(at(out), 'tasks', taskSchema).map(({ code }) => codeOf(code)));
  expect([...clausesOf('rate')]).toEqual(['CPS-CS-5-lead2', 'PRC-SC-18']);
  const reports = resourcesIn(at('rate'), 'measure-reports', reportSchema);
  expect(reports.filter(({ type }) => type === 'individual').map(({ subject }) => subject?.reference)).toEqual([
    'Patient/ash',
    'Patient/birch',
    'Patient/cedar',
  ]);
  const everything = new Set(resourcesIn(at('all'), 'measure-reports', reportSchema).map(({ id }) => id));
  expect(reports.filter(({ id }) => !everything.has(id))).toEqual([]);
  const codesOfIssues = resourcesIn(at('rate'), 'detected-issues', issueSchema).map(({ code }) => codeOf(code));
  expect(new Set(codesOfIssues)).toEqual(new Set(['CPS-CS-5-lead2 not-satisfied', 'PRC-SC-18 not-satisfied']));
  // asked for one clause, the rate is told all the same
  expect([...clausesOf('some')]).toEqual(['CPS-CS-5-lead2', 'CPS-ST-2', 'PRC-SC-18']);
});

test.each(Object.keys(WAYS))('%s: all are valid R4, and no id stands twice', async (way) => {
  const names = ['measure-reports', 'detected-issues', 'tasks'];
  const { code, stdout } = await peerbridge(['validate', ...names.map((name) => at(way, `${name}.ndjson`))]);
  expect(stdout).toContain('0 errors, 0 warnings');
  expect(code).toBe(0);
  const ids = names.flatMap((name) =>
    resourcesIn(at(way), name, z.looseObject({ id: z.string() })).map(({ id }) => id),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('no perinatal fact and nothing of DCF is in a text or a code', () => {
  const outcomes = findingsOf('all').filter(
    ({ clause, subject }) => clause === 'CPS-CS-4a' && subject === 'Patient/birch',
  );
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['insufficient-data', 'not-satisfied']);
  for (const name of ['measure-reports', 'detected-issues', 'tasks']) {
    const text = readFileSync(at('all', `${name}.ndjson`), 'utf8');
    expect(text).toContain('CPS-CS-4a');
    expect(text).not.toMatch(/pregnan|perinatal|postpartum|parenting|custody|\bDCF\b|77386006|82810-3/i);
  }
});
