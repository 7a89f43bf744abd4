import type { Rule } from '../engine/rule.ts';
import type { Specification } from '../engine/specification.ts';
import type { Outcome } from './month.ts';

/** What a reason means, and what outcome it stands for. */
export interface ReasonMeaning {
  readonly outcome: Outcome;
  /** A sentence, without its full stop. */
  readonly means: string;
  /** What can be done about it, where something can. */
  readonly todo: string | null;
}

/** Reasons that no rule gives: the overlay of claims does. */
const OVERLAY: readonly (readonly [string, ReasonMeaning])[] = [
  ['all-gates-satisfied', { outcome: 'satisfied', means: 'Every minimum activity is shown', todo: null }],
  [
    'episode-dates-unknown',
    {
      outcome: 'insufficient-data',
      means: 'The episode began or ended on a date that is not fully known, and this day may lie outside it',
      todo: null,
    },
  ],
];

/** What each reason of a specification's case rate means: the words of the rules that its gates bind, the first gate's first. */
export function reasonMeanings(
  { gates }: Pick<Specification, 'gates'>,
  rules: ReadonlyMap<string, Pick<Rule, 'reasons'>>,
): ReadonlyMap<string, ReasonMeaning> {
  const meanings = new Map(OVERLAY);
  for (const gate of gates) {
    const reasons = gate.rule === undefined ? {} : (rules.get(gate.rule)?.reasons ?? {});
    for (const [reason, { outcome, means, do: todo }] of Object.entries(reasons))
      if (!meanings.has(reason)) meanings.set(reason, { outcome, means: means.replace(/\.$/, ''), todo: todo ?? null });
  }
  return meanings;
}
