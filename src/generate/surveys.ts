import type { Period } from './calendar.ts';
import type { Story } from './member.ts';
import type { Random } from './random.ts';

/** A questionnaire that a member was given. */
export interface Survey {
  readonly id: string;
  readonly kind: 'member-satisfaction' | 'outcome-measure';
  readonly day: number;
  /** Else it was begun, and nobody knows what became of it. */
  readonly isCompleted: boolean;
}

/** Some members are asked within the period. */
export function surveysOf(random: Random, { number, services }: Story, { from, to }: Period): Survey[] {
  if (services.length === 0 || !random.chance(30)) return [];
  return [
    {
      id: `q-${number}`,
      kind: random.pick(['member-satisfaction', 'member-satisfaction', 'outcome-measure'] as const),
      isCompleted: random.chance(90),
      day: random.between(from, to),
    },
  ];
}
