import type { Outcome, Rule } from '../rule.ts';

/** What a clause can say: one outcome for one reason. Of the lanes that hold on a day the strongest is the clause's verdict. */
export interface Lane {
  readonly outcome: Outcome;
  readonly reason: string;
  /** Reason of the lane that it goes to where it rests on absence and not everything is known. */
  readonly incomplete: string | null;
}

/** Lanes of a clause of its own, weakest first: the first holds where nothing else does. */
export type Lanes = readonly [Lane, ...Lane[]];

export const ALL_SATISFIED = 'all-satisfied';
export const NONE_SATISFIED = 'none-satisfied';
export const NOTHING_TO_JUDGE = 'nothing-to-judge';
/** Reason of days on which each subject that is known is satisfied, and not all are known. */
export const SUBJECTS_INCOMPLETE = 'subjects-incomplete';
export const DOES_NOT_APPLY = 'does-not-apply';
/** Reason of days that may be no days of the subject. */
export const DATES_UNKNOWN = 'dates-unknown';

export type Wins = 'satisfied' | 'not-satisfied';

/** The weakest first; what is not applicable to a subject asks nothing more of it. */
const STRENGTHS: Readonly<Record<Wins, readonly Outcome[]>> = {
  satisfied: ['not-satisfied', 'insufficient-data', 'satisfied', 'not-applicable'],
  'not-satisfied': ['satisfied', 'insufficient-data', 'not-satisfied', 'not-applicable'],
};

/**
 * Lanes of a rule: `otherwise` beneath all, its incomplete twin above it, then by outcome, and the reason that is named first the
 * strongest. Where the clause doesn't require what it asks, all but satisfied is not applicable, as strong as it was.
 */
export function lanesOfRule(rule: Rule, required = true): Lanes {
  const { wins, otherwise, incomplete, reasons } = rule;
  const laneOf = (reason: string): Lane => {
    const { outcome = 'insufficient-data', proved = false } = reasons[reason] ?? {};
    const rests = reason === otherwise || (outcome !== wins && !proved && outcome !== 'not-applicable');
    const open = incomplete !== undefined && rests && outcome !== 'insufficient-data';
    return { outcome, reason, incomplete: open ? incomplete : null };
  };
  const beneath = new Set([otherwise, incomplete]);
  const others = Object.keys(reasons).filter((reason) => !beneath.has(reason));
  const twin = incomplete === undefined || incomplete === otherwise ? [] : [laneOf(incomplete)];
  const [base, ...rest]: Lanes = [laneOf(otherwise), ...twin, ...strongestLast(others.map(laneOf), wins)];
  return required ? [base, ...rest] : [unrequired(base), ...rest.map(unrequired)];
}

function unrequired(lane: Lane): Lane {
  return lane.outcome === 'satisfied' ? lane : { ...lane, outcome: 'not-applicable' };
}

/**
 * Lanes of a combination of clauses whose lanes are given, in order. `wins`: not-satisfied for AND, satisfied for OR. `rollsUp`: it is
 * about each of its parts' subjects, so that where not all of them are known it is open, unless one fails.
 */
export function lanesOfCombination(parts: readonly (readonly Lane[])[], wins: Wins, rollsUp = false): Lanes {
  const distinct = new Map(
    parts
      .flat()
      .filter(({ outcome }) => outcome !== 'not-applicable')
      .map((lane) => inCombination(lane, wins))
      .map((lane) => [`${lane.outcome} ${lane.reason}`, lane]),
  );
  const incomplete = rollsUp ? SUBJECTS_INCOMPLETE : null;
  if (incomplete !== null)
    distinct.set(incomplete, { outcome: 'insufficient-data', reason: incomplete, incomplete: null });
  const base: Lane = { outcome: 'not-applicable', reason: NOTHING_TO_JUDGE, incomplete };
  return [base, ...strongestLast([...distinct.values()], wins)];
}

/** A part's lane as the combination has it: the outcome that takes all parts has one reason, the others the part's. */
export function inCombination({ outcome, reason }: Pick<Lane, 'outcome' | 'reason'>, wins: Wins): Lane {
  const takesAll = outcome === (wins === 'satisfied' ? 'not-satisfied' : 'satisfied');
  return {
    outcome,
    reason: takesAll ? (wins === 'satisfied' ? NONE_SATISFIED : ALL_SATISFIED) : reason,
    incomplete: null,
  };
}

/** Adds what a clause says where the one that it applies under isn't satisfied: open where that is open, else not applicable. */
export function underCondition([base, ...rest]: Lanes, condition: readonly Lane[]): Lanes {
  const open = condition
    .filter(({ outcome }) => outcome === 'insufficient-data')
    .map((lane) => ({ ...lane, incomplete: null }));
  const own = new Set(open.map(({ reason }) => reason));
  // the strongest lanes are those by which nothing is asked of the subject; what isn't required stays beneath what is satisfied
  const end = rest.findLastIndex(({ outcome }) => outcome !== 'not-applicable') + 1;
  const applicable = rest
    .slice(0, end)
    .filter(({ outcome, reason }) => !(outcome === 'insufficient-data' && own.has(reason)));
  const not = rest.slice(end);
  return [base, ...applicable, ...open.toReversed(), ...not, notApplicable()];
}

/** How a lane of the condition reads in the clause that applies under it; none where the clause applies. */
export function asCondition({ outcome, reason }: Pick<Lane, 'outcome' | 'reason'>): Lane | null {
  if (outcome === 'satisfied') return null;
  return outcome === 'insufficient-data' ? { outcome, reason, incomplete: null } : notApplicable();
}

function notApplicable(): Lane {
  return { outcome: 'not-applicable', reason: DOES_NOT_APPLY, incomplete: null };
}

function strongestLast(lanes: readonly Lane[], wins: Wins): Lane[] {
  return STRENGTHS[wins].flatMap((outcome) => lanes.filter((lane) => lane.outcome === outcome).toReversed());
}
