import { KnowledgeError } from '../../errors.ts';
import type { BoundClause } from '../bind.ts';
import type { NumberedReading } from '../readings.ts';
import { partsOf } from '../specification.ts';
import type { Clause } from '../specification.ts';
import { DATES_UNKNOWN, asCondition, inCombination, lanesOfCombination, lanesOfRule, underCondition } from './lanes.ts';
import type { Lane, Lanes, Wins } from './lanes.ts';
import { levelsOf, restsOn } from './order.ts';

/** A lane with its number; of one clause, a stronger lane has a greater one. */
export interface NumberedLane extends Lane {
  readonly lane: number;
  readonly incompleteLane: number | null;
}

/** How a lane of another clause counts in this one. */
export interface Part {
  readonly of: FindingClause;
  readonly partLane: number;
  readonly lane: number;
  /** Whether subjects of the other clause are rolled up to their providers or members. */
  readonly rollsUpTo: 'provider' | 'member' | null;
}

/** One clause under one reading, with the names and numbers by which SQL judges it. */
export interface FindingClause {
  readonly id: number;
  /** `specification/clause`, and `@reading` behind it where that isn't the default: its name in `binding` and `verdict`. */
  readonly key: string;
  readonly reading: NumberedReading;
  readonly clause: Clause;
  /** Null of a combination. */
  readonly bound: BoundClause | null;
  readonly service: string;
  readonly over: string;
  readonly level: number;
  readonly lanes: readonly NumberedLane[];
  readonly doubtLane: number;
  readonly parts: readonly Part[];
  /** Resource types without which its absence, or that there is no other subject, proves nothing. */
  readonly absenceNeeds: readonly string[];
  /** Clauses that its rule reads, by the parameter that names them. */
  readonly reads: ReadonlyMap<string, FindingClause>;
}

/** Subjects that are rolled up to: whose name stands in which column of a verdict. */
const ROLLED_UP: Readonly<Record<string, 'provider' | 'member'>> = {
  service_provider: 'provider',
  enrolled_member: 'member',
};

/** Which clauses are asked for: all, or those named and what they rest on. */
export type AskedClauses = 'all' | ReadonlySet<string>;

/**
 * Clauses that are judged, a clause after those that it rests on: each under the default, and again under each reading that can change
 * it. `readings`: defaults before others. `readsSettings`: whether evidence of a rule depends on settings. `listedBy`: relation of
 * subjects → the resource types that list them. Throws KnowledgeError.
 */
export function findingClauses(
  readings: readonly NumberedReading[],
  asked: AskedClauses,
  readsSettings: (bound: BoundClause) => boolean,
  listedBy: ReadonlyMap<string, readonly string[]>,
): FindingClause[] {
  const made = new ClauseMaker(listedBy);
  for (const reading of readings) {
    const levels = levelsOf(reading.reading);
    const wanted = closure(reading, asked, levels);
    const ordered = [...levels].filter(([id]) => wanted.has(id)).sort(([, a], [, b]) => a - b);
    for (const [id, level] of ordered) {
      const clause = reading.reading.specification.clauses.get(id);
      if (clause === undefined) continue;
      const bound = reading.reading.clauses.get(id) ?? null;
      const isTouched = bound !== null && made.differs(reading, bound, readsSettings);
      if (reading.isDefault || isTouched || made.restsOnTouched(reading, clause, bound))
        made.add(reading, clause, bound, level);
    }
  }
  return made.clauses;
}

function closure({ reading }: NumberedReading, asked: AskedClauses, levels: ReadonlyMap<string, number>): Set<string> {
  if (asked === 'all') return new Set(levels.keys());
  const wanted = new Set<string>();
  const visit = (id: string): void => {
    const clause = reading.specification.clauses.get(id);
    if (wanted.has(id) || clause === undefined) return;
    wanted.add(id);
    for (const other of restsOn(clause, reading.clauses.get(id))) visit(other);
  };
  for (const id of asked) visit(id);
  return wanted;
}

/** Numbers clauses and lanes as they come. */
class ClauseMaker {
  readonly clauses: FindingClause[] = [];
  readonly #byKey = new Map<string, FindingClause>();
  readonly #listedBy: ReadonlyMap<string, readonly string[]>;
  #lanes = 0;

  constructor(listedBy: ReadonlyMap<string, readonly string[]>) {
    this.#listedBy = listedBy;
  }

