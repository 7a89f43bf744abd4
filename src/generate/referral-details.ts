import type { Referral } from './course.ts';
import type { Story } from './member.ts';
import { REASONS } from './names.ts';
import type { Random } from './random.ts';
import type { Role } from './staff.ts';

/** What a referral says besides its date. */
export interface ReferralDetails {
  /** Who wrote it; null: the record doesn't tell. */
  readonly requester: Role | null;
  readonly reason: string | null;
}

export type DetailsOf = ReadonlyMap<Referral, ReferralDetails>;

export function referralDetailsOf(random: Random, { episodes }: Story): DetailsOf {
  return new Map(
    episodes.flatMap(({ referral, provider }) => {
      if (referral === null) return [];
      const supervisor = provider.roles.find(({ kind }) => kind === 'supervisor') ?? null;
      const details = {
        requester: random.chance(60) ? supervisor : null,
        reason: random.chance(60) ? random.pick(REASONS) : null,
      };
      return [[referral, details] as const];
    }),
  );
}
