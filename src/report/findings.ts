import { relation } from '../engine/input-relations.ts';
import type { Specification } from '../engine/specification.ts';
import type { Cell, InputRelation } from '../sql/runner.ts';

/**
 * `finding`: one row for each clause that isn't automated, principles among them: not applicable, with the reason why.
 * Columns as `findings` of outputs.md.
 */
export function findingRelation(specifications: readonly Specification[]): InputRelation {
  const rows = specifications.flatMap(({ id, clauses }) =>
    [...clauses.values()].flatMap((clause): Cell[][] => {
      const [reason] = clause['not-automated']?.split(':', 1) ?? [];
      if (reason === undefined) return [];
      return [[id, clause.id, null, null, null, null, 'not-applicable', false, reason, [], []]];
    }),
  );
  return relation(
    'finding',
    {
      specification: 'text',
      clause: 'text',
      subject: 'text',
      provider: 'text',
      start_date: 'date',
      end_date: 'date',
      outcome: 'text',
      advisory: 'boolean',
      reason: 'text',
      boundary_sensitive: 'text[]',
      evidence: 'text[]',
    },
    rows,
  );
}
