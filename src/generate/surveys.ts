import type { Period } from './calendar.ts';
import type { Provider } from './catchment.ts';
import type { Story } from './member.ts';
import type { Episode } from './course.ts';
import type { Random } from './random.ts';

/** A questionnaire that a member was given. */
export interface Survey {
  readonly id: string;
  /** Who asked. */
  readonly provider: Provider;
  /** Else the survey doesn't say who asked, as it needn't where one provider alone serves the member. */
  readonly isSigned: boolean;
  readonly kind: 'member-satisfaction' | 'outcome-measure';
  readonly day: number;
  /** Else it was begun, and nobody knows what became of it. */
  readonly isCompleted: boolean;
}

/** Some members are asked within the period. */
export function surveysOf(random: Random, { number, episodes }: Story, { from, to }: Period): Survey[] {
  const [first] = episodes;
  if (first === undefined || !random.chance(30)) return [];
  const survey = {
    id: `q-${number}`,
    provider: first.provider,
    kind: random.pick(['member-satisfaction', 'member-satisfaction', 'outcome-measure'] as const),
    isCompleted: random.chance(90),
    day: random.between(from, to),
  };
  return [{ ...survey, isSigned: !isAlone(episodes, survey) }];
}

/** Whether nobody but the survey's provider serves the member, and it does on that day. */
function isAlone(episodes: readonly Episode[], { provider, day }: Pick<Survey, 'provider' | 'day'>): boolean {
  return (
    episodes.every((episode) => episode.provider.id === provider.id) &&
    episodes.some(({ start, end }) => start <= day && (end === null || end >= day))
  );
}
