import type { Account } from './account.ts';
import type { Period } from './calendar.ts';
import { monthAround } from './calendar.ts';
import type { Provider } from './catchment.ts';
import type { Service } from './codes.ts';
import type { Coverage } from './coverage.ts';
import { coverageOn } from './coverage.ts';
import type { Story } from './member.ts';
import type { Random } from './random.ts';
import { YES } from './truth.ts';

/** A line that was billed. */
export interface Claim {
  readonly id: string;
  readonly service: Service;
  /** Null: the line doesn't say for whom. */
  readonly provider: Provider | null;
  readonly coverage: Coverage | null;
  readonly day: number;
  readonly created: number;
  readonly units: number;
  /** Taken back: it bills nothing. */
  readonly isCancelled: boolean;
}

type Slip = 'twice' | 'twice-and-taken-back' | 'twice-for-nobody' | 'two-units';
const SLIPS: readonly Slip[] = ['twice', 'twice', 'two-units', 'twice-and-taken-back', 'twice-for-nobody'];

/** Of some members and the months that are over, the days that may be claimed; and now and then one that may not, or one twice. */
export function claimsOf(
  random: Random,
  { number }: Story,
  accounts: readonly Account[],
  coverages: readonly Coverage[],
  { to }: Period,
): Claim[] {
  if (!random.chance(15)) return [];
  const billed = monthAround(to).first - 1;
  const claims: Claim[] = [];
  for (const { service, provider, days } of accounts)
    for (const [day, truth] of days) {
      if (day > billed || (truth !== YES && !random.chance(2))) continue;
      const slip = random.chance(3) ? random.pick(SLIPS) : null;
      const line = (rest: Partial<Claim> = {}): Claim => ({
        id: `b-${number}-${claims.length + 1}`,
        service,
        provider,
        coverage: coverageOn(coverages, day) ?? null,
        day,
        created: Math.min(monthAround(day).last + 5, to),
        units: 1,
        isCancelled: false,
        ...rest,
      });
      claims.push(line(slip === 'two-units' ? { units: 2 } : {}));
      if (slip === 'twice') claims.push(line());
      if (slip === 'twice-and-taken-back') claims.push(line({ isCancelled: true }));
      if (slip === 'twice-for-nobody') claims.push(line({ provider: null }));
    }
  return claims;
}
