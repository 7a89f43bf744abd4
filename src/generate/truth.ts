/** Strong Kleene logic: AND is the least, OR the greatest. */
export const NO = 0;
export const OPEN = 1;
export const YES = 2;
export type Truth = typeof NO | typeof OPEN | typeof YES;

export function all(...truths: readonly Truth[]): Truth {
  return truths.reduce<Truth>((least, one) => (one < least ? one : least), YES);
}

export function either(one: Truth, other: Truth): Truth {
  return one > other ? one : other;
}

const OUTCOMES = ['not-satisfied', 'insufficient-data', 'satisfied'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export function outcomeOf(truth: Truth): Outcome {
  return OUTCOMES[truth];
}
