import { KnowledgeError } from '../../errors.ts';
import type { BoundClause, Reading } from '../bind.ts';
import { partsOf } from '../specification.ts';
import type { Clause } from '../specification.ts';

/** Clauses whose verdicts a clause rests on: its parts, the one that it applies under, those that its rule reads. */
export function restsOn(clause: Clause, bound: BoundClause | undefined): string[] {
  const read = Object.entries(bound?.rule.asks ?? {}).flatMap(([name, { type }]) => {
    const given = type === 'clause' ? bound?.parameters.get(name) : null;
    return typeof given === 'string' ? [given] : [];
  });
  return [...partsOf(clause), ...(clause.when === undefined ? [] : [clause.when]), ...read];
}

/**
 * Clauses that are judged, each with its level: 0 rests on no other clause, any other on clauses of lower levels alone.
 * Throws KnowledgeError where clauses rest on each other in a circle.
 */
export function levelsOf({ specification, clauses }: Pick<Reading, 'specification' | 'clauses'>): Map<string, number> {
  const levels = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = levels.get(id);
    const clause = specification.clauses.get(id);
    if (known !== undefined || clause === undefined) return known ?? -1;
    if (open.has(id)) throw new KnowledgeError(clause.file, clause.line, `${id} rests on itself, through others`);
    open.add(id);
    const level = 1 + Math.max(-1, ...restsOn(clause, clauses.get(id)).map(visit));
    open.delete(id);
    levels.set(id, level);
    return level;
  };
  for (const clause of specification.clauses.values())
    if (clause.rule !== undefined || partsOf(clause).length > 0) visit(clause.id);
  return levels;
}
