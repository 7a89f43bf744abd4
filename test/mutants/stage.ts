import { resultOf, shownRows, statementsOf } from '../../src/evidence/relation-case.ts';
import type { RelationCase } from '../../src/evidence/relation-case.ts';
import type { Foundation } from '../../src/engine/knowledge.ts';
import { shownVerdict } from '../../src/rules/case-file.ts';
import type { RuleCase } from '../../src/rules/case-file.ts';
import { RESULT, batchesOf, planOf, verdictsOf } from '../../src/rules/case-run.ts';
import type { EvidenceColumns } from '../../src/rules/case-evidence.ts';
import type { InputRelation, Result, ResultRow, Statement } from '../../src/sql/runner.ts';

/** A run of the engine that some cases look at: what it is given, what it computes, and what the cases say of that. */
export interface Stage {
  readonly name: string;
  readonly inputs: readonly InputRelation[];
  readonly statements: readonly Statement[];
  readonly results: readonly Result[];
  /** Titles of the cases that these results contradict. */
  readonly contradicted: (results: Readonly<Record<string, readonly ResultRow[]>>) => string[];
}

/** One stage for each as-of of rule cases. */
export function ruleStages(cases: readonly RuleCase[], foundation: Foundation, columns: EvidenceColumns): Stage[] {
  return batchesOf(cases).map((batch) => {
    const { inputs, statements } = planOf(batch, foundation, columns);
    return {
      name: `rule cases as of ${batch.asOf}`,
      inputs,
      statements,
      results: [RESULT],
      contradicted: (results) => {
        const verdicts = verdictsOf(batch, results[RESULT.name] ?? []);
        return batch.cases.flatMap(({ rule, title, expected }, index) => {
          const [found, due] = [verdicts[index] ?? [], expected].map((some) => some.map(shownVerdict).join('\n'));
          return found === due ? [] : [`${rule.rule}: ${title}`];
        });
      },
    };
  });
}

/** One stage for each case of a relation. */
export function relationStages(cases: readonly RelationCase[]): Stage[] {
  return cases.map((one) => ({
    name: one.title,
    inputs: one.inputs,
    statements: statementsOf(one),
    results: [resultOf(one)],
    contradicted: ({ rows = [] }) =>
      shownRows(rows).join('\n') === shownRows(one.expected).join('\n') ? [] : [one.title],
  }));
}
