import type { Rule } from '../engine/rule.ts';
import type { Clause } from '../engine/specification.ts';
import type { Column } from '../sql/runner.ts';
import type { RuleCase } from './case-file.ts';

/**
 * Verdicts that a case gives, for rules that read those of other clauses: rows of `verdict`, `{ clause, subject, outcome, from, to }`. The
 * clause stands in the case's contract, bound to a rule that claims what the rows say, so that the engine hands its verdicts on as
 * it does those of any clause.
 */
export const VERDICT = 'given_verdict';

/** The columns of a relation of subjects, since the days of these verdicts are all that the clause judges, with what is said of them. */
export const VERDICT_COLUMNS: readonly Column[] = [
  { name: 'clause', type: 'text' },
  { name: 'outcome', type: 'text' },
  { name: 'variant', type: 'text' },
  { name: 'service', type: 'text' },
  { name: 'subject', type: 'text' },
  { name: 'provider', type: 'text' },
  { name: 'member', type: 'text' },
  { name: 'reference', type: 'text' },
  { name: 'first_date', type: 'date' },
  { name: 'first_certain', type: 'date' },
  { name: 'last_certain', type: 'date' },
  { name: 'last_date', type: 'date' },
];

const NAME = 'verdict-as-given';

/** Says what the rows of a case say; its reasons are outcomes. */
export const VERDICT_RULE: Rule = {
  rule: NAME,
  title: 'What a case says that another clause said',
  subject: 'any',
  claims: 'subject',
  over: VERDICT,
  asks: { named: { type: 'text', means: 'The clause, as rows name it.' } },
  wins: 'satisfied',
  otherwise: 'insufficient-data',
  'absence-needs': [],
  needs: [],
  reasons: {
    satisfied: { outcome: 'satisfied', means: '' },
    'not-satisfied': { outcome: 'not-satisfied', means: '' },
    'insufficient-data': { outcome: 'insufficient-data', means: '', 'decided-by': '' },
    'not-applicable': { outcome: 'not-applicable', means: '' },
  },
  file: 'cases.yaml',
  text: {
    file: 'cases.yaml',
    name: NAME,
    title: NAME,
    reads: [VERDICT],
    sql: `select b.clause, b.reading, v.subject, v.provider, v.first_certain as start_date, v.last_certain as end_date, v.outcome as reason, v.reference as evidence
          from ${VERDICT} as v join binding as b on b.named = v.clause and b.service = v.service`,
    isTable: false,
  },
};

/** The clauses whose verdicts the rule of a case reads. */
export function clausesOfVerdicts({ rule, with: given, file, line }: RuleCase): Clause[] {
  const named = Object.entries(rule.asks).flatMap(([name, { type }]) => (type === 'clause' ? [given[name]] : []));
  return [...new Set(named)].flatMap((id) =>
    typeof id === 'string' ? [{ id, says: '', cites: '', rule: NAME, with: { named: id }, file, line }] : [],
  );
}
