import type { Period } from './calendar.ts';
import type { Story } from './member.ts';
import type { Random } from './random.ts';
import { PAYORS } from './shared-organizations.ts';

/** Days on which a payer pays for a member. */
export interface Coverage {
  readonly id: string;
  readonly payor: string;
  readonly first: number;
  /** Null: until further notice. */
  readonly last: number | null;
}

/** One after the other; some members change their payer within the period. */
export function coveragesOf(random: Random, { number }: Story, { from, to }: Period): Coverage[] {
  const changed = random.chance(8) ? random.between(from, to) : null;
  const first = from - random.between(30, 700);
  const [payor, next] = random.chance(50) ? PAYORS : [PAYORS[1], PAYORS[0]];
  const id = (index: number): string => `v-${number}-${index}`;
  if (changed === null) return [{ id: id(1), payor, first, last: null }];
  return [
    { id: id(1), payor, first, last: changed },
    { id: id(2), payor: next, first: changed + 1, last: null },
  ];
}

/** Who pays on a day of the period. */
export function coverageOn(coverages: readonly Coverage[], day: number): Coverage | undefined {
  return coverages.find(({ first, last }) => first <= day && (last === null || day <= last));
}
