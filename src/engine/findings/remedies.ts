import type { Cell, InputRelation } from '../../sql/runner.ts';
import type { BoundClause, Reading } from '../bind.ts';
import { relation } from '../input-relations.ts';
import { partsOf } from '../specification.ts';
import type { Clause } from '../specification.ts';

/**
 * Relations by which the engine tells what kind of answer a clause gives, and what can be done about it:
 * clause_kind(specification, clause, kind, of_rate, advisory): kind `rate`: it gates the case rate; `rule`; `combination`. of_rate: that clause, and its gates ·
 * clause_remedy(specification, clause, reason, remedy: a JSON string, still: standing | always, due_after: referral | incident, due_clock, due_days, due_business_days):
 * what the rules say under `do`; of the clause that gates the rate, what its gates' rules say.
 */
export function remedyRelations(defaults: readonly Reading[]): InputRelation[] {
  return [
    relation(
      'clause_kind',
      { specification: 'text', clause: 'text', kind: 'text', of_rate: 'boolean', advisory: 'boolean' },
      defaults.flatMap(({ specification }) =>
        [...specification.clauses.values()].flatMap((clause): Cell[][] => {
          const kind = kindOf(clause);
          if (kind === null) return [];
          const ofRate = kind === 'rate' || specification.gates.includes(clause);
          return [[specification.id, clause.id, kind, ofRate, clause.advisory === true]];
        }),
      ),
    ),
    relation(
      'clause_remedy',
      {
        specification: 'text',
        clause: 'text',
        reason: 'text',
        remedy: 'text',
        still: 'text',
        due_after: 'text',
        due_clock: 'text',
        due_days: 'integer',
        due_business_days: 'integer',
      },
      defaults.flatMap(remediesOf),
    ),
  ];
}

function kindOf(clause: Clause): 'rate' | 'rule' | 'combination' | null {
  if (clause.gates !== undefined) return 'rate';
  if (clause.rule !== undefined) return 'rule';
  return partsOf(clause).length > 0 ? 'combination' : null;
}

function remediesOf({ specification, clauses }: Reading): Cell[][] {
  const rate = [...specification.clauses.values()].find(({ gates }) => gates !== undefined);
  const ofGates = specification.gates.flatMap(({ id }) => {
    const bound = clauses.get(id);
    return rate === undefined || bound === undefined ? [] : reasonsOf(rate.id, bound);
  });
  // of two gates that give a reason of one name the first speaks, as it does for the day
  const ofRate = new Map(ofGates.toReversed().map((row) => [row[1], row]));
  const ofRules = [...clauses].filter(([id]) => id !== rate?.id).flatMap(([id, bound]) => reasonsOf(id, bound));
  return [...ofRate.values(), ...ofRules].map((row) => [specification.id, ...row]);
}

function reasonsOf(clause: string, { rule, parameters }: BoundClause): Cell[][] {
  const { due } = rule;
  const given = (name: string | undefined): Cell => (name === undefined ? null : (parameters.get(name) ?? null));
  return Object.entries(rule.reasons).flatMap(([reason, { do: remedy, still = 'standing' }]): Cell[][] =>
    remedy === undefined || still === 'never'
      ? []
      : [
          [
            clause,
            reason,
            JSON.stringify(remedy),
            still,
            due?.after ?? null,
            given(due?.clock),
            given(due?.days),
            given(due?.['business-days']),
          ],
        ],
  );
}
