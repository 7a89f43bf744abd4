/** A run's account, made by hand: one member of two specifications with a varied month, one that only lapses. */
import type { Account, JudgedSpecification } from '../src/report/account.ts';
import type { Outcome, Span } from '../src/report/month.ts';
import type { ReasonMeaning } from '../src/report/reason-words.ts';
import type { Summary } from '../src/report/summary.ts';

export function span(start: string, end: string, outcome: Outcome, reason: string, more: Partial<Span> = {}): Span {
  return { start, end, outcome, reason, sensitive: [], eligibleThrough: null, nextContactDue: null, ...more };
}

const MEANINGS: ReadonlyMap<string, ReasonMeaning> = new Map([
  ['all-gates-satisfied', { outcome: 'satisfied', means: 'All is shown', todo: null }],
  ['no-contact', { outcome: 'not-satisfied', means: 'No contact', todo: 'Make one' }],
  ['contact-open', { outcome: 'insufficient-data', means: 'A contact may count', todo: null }],
]);

const SUMMARY: Summary = {
  from: '2026-03-01',
  to: '2026-03-31',
  asOf: '2026-03-31',
  engine: 'duckdb',
  specifications: [
    {
      id: 'one',
      members: 2,
      providers: 1,
      memberDays: { satisfied: 1038, notSatisfied: 8, insufficientData: 14 },
      reasons: [
        { reason: 'all-gates-satisfied', memberDays: 1038, members: 2 },
        { reason: 'contact-open', memberDays: 14, members: 1 },
        { reason: 'no-contact', memberDays: 8, members: 1 },
      ],
      issues: { error: 1, warning: 2, information: 0 },
    },
    {
      id: 'two',
      members: 1,
      providers: 1,
      memberDays: { satisfied: 22, notSatisfied: 0, insufficientData: 0 },
      reasons: [{ reason: 'all-gates-satisfied', memberDays: 22, members: 1 }],
      issues: { error: 1, warning: 2, information: 0 },
    },
  ],
  undecided: [{ reason: 'contact-open', memberDays: 14, members: 1, wouldBeDecidedBy: 'The date of the contact' }],
  source: { typesWithoutFile: ['Coverage'], ignoredFiles: ['notes.txt'], notFound: [] },
};

const S = 'all-gates-satisfied';
export const ACCOUNT: Account = {
  summary: SUMMARY,
  specifications: [judged('one'), judged('two')],
  meanings: new Map([
    ['one', MEANINGS],
    ['two', MEANINGS],
  ]),
  providers: [
    {
      specification: 'one',
      provider: 'Organization/h',
      days: { satisfied: 1038, notSatisfied: 8, insufficientData: 14 },
    },
    { specification: 'two', provider: null, days: { satisfied: 22, notSatisfied: 0, insufficientData: 0 } },
  ],
  lapses: [
    {
      specification: 'two',
      member: 'Patient/b',
      provider: null,
      eligibleThrough: '2026-03-31',
      nextContactDue: '2026-04-01',
    },
  ],
  members: [
    {
      member: 'Patient/a',
      cases: [
        {
          specification: 'one',
          provider: 'Organization/h',
          spans: [
            span('2026-03-02', '2026-03-02', 'satisfied', S, {
              eligibleThrough: '2026-03-02',
              nextContactDue: '2026-03-03',
            }),
            span('2026-03-10', '2026-03-23', 'insufficient-data', 'contact-open'),
            span('2026-03-24', '2026-03-24', 'not-satisfied', 'no-contact', { sensitive: ['A01', 'A03'] }),
            span('2026-03-25', '2026-03-31', 'not-satisfied', 'no-contact'),
          ],
        },
      ],
    },
    {
      member: 'Patient/b',
      cases: [
        {
          specification: 'two',
          provider: null,
          spans: [
            span('2026-03-10', '2026-03-31', 'satisfied', S, {
              eligibleThrough: '2026-03-31',
              nextContactDue: '2026-04-01',
            }),
          ],
        },
      ],
    },
  ],
  asked: false,
  needAction: 2,
  issueKinds: [
    { severity: 'error', code: 'structure', message: 'the line is no JSON', issues: 1 },
    { severity: 'warning', code: 'value', message: 'it ends before it starts', issues: 2 },
  ],
};

/** Nothing that was looked for is in the source. */
export const EMPTY: Account = {
  ...ACCOUNT,
  summary: {
    ...SUMMARY,
    specifications: SUMMARY.specifications.slice(0, 1).map((one) => ({
      ...one,
      members: 0,
      providers: 0,
      memberDays: { satisfied: 0, notSatisfied: 0, insufficientData: 0 },
      reasons: [],
      issues: { error: 0, warning: 0, information: 0 },
    })),
    undecided: [],
    source: { typesWithoutFile: [], ignoredFiles: [], notFound: ['EpisodeOfCare: none in the source'] },
  },
  providers: [],
  lapses: [],
  members: [],
  needAction: 0,
  issueKinds: [],
};

function judged(id: string): JudgedSpecification {
  return { id, title: `Contract ${id}`, payer: 'A payer', from: '2023-01-01', gates: [] };
}
