/** Canonical rows → resources → verdicts: what is written here is what the check understands. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PLAIN } from '../../../test/mapped-shape.ts';
import { judge } from '../../../test/world.ts';
import type { Span } from '../../../test/world.ts';
import type { RowKind } from '../canonical.ts';
import type { Link, LinkedRow } from './linked.ts';
import { childrenOf, isChild, parentOf, resourceOf, resourceTypes } from './table.ts';
import type { ChildKind, ResourceKind } from './table.ts';

const member: Link = { kind: 'member', key: 'm-1' };
const cbhc: Link = { kind: 'organization', key: 'cbhc-1' };
const worker: Link = { kind: 'worker', key: 'w-1' };
const role: Link = { kind: 'role', key: 'cps-1' };
const referral: Link = { kind: 'referral', key: 'ref-1' };
const episode: Link = { kind: 'episode', key: 'ep-1' };

/** A Monday's referral, met in person on Wednesday, one text thread two weeks later, then discharge. */
const ROWS: LinkedRow[] = [
  { kind: 'member', row: { id: 'm-1', given: 'Wren' } },
  { kind: 'organization', row: { id: 'cbhc-1', name: 'Harbor Street', types: ['cbhc'] } },
  { kind: 'worker', row: { id: 'w-1', given: 'Ash' } },
  { kind: 'qualification', row: { id: 'q-1', worker, code: 'cps-certification' } },
  { kind: 'role', row: { id: 'cps-1', worker, organization: cbhc, code: 'certified-peer-specialist' } },
  { kind: 'supervision', row: { id: 's-1', role, supervisor: role } },
  {
    kind: 'referral',
    row: { id: 'ref-1', member, service: 'cps', authored: '2026-03-02T09:00:00-05:00', performer: cbhc },
  },
  {
    kind: 'episode',
    row: {
      id: 'ep-1',
      member,
      service: 'cps',
      provider: cbhc,
      start: '2026-03-02',
      end: '2026-03-27',
      referrals: [referral],
    },
  },
  {
    kind: 'contact',
    row: {
      id: 'c-1',
      member,
      service: 'cps',
      provider: cbhc,
      episode,
      referral,
      workers: [role],
      mode: 'in-person',
      engaged: true,
      types: ['initial-meeting'],
      start: '2026-03-04T14:00:00-05:00',
      end: '2026-03-04T14:45:00-05:00',
    },
  },
  // Work without the member is no contact.
  { kind: 'collateral', row: { id: 'col-1', member, worker: role, code: 'call-to-provider', start: '2026-03-12' } },
  {
    kind: 'message',
    row: {
      id: 'msg-1',
      member,
      service: 'cps',
      medium: 'text',
      sender: role,
      recipients: [member],
      sent: '2026-03-17T16:00:00-04:00',
    },
  },
  {
    kind: 'message',
    row: {
      id: 'msg-2',
      member,
      service: 'cps',
      medium: 'text',
      sender: member,
      recipients: [role],
      sent: '2026-03-18T08:00:00-04:00',
      inResponseTo: [{ kind: 'message', key: 'msg-1' }],
    },
  },
];

function resourcesOf(rows: readonly LinkedRow[]): ReturnType<typeof resourceOf>[] {
  const children = new Map<string, LinkedRow<ChildKind>[]>();
  const parents: LinkedRow<ResourceKind>[] = [];
  for (const one of rows) {
    if (!isChild(one)) {
      parents.push(one);
      continue;
    }
    const { kind, key } = parentOf(one);
    children.set(`${kind} ${key}`, [...(children.get(`${kind} ${key}`) ?? []), one]);
  }
  return parents.map((one) => resourceOf(one, PLAIN, childrenOf(children.get(`${one.kind} ${one.row.id}`) ?? [])));
}

describe('rows of one member', () => {
  let spans: Span[] = [];
  beforeAll(async () => {
    const resources = resourcesOf(ROWS).map((one) => ({ ...one }));
    const complete = resourceTypes([...ROWS.map(({ kind }) => kind), 'affiliation']);
    ({ spans } = await judge({ resources, complete, from: '2026-03-01', to: '2026-03-31' }));
  });

  it('are judged day by day', () => {
    expect(outcomesOf(spans)).toEqual([
      // until they met, no contact in the window
      ['2026-03-02', '2026-03-03', 'not-satisfied'],
      // seven dates from the meeting on
      ['2026-03-04', '2026-03-10', 'satisfied'],
      ['2026-03-11', '2026-03-17', 'not-satisfied'],
      // and from the date on which the member wrote
      ['2026-03-18', '2026-03-24', 'satisfied'],
      ['2026-03-25', '2026-03-27', 'not-satisfied'],
    ]);
    for (const span of spans) expect(span).toMatchObject({ member: 'Patient/m-1', provider: 'Organization/cbhc-1' });
  });

  it('are each the evidence where it decides', () => {
    const evidenceOn = (date: string): string[] | undefined =>
      spans.find((span) => span.start_date <= date && date <= span.end_date)?.evidence.split(' ');
    expect(evidenceOn('2026-03-05')).toEqual(['Encounter/c-1', 'Organization/cbhc-1', 'ServiceRequest/ref-1']);
    expect(evidenceOn('2026-03-20')).toContain('Communication/msg-2');
  });
});

/** Neighbouring spans of one outcome (they differ in reason, evidence or sensitivity) as one. */
function outcomesOf(spans: readonly Span[]): [start: string, end: string, outcome: string][] {
  const merged: [string, string, string][] = [];
  for (const { start_date: start, end_date: end, outcome } of spans) {
    const last = merged.at(-1);
    if (last?.[2] === outcome) last[1] = end;
    else merged.push([start, end, outcome]);
  }
  return merged;
}

describe('the types of resource that kinds of row make', () => {
  it.each<[RowKind[], string[]]>([
    [
      ['contact', 'supervisionSession', 'message', 'incidentReport'],
      ['Communication', 'Encounter'],
    ],
    [
      ['worker', 'qualification', 'role', 'supervision'],
      ['Practitioner', 'PractitionerRole'],
    ],
    // Without its worker no qualification is written.
    [['qualification'], []],
    [[], []],
  ])('%j', (kinds, types) => {
    expect(resourceTypes(kinds)).toEqual(types);
  });
});
