import { bindReading } from '../../engine/bind.ts';
import type { Reading } from '../../engine/bind.ts';
import { restsOn } from '../../engine/findings/order.ts';
import type { Foundation } from '../../engine/knowledge.ts';
import type { Question } from '../../engine/plan.ts';
import { decisionOf } from '../specification-json.ts';
import type { Decision } from '../specification-json.ts';
import type { Cell } from '../../sql/runner.ts';

/** A clause, and where to find what decides it. */
export interface ExplainedClause extends Decision {
  readonly specification: string;
  readonly id: string;
  readonly says: string;
  readonly cites: string;
  /** File and line of the clause. */
  readonly stands: string;
  /** File of its rule, where it has one. */
  readonly ruleFile: string | null;
  /** What the clause gives its rule. */
  readonly parameters: Readonly<Record<string, Cell>>;
  /** Clauses whose verdicts it rests on, through whatever others. */
  readonly basis: readonly string[];
}

type Asked = Question['specifications'][number];

/** A clause as one specification of the question has it; null where that has none. Throws KnowledgeError. */
export function explainedClause(
  { specification, chosen }: Asked,
  id: string,
  foundation: Foundation,
): ExplainedClause | null {
  const clause = specification.clauses.get(id);
  if (clause === undefined) return null;
  const reading = bindReading(specification, foundation.rules, chosen, foundation.settings, null);
  const bound = reading.clauses.get(id);
  return {
    specification: specification.id,
    id,
    says: clause.says,
    cites: clause.cites,
    ...decisionOf(clause),
    stands: `${clause.file}:${clause.line}`,
    ruleFile: bound?.rule.text.file ?? null,
    parameters: Object.fromEntries(bound?.parameters ?? []),
    basis: basisOf(id, reading),
  };
}

function basisOf(id: string, { specification, clauses }: Reading): string[] {
  const found = new Set<string>();
  const visit = (one: string): void => {
    const clause = specification.clauses.get(one);
    for (const other of clause === undefined ? [] : restsOn(clause, clauses.get(one))) {
      if (found.has(other)) continue;
      found.add(other);
      visit(other);
    }
  };
  visit(id);
  return [...found];
}
