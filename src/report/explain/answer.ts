import type { z } from 'zod';
import type { BoundClause } from '../../engine/bind.ts';
import { bindReading } from '../../engine/bind.ts';
import type { Foundation } from '../../engine/knowledge.ts';
import type { Question } from '../../engine/plan.ts';
import { addDays } from '../calendar-date.ts';
import type { Answer, Carrier, Gate } from './explanation.ts';
import { NO_END, NO_START } from './rows.ts';
import type { claimRow, dayRow, Facts, gateRow } from './rows.ts';

/** What one specification says of the day, from the rows that speak of it. */
export function answerOf(
  row: z.infer<typeof dayRow>,
  facts: Facts,
  request: { question: Question; foundation: Foundation },
): Answer {
  const asked = request.question.specifications.find(({ specification }) => specification.id === row.specification);
  const bound =
    asked === undefined
      ? new Map<string, BoundClause>()
      : bindReading(asked.specification, request.foundation.rules, asked.chosen, request.foundation.settings, null)
          .clauses;
  const ofRow = (one: { specification: string; provider: string | null }): boolean =>
    one.specification === row.specification && one.provider === row.provider;
  const gates = facts.gates.filter(ofRow).map((gate) => gateOf(gate, facts, bound, request.foundation));
  return {
    specification: row.specification,
    provider: row.provider,
    outcome: row.outcome,
    reason: row.reason,
    means: request.foundation.means.get(row.reason) ?? '',
    eligibleThrough: row.eligible_through,
    nextContactDue: row.next_contact_due,
    evidence: row.evidence,
    gates,
    readings: facts.readings.filter(ofRow).map(({ ambiguity, parameter, value, outcome }) => {
      const known = asked?.specification.parameters.get(parameter);
      return {
        ambiguity,
        parameter,
        value,
        question: known?.question ?? '',
        means: known?.values?.[value]?.means ?? '',
        outcome,
      };
    }),
    toDo: toDoOf(row, gates, facts, bound, request.foundation),
  };
}

function gateOf(
  row: z.infer<typeof gateRow>,
  { claims }: Facts,
  bound: ReadonlyMap<string, BoundClause>,
  { means }: Foundation,
): Gate {
  const clause = row.clause === null ? undefined : bound.get(row.clause);
  const own = claims.filter(
    (claim) =>
      claim.specification === row.specification && claim.episode === row.episode && claim.clause === row.clause,
  );
  const at = (position: 'before' | 'after'): Carrier | null =>
    own.filter((claim) => claim.position === position).map(carrierOf)[0] ?? null;
  return {
    episode: row.episode,
    clause: row.clause,
    says: clause?.clause.says ?? 'The day is a day of the episode.',
    cites: clause?.clause.cites ?? '',
    outcome: row.outcome,
    reason: row.reason,
    means: clause?.rule.reasons[row.reason]?.means ?? means.get(row.reason) ?? '',
    carriers: own
      .filter((claim) => claim.position === 'on' && (claim.reason === row.reason || row.outcome !== 'satisfied'))
      .map(carrierOf),
    before: at('before'),
    after: at('after'),
  };
}

function carrierOf(claim: z.infer<typeof claimRow>): Carrier {
  const { contact_date: firstDate, contact_until: lastDate } = claim;
  return {
    resource: claim.evidence,
    reason: claim.reason,
    from: claim.start_date === NO_START ? null : claim.start_date,
    through: claim.end_date >= NO_END ? null : claim.end_date,
    contact:
      firstDate === null || lastDate === null
        ? null
        : { firstDate, lastDate, mode: claim.modes === 1 ? claim.mode : null, engaged: claim.engaged },
  };
}

function toDoOf(
  row: z.infer<typeof dayRow>,
  gates: readonly Gate[],
  facts: Facts,
  bound: ReadonlyMap<string, BoundClause>,
  foundation: Foundation,
): string[] {
  if (row.outcome === 'satisfied') {
    if (row.next_contact_due !== null) return [`Make the next contact by ${row.next_contact_due}: it leaves no gap.`];
    return row.eligible_through === null
      ? []
      : [`Nothing: the days last to the end of the episode, ${row.eligible_through}.`];
  }
  const deciding = gates.filter(({ outcome }) => outcome !== 'satisfied');
  const steps = deciding.flatMap(({ clause, reason, episode }) => {
    const one = clause === null ? undefined : bound.get(clause);
    const words = one?.rule.reasons[reason];
    const text = words?.do ?? words?.['decided-by'] ?? foundation.decidedBy.get(reason);
    if (text === undefined) return [];
    const by = one === undefined ? null : dueOf(one, episode, facts);
    return [
      `${clause ?? episode}: ${row.outcome === 'insufficient-data' ? 'it would be decided by: ' : ''}${text}${by === null ? '' : ` (due by ${by})`}.`,
    ];
  });
  return [...new Set(steps)];
}

/** The day by which a rule's deed was due, where the referral's date is known. */
function dueOf({ rule, parameters }: BoundClause, episode: string, { referrals }: Facts): string | null {
  const days = rule.due?.days === undefined ? null : parameters.get(rule.due.days);
  const [referral] = referrals.filter((one) => one.episode === episode);
  if (typeof days !== 'number' || referral === undefined || referral.first_date !== referral.last_date) return null;
  if (referral.first_date === NO_START) return null;
  return addDays(referral.first_date, days);
}
