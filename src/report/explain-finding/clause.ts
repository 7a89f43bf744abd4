import type { Reading } from '../../engine/bind.ts';
import { restsOn } from '../../engine/findings/order.ts';
import type { Rule } from '../../engine/rule.ts';
import type { Cell } from '../../sql/runner.ts';
import { decisionOf } from '../specification-json.ts';
import type { Decision } from '../specification-json.ts';

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

/** A clause as a specification has it under a reading; null where it has none of that id. */
export function explainedClause(id: string, reading: Reading): ExplainedClause | null {
  const { specification } = reading;
  const clause = specification.clauses.get(id);
  if (clause === undefined) return null;
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

/** A reason as the clause's own rule words it; of a combination, as the first of the rules that it rests on does. */
export function wordsOf(id: string, reason: string, reading: Reading): Rule['reasons'][string] | undefined {
  return [id, ...basisOf(id, reading)].flatMap((one) => reading.clauses.get(one)?.rule.reasons[reason] ?? [])[0];
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
