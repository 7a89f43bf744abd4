import type { Foundation } from '../engine/knowledge.ts';
import { ALL_SATISFIED, DATES_UNKNOWN } from '../engine/lanes.ts';
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

/** Reasons that no rule gives: the overlay of claims does. Their words are in rules/reasons.yaml. */
const OVERLAY: readonly (readonly [string, Outcome])[] = [
  [ALL_SATISFIED, 'satisfied'],
  [DATES_UNKNOWN, 'insufficient-data'],
];

/** What each reason of a specification's case rate means: the words of the rules that its gates bind, the first gate's first. */
export function reasonMeanings(
  { gates }: Pick<Specification, 'gates'>,
  { rules, means: words }: Pick<Foundation, 'rules' | 'means'>,
): ReadonlyMap<string, ReasonMeaning> {
  const meanings = new Map(
    OVERLAY.map(([reason, outcome]): [string, ReasonMeaning] => [
      reason,
      { outcome, means: withoutStop(words.get(reason) ?? reason), todo: null },
    ]),
  );
  for (const gate of gates) {
    const reasons = gate.rule === undefined ? {} : (rules.get(gate.rule)?.reasons ?? {});
    for (const [reason, { outcome, means, do: todo }] of Object.entries(reasons))
      if (!meanings.has(reason) && outcome !== 'not-applicable')
        meanings.set(reason, { outcome, means: withoutStop(means), todo: todo ?? null });
  }
  return meanings;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