  add(reading: NumberedReading, clause: Clause, bound: BoundClause | null, level: number): void {
    const { key, parts: combined, condition, reads } = this.#restingOn(reading, clause, bound);
    const wins: Wins = bound?.rule.wins ?? (clause['any-of'] === undefined ? 'not-satisfied' : 'satisfied');
    const own =
      bound === null
        ? lanesOfCombination(
            combined.map(({ lanes }) => lanes),
            wins,
            clause.each !== undefined,
          )
        : lanesOfRule(bound.rule, bound.required);
    const lanes = this.#numbered(condition === null ? own : underCondition(own, condition.lanes));
    const over = bound?.rule.over ?? clause.over ?? combined[0]?.over ?? '';
    const rollsUpTo = clause.each === undefined ? null : rolledUp(clause, over);
    const laneOf = ({ outcome, reason }: Lane): number =>
      lanes.find((lane) => lane.outcome === outcome && lane.reason === reason)?.lane ?? 0;
    const parts = combined.flatMap((of) =>
      of.lanes
        .filter(({ outcome }) => outcome !== 'not-applicable')
        .map((lane): Part => ({ of, partLane: lane.lane, lane: laneOf(inCombination(lane, wins)), rollsUpTo })),
    );
    const conditions = (condition?.lanes ?? []).flatMap((lane): Part[] => {
      const here = asCondition(lane);
      return condition === null || here === null
        ? []
        : [{ of: condition, partLane: lane.lane, lane: laneOf(here), rollsUpTo: null }];
    });
    const added: FindingClause = {
      id: this.clauses.length + 1,
      key,
      reading,
      clause,
      bound,
      service: bound?.service ?? combined[0]?.service ?? '',
      over,
      level,
      lanes,
      doubtLane: ++this.#lanes,
      parts: [...parts, ...conditions],
      absenceNeeds: bound?.absenceNeeds ?? (clause.each === undefined ? [] : this.#listing(combined, over)),
      reads,
    };
    this.clauses.push(added);
    this.#byKey.set(key, added);
  }

  /** Whether a reading changes what a clause gives its rule, or the evidence that the rule sees of a member. */
  differs(reading: NumberedReading, bound: BoundClause, readsSettings: (bound: BoundClause) => boolean): boolean {
    const own = this.#byKey.get(keyOf(reading, bound.clause.id, true))?.bound;
    return (
      own === undefined ||
      own === null ||
      content(own) !== content(bound) ||
      (reading.ownEvidence && readsSettings(bound))
    );
  }

  restsOnTouched(reading: NumberedReading, clause: Clause, bound: BoundClause | null): boolean {
    return restsOn(clause, bound ?? undefined).some((id) => this.#byKey.has(keyOf(reading, id, false)));
  }

  /** What lists the subjects that are rolled up, each type once. */
  #listing(combined: readonly FindingClause[], over: string): string[] {
    const others = combined.map((part) => part.over).filter((relation) => relation !== over);
    return [...new Set(others.flatMap((relation) => this.#listedBy.get(relation) ?? []))];
  }

  #restingOn(
    reading: NumberedReading,
    clause: Clause,
    bound: BoundClause | null,
  ): Pick<FindingClause, 'key' | 'reads'> & { parts: FindingClause[]; condition: FindingClause | null } {
    const find = (id: string): FindingClause => {
      const found = this.#byKey.get(keyOf(reading, id, false)) ?? this.#byKey.get(keyOf(reading, id, true));
      if (found === undefined)
        throw new KnowledgeError(clause.file, clause.line, `${clause.id} rests on ${id}, which is not judged`);
      return found;
    };
    const clauseParameters = Object.entries(bound?.rule.asks ?? {}).flatMap(([name, { type }]) => {
      const given = type === 'clause' ? bound?.parameters.get(name) : null;
      return typeof given === 'string' ? [[name, find(given)] as const] : [];
    });
    return {
      key: keyOf(reading, clause.id, reading.isDefault),
      parts: partsOf(clause).map(find),
      condition: clause.when === undefined ? null : find(clause.when),
      reads: new Map(clauseParameters),
    };
  }

  #numbered(lanes: Lanes): NumberedLane[] {
    const numbers = lanes.map((lane) => ({ ...lane, lane: ++this.#lanes }));
    return numbers.map((lane) => ({
      ...lane,
      incompleteLane: numbers.find(({ reason }) => reason === lane.incomplete)?.lane ?? null,
    }));
  }
}

function rolledUp(clause: Clause, over: string): 'provider' | 'member' {
  const to = ROLLED_UP[over];
  if (to === undefined)
    throw new KnowledgeError(
      clause.file,
      clause.line,
      `${clause.id}: each can be over ${Object.keys(ROLLED_UP).join(' or ')}`,
    );
  return to;
}

function keyOf({ reading, key }: NumberedReading, clause: string, isDefault: boolean): string {
  return `${reading.specification.id}/${clause}${isDefault ? '' : `@${key}`}`;
}

function content({ parameters, absenceNeeds, required }: BoundClause): string {
  return JSON.stringify([...parameters, ...absenceNeeds, required]);
}

/** What may not be a day of the subject: of every clause one lane above all others. */
export const DOUBT: Lane = { outcome: 'insufficient-data', reason: DATES_UNKNOWN, incomplete: null };
