import type { BoundClause } from './bind.ts';
import type { NumberedReading } from './readings.ts';
import type { Outcome } from './rule.ts';

/** Reason of days that may be no days of the episode; they are open whatever the gates say (case-rate 2). */
export const DATES_UNKNOWN = 'episode-dates-unknown';
/** Reason of a day on which every gate is satisfied. */
export const ALL_SATISFIED = 'all-gates-satisfied';

/** Outcomes by strength: among gates the weakest decides, among a gate's claims and among episodes the strongest. */
const SEVERITIES: readonly Outcome[] = ['not-satisfied', 'insufficient-data', 'satisfied'];
/** Room for the reasons of one outcome, the gates of one outcome, and the lanes of one specification. */
const [REASONS, GATES, SPECIFICATION] = [1_000, 100_000, 10_000_000];

/**
 * A lane holds the claims of one clause, under one reading, for one reason. Its ranks are numbers, so that SQL overlays lanes by
 * min and max alone.
 */
export interface Lane {
  readonly lane: number;
  /** The lane of the same clause and reason under the default reading; itself, if it is that one. */
  readonly defaultLane: number;
  /** Where claims of this lane go if they rest on absence and the source isn't complete. */
  readonly incompleteLane: number | null;
  readonly reading: NumberedReading;
  readonly bound: BoundClause | null;
  readonly reason: string;
  readonly outcome: Outcome;
  /** Whether days without a claim are in this lane. */
  readonly otherwise: boolean;
  /** From 1, in the order of the gates; 0: above all of them. */
  readonly gate: number;
  /** The greatest of a gate's lanes is the gate's verdict. */
  readonly withinGate: number;
  /** The least of the gates' verdicts is the episode's. */
  readonly amongGates: number;
  /** The greatest of the episodes' verdicts is the day's. */
  readonly across: number;
}

/** Lanes of all readings; defaults must come before the readings of their specification. `order`: reasons as outputs rank them. */
export function lanesOf(readings: readonly NumberedReading[], order: readonly string[]): Lane[] {
  const lanes: Lane[] = [];
  const defaults = new Map<number, Lane>();
  for (const reading of readings)
    for (const draft of draftsOf(reading, order)) {
      const lane = lanes.length + 1;
      const twin = reading.isDefault ? undefined : defaults.get(draft.amongGates);
      const added = { ...draft, lane, defaultLane: twin?.lane ?? lane, incompleteLane: null };
      lanes.push(added);
      if (reading.isDefault) defaults.set(draft.amongGates, added);
    }
  return lanes.map((lane) => ({ ...lane, incompleteLane: incompleteLane(lane, lanes) }));
}

/** Lanes that a reading uses: its own of the clauses that it touches, the default's of all others. */
export function lanesUsedBy(reading: NumberedReading, lanes: readonly Lane[]): Lane[] {
  return lanes.filter((lane) => {
    if (lane.reading.reading.specification.id !== reading.reading.specification.id) return false;
    if (lane.reading === reading) return true;
    return (
      lane.reading.isDefault &&
      (lane.bound === null ? !reading.ownEvidence : !reading.touched.has(lane.bound.clause.id))
    );
  });
}

type Draft = Omit<Lane, 'lane' | 'defaultLane' | 'incompleteLane'>;

function draftsOf(reading: NumberedReading, order: readonly string[]): Draft[] {
  const { specification, clauses } = reading.reading;
  const base = reading.specificationIndex * SPECIFICATION;
  const gates = specification.gates.flatMap((clause, index) => {
    const bound = clauses.get(clause.id);
    return bound === undefined || !reading.touched.has(clause.id)
      ? []
      : gateDrafts(reading, bound, index + 1, base, order);
  });
  if (!reading.isDefault && !reading.ownEvidence) return gates;
  const across = rankAcross('insufficient-data', DATES_UNKNOWN, order);
  const outcome: Outcome = 'insufficient-data';
  return [
    {
      reading,
      bound: null,
      reason: DATES_UNKNOWN,
      outcome,
      otherwise: false,
      gate: 0,
      withinGate: 0,
      amongGates: base,
      across,
    },
    ...gates,
  ];
}

function gateDrafts(
  reading: NumberedReading,
  bound: BoundClause,
  gate: number,
  base: number,
  order: readonly string[],
): Draft[] {
  return Object.entries(bound.rule.reasons).map(([reason, { outcome }], place) => {
    const severity = SEVERITIES.indexOf(outcome);
    return {
      reading,
      bound,
      reason,
      outcome,
      otherwise: reason === bound.rule.otherwise,
      gate,
      withinGate: severity * REASONS + REASONS - 1 - place,
      amongGates: base + severity * GATES + gate * REASONS + place,
      across: rankAcross(outcome, outcome === 'satisfied' ? ALL_SATISFIED : reason, order),
    };
  });
}

function rankAcross(outcome: Outcome, reason: string, order: readonly string[]): number {
  const place = order.indexOf(reason);
  if (place < 0) throw new TypeError(`${reason} is not among the reasons of the case rate`);
  return SEVERITIES.indexOf(outcome) * REASONS + REASONS - 1 - place;
}

/** All that is not satisfied rests on absence. */
function incompleteLane({ reading, bound, outcome }: Draft, lanes: readonly Lane[]): number | null {
  if (bound === null || outcome !== 'not-satisfied') return null;
  return (
    lanes.find((lane) => lane.reading === reading && lane.bound === bound && lane.reason === bound.rule.incomplete)
      ?.lane ?? null
  );
}

export function severityOf(outcome: Outcome): number {
  return SEVERITIES.indexOf(outcome);
}
