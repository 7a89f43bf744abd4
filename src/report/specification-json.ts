import { bindReading, defaultOf } from '../engine/bind.ts';
import type { Foundation } from '../engine/knowledge.ts';
import { partsOf } from '../engine/specification.ts';
import type { Clause, Parameter, Specification } from '../engine/specification.ts';
import type { Cell } from '../sql/runner.ts';

/** What decides a clause: exactly one of the three. */
export interface Decision {
  rule?: string;
  combination?: { op: 'all-of' | 'any-of' | 'each' | 'part-of'; clauses: string[] };
  /** The reason, a colon, and a sentence. */
  notAutomated?: string;
}

export interface ClauseJson extends Decision {
  id: string;
  says: string;
  cites: string;
  /** What the clause gives its rule. */
  parameters: Record<string, Cell>;
  gates: 'case-rate' | null;
  /** The clause that must be satisfied for this one to apply. */
  when?: string;
  /** Whether it is advice: its findings never count as failures. */
  advisory?: true;
}

export interface ParameterJson {
  name: string;
  ambiguity: string;
  question: string;
  value: string;
  /** Day from which the value holds. */
  from: string;
  cites: string;
  because: string;
  /** Values that may be chosen instead; empty where any of `type` may. */
  alternatives: { value: string; means: string }[];
  type: 'integer' | 'list' | 'text' | null;
  /** Whether both readings are run, and days that differ are marked in boundary_sensitive. */
  runBothWays: boolean;
  /** Whether no clause that is automated so far reads it. */
  later: boolean;
}

/** `specifications ID --json`; outputs.md defines all but `until`, `editionOf` and `parameters`. */
export interface SpecificationJson {
  id: string;
  title: string;
  payer: string;
  services: string[];
  from: string;
  /** The last day on which it holds, where it has one: it ends, or another edition follows. */
  until?: string;
  /** The contract, where this is one of its editions. */
  editionOf?: string;
  clauses: ClauseJson[];
  parameters: ParameterJson[];
}

/** Throws KnowledgeError where a clause doesn't give its rule what it asks. */
export function specificationJson(specification: Specification, { rules, settings }: Foundation): SpecificationJson {
  const bound = bindReading(specification, rules, new Map(), settings, null).clauses;
  const { id, title, payer, services, from, inForce, 'edition-of': editionOf } = specification;
  return {
    id,
    title,
    payer,
    services,
    from,
    ...(inForce.last !== null && { until: inForce.last }),
    ...(editionOf !== undefined && { editionOf }),
    clauses: [...specification.clauses.values()].map((clause) => ({
      id: clause.id,
      says: clause.says,
      cites: clause.cites,
      ...decisionOf(clause),
      parameters: Object.fromEntries(bound.get(clause.id)?.parameters ?? []),
      gates: clause.gates ?? null,
      ...(clause.when !== undefined && { when: clause.when }),
      ...(clause.advisory === true && { advisory: true }),
    })),
    parameters: [...specification.parameters].map(([name, parameter]) => parameterJson(specification, name, parameter)),
  };
}

/** What decides a clause. */
export function decisionOf(clause: Clause): Decision {
  if (clause.rule !== undefined) return { rule: clause.rule };
  for (const op of ['all-of', 'any-of', 'each'] as const)
    if (clause[op] !== undefined) return { combination: { op, clauses: [...partsOf(clause)] } };
  if (clause['part-of'] !== undefined) return { combination: { op: 'part-of', clauses: [clause['part-of']] } };
  return { notAutomated: clause['not-automated'] ?? '' };
}

function parameterJson(specification: Specification, name: string, parameter: Parameter): ParameterJson {
  const value = defaultOf(specification, name);
  const others = Object.entries(parameter.values ?? {}).filter(([other]) => other !== value);
  return {
    name,
    ambiguity: parameter.ambiguity,
    question: parameter.question,
    value,
    from: parameter.from,
    cites: parameter.cites,
    because: parameter.because,
    alternatives: others.map(([other, { means }]) => ({ value: other, means })),
    type: parameter.type ?? null,
    runBothWays: parameter.sensitive === true,
    later: parameter.later === true,
  };
}
