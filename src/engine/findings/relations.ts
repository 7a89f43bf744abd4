import type { Cell, ColumnType, InputRelation } from '../../sql/runner.ts';
import { relation } from '../input-relations.ts';
import { columnOf, columnType } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Specification } from '../specification.ts';
import { DOUBT } from './clauses.ts';
import type { AskedClauses, FindingClause } from './clauses.ts';

/**
 * Relations by which the engine tells SQL what is judged. Columns:
 * finding_clause(clause_id, specification, clause, claimed_as, reading, is_default, variant, service, over_relation, level, advisory, base_lane, incomplete_lane, doubt_lane) ·
 * clause_lane(clause_id, lane, incomplete_lane, outcome, reason) · clause_part(clause_id, lane, part_id, part_lane, rolls_up_to) ·
 * clause_absence(clause_id, resource_type) · verdict_lane(lane, clause: its key, outcome, reason)
 */
export function findingRelations(clauses: readonly FindingClause[]): InputRelation[] {
  return [
    relation(
      'finding_clause',
      {
        clause_id: 'integer',
        specification: 'text',
        clause: 'text',
        claimed_as: 'text',
        reading: 'text',
        is_default: 'boolean',
        variant: 'text',
        service: 'text',
        over_relation: 'text',
        level: 'integer',
        advisory: 'boolean',
        base_lane: 'integer',
        incomplete_lane: 'integer',
        doubt_lane: 'integer',
      },
      clauses.map((one) => [
        one.id,
        one.reading.reading.specification.id,
        one.clause.id,
        claimedAs(one),
        one.reading.key,
        one.reading.isDefault,
        one.reading.variant,
        one.service,
        one.over,
        one.level,
        one.clause.advisory === true,
        one.lanes[0]?.lane ?? null,
        one.lanes[0]?.incompleteLane ?? null,
        one.doubtLane,
      ]),
    ),
    relation(
      'clause_lane',
      { clause_id: 'integer', lane: 'integer', incomplete_lane: 'integer', outcome: 'text', reason: 'text' },
      clauses.flatMap(({ id, lanes, doubtLane }) =>
        [...lanes, { ...DOUBT, lane: doubtLane, incompleteLane: null }].map(
          ({ lane, incompleteLane, outcome, reason }) => [id, lane, incompleteLane, outcome, reason],
        ),
      ),
    ),
    relation(
      'clause_part',
      { clause_id: 'integer', lane: 'integer', part_id: 'integer', part_lane: 'integer', rolls_up_to: 'text' },
      clauses.flatMap(({ id, parts }) =>
        parts.map(({ of, partLane, lane, rollsUpTo }) => [id, lane, of.id, partLane, rollsUpTo]),
      ),
    ),
    relation(
      'verdict_lane',
      { lane: 'integer', clause: 'text', outcome: 'text', reason: 'text' },
      clauses.flatMap(({ key, lanes }) => lanes.map(({ lane, outcome, reason }) => [lane, key, outcome, reason])),
    ),
    relation(
      'clause_absence',
      { clause_id: 'integer', resource_type: 'text' },
      clauses.flatMap(({ id, absenceNeeds }) => absenceNeeds.map((type) => [id, type])),
    ),
  ];
}

/** `binding` of a rule that states claims about subjects, for the clauses of one level: clause (its key), reading, variant, service, and what the rule asks. */
export function findingBinding(name: string, rule: Rule, clauses: readonly FindingClause[]): InputRelation {
  const asks = Object.entries(rule.asks);
  const columns: Record<string, ColumnType> = { clause: 'text', reading: 'text', variant: 'text', service: 'text' };
  for (const [asked, type] of asks) columns[columnOf(asked)] = columnType(type);
  return relation(
    name,
    columns,
    clauses.map((one): Cell[] => [
      one.key,
      one.reading.key,
      one.reading.variant,
      one.service,
      ...asks.map(([asked]) => one.reads.get(asked)?.key ?? one.bound?.parameters.get(asked) ?? null),
    ]),
  );
}

/** unjudged_clause(specification, clause, reason): clauses asked for that aren't automated, principles among them. */
export function unjudgedClauses(specifications: readonly Specification[], asked: AskedClauses): InputRelation {
  return relation(
    'unjudged_clause',
    { specification: 'text', clause: 'text', reason: 'text' },
    specifications.flatMap(({ id, clauses }) =>
      [...clauses.values()].flatMap((clause): Cell[][] => {
        const [reason] = clause['not-automated']?.split(':', 1) ?? [];
        return reason === undefined || !(asked === 'all' || asked.has(clause.id)) ? [] : [[id, clause.id, reason]];
      }),
    ),
  );
}

/** Rules that speak of episodes know a clause by its id alone. */
function claimedAs({ key, clause, bound }: FindingClause): string {
  return bound !== null && bound.rule.claims !== 'subject' ? clause.id : key;
}
