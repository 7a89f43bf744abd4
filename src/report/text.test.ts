import { describe, expect, it } from 'vitest';
import { ACCOUNT, EMPTY } from '../../test/account.ts';
import type { Whereabouts } from './next-commands.ts';
import { summaryText } from './text.ts';

const WHERE: Whereabouts = {
  sources: ['data/march'],
  out: 'out/march',
  files: ['case-rate.csv', 'case-rate.parquet', 'issues.csv', 'manifest.json', 'report.html', 'summary.json'],
  program: 'npx peerbridge',
  options: [],
  colors: false,
};

const WHOLE = `Daily case rate, 2026-03-01 to 2026-03-31, as of 2026-03-31

Days                 billable  not billable  undecided  members
one                     1,038             8         14        2
  Organization/h        1,038             8         14
two                        22             0          0        1
  no provider named        22             0          0

Why days are not billable, or undecided
  one
    14 days  1 member  undecided     A contact may count
     8 days  1 member  not billable  No contact

Lapses within seven days of 2026-03-31, unless a contact is made
  due Wed 2026-04-01  Patient/b  two  no provider named

March 2026 of Patient/a
  one, Organization/h
    Mon    Tue    Wed    Thu    Fri    Sat    Sun
                                               1 ·
     2 ✓    3 ·    4 ·    5 ·    6 ·    7 ·    8 ·
     9 ·   10 ?   11 ?   12 ?   13 ?   14 ?   15 ?
    16 ?   17 ?   18 ?   19 ?   20 ?   21 ?   22 ?
    23 ?   24 ✗*  25 ✗   26 ✗   27 ✗   28 ✗   29 ✗
    30 ✗   31 ✗
    Since Tue 2026-03-24 not billable: No contact.
  ✓ billable   ✗ not billable   ? undecided   · not listed
  * would change if A01 or A03 were read otherwise

What would decide the undecided days, if it were known
  14 days  1 member  The date of the contact

What the source lacks
  no file of Coverage
  passed over: notes.txt

Issues with the data
  1 error (not used), 2 warnings (read, but doubtful): out/march/issues.csv

Written to out/march
  report.html              this, and a calendar for each member that needs action
  case-rate.csv, .parquet  every day of every member, in spans, with reason and evidence
  issues.csv               what is wrong or doubtful with the data
  summary.json             the totals above
  manifest.json            inputs, parameters, timings

Try next
  npx peerbridge explain data/march --member a --date 2026-03-24 --as-of 2026-03-31
  npx peerbridge specifications one
  npx peerbridge check data/march --from 2026-03-01 --to 2026-03-31 --readings --out out/march
`;

describe('summaryText', () => {
  it('says what came out, why, what lapses, what is missing and what to do next', () => {
    expect(summaryText(ACCOUNT, WHERE)).toBe(WHOLE);
  });

  it('is the same text, painted, on a terminal', () => {
    const painted = summaryText(ACCOUNT, { ...WHERE, colors: true });
    expect(painted).toContain('\u001b[31m✗*\u001b[0m');
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(WHOLE);
  });

  it('begins with what was looked for where there is nothing to judge', () => {
    expect(summaryText(EMPTY, WHERE)).toBe(`Daily case rate, 2026-03-01 to 2026-03-31, as of 2026-03-31

Nothing to judge: looked for, and not found
  EpisodeOfCare: none in the source

Days  billable  not billable  undecided  members
one          0             0          0        0

Written to out/march
  report.html              this, and a calendar for each member that needs action
  case-rate.csv, .parquet  every day of every member, in spans, with reason and evidence
  issues.csv               what is wrong or doubtful with the data
  summary.json             the totals above
  manifest.json            inputs, parameters, timings

Try next
  npx peerbridge specifications one
  npx peerbridge check data/march --from 2026-03-01 --to 2026-03-31 --readings --out out/march
`);
  });

  it('shows the first member that was asked for, however even its month', () => {
    const text = summaryText({ ...ACCOUNT, asked: true, members: ACCOUNT.members.toReversed() }, WHERE);
    expect(text).toContain('March 2026 of Patient/b\n  two, no provider named\n');
    expect(text).toContain('Billable through Tue 2026-03-31; the next contact is due on Wed 2026-04-01.\n');
    expect(text).toContain('--member b --date 2026-03-10 ');
  });

  it('names ten that lapse, and counts the others', () => {
    const [lapse] = ACCOUNT.lapses;
    if (lapse === undefined) throw new TypeError('there is one');
    const lapses = Array.from({ length: 12 }, (_, index) => ({ ...lapse, member: `Patient/m${index}` }));
    const text = summaryText({ ...ACCOUNT, lapses }, WHERE);
    expect(text).toContain('Patient/m9 ');
    expect(text).not.toContain('Patient/m10');
    expect(text).toContain('\n  and 2 more: report.html\n');
    expect(summaryText({ ...ACCOUNT, lapses: [] }, WHERE)).toContain('unless a contact is made\n  nothing\n');
  });

  it('suggests no command that reads what is no longer there', () => {
    expect(summaryText(ACCOUNT, { ...WHERE, sources: [] })).toBe(
      `${WHOLE.slice(0, WHOLE.indexOf('Try next'))}Try next\n  npx peerbridge specifications one\n`,
    );
  });

  it('repeats the options of the question in its commands, as a shell takes them', () => {
    const asOf = { ...ACCOUNT, summary: { ...ACCOUNT.summary, asOf: '2026-03-30' } };
    const options = ['--specifications', "our father's", '--set', 'window.boundary=n-days-elapsed'];
    expect(summaryText(asOf, { ...WHERE, sources: ['my data'], options })).toContain(`Try next
  npx peerbridge explain 'my data' --member a --date 2026-03-24 --as-of 2026-03-30 \\
      --specifications 'our father'\\''s' --set window.boundary=n-days-elapsed
  npx peerbridge specifications one --specifications 'our father'\\''s'
  npx peerbridge check 'my data' --from 2026-03-01 --to 2026-03-31 --as-of 2026-03-30 \\
      --specifications 'our father'\\''s' --set window.boundary=n-days-elapsed --readings \\
      --out out/march
`);
  });

  it('lets no control character of the data reach the terminal', () => {
    const odd = {
      specification: 'one',
      provider: 'Organization/\u001b[2J\u009bx',
      days: { satisfied: 1, notSatisfied: 0, insufficientData: 0 },
    };
    const members = ACCOUNT.members.map((one) => ({
      ...one,
      cases: one.cases.map((own) => ({ ...own, provider: odd.provider })),
    }));
    const text = summaryText({ ...ACCOUNT, providers: [odd], members }, WHERE);
    expect(text).toContain('Organization/\ufffd[2J\ufffdx');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('is never wider than a hundred columns', () => {
    const means = 'A reason that takes a great many words to be told '.repeat(4).trim();
    const meanings = new Map([
      ['one', new Map([['no-contact', { outcome: 'not-satisfied', means, todo: null } as const]])],
    ]);
    const text = summaryText({ ...ACCOUNT, meanings }, { ...WHERE, program: 'npm run -s peerbridge --' });
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
