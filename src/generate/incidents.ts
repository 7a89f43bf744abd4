import type { Period } from './calendar.ts';
import type { Coverage } from './coverage.ts';
import { coverageOn } from './coverage.ts';
import type { Story } from './member.ts';
import type { Random } from './random.ts';
import { AGENCIES, PAYORS } from './shared-organizations.ts';

/** What happened to a member, when somebody knew, and who was told when. */
export interface Incident {
  readonly id: string;
  readonly day: number;
  readonly detected: number;
  /** Null: nobody decided. */
  readonly isReportable: boolean | null;
  readonly reports: readonly Report[];
}

export interface Report {
  readonly sender: string;
  readonly recipient: string;
  readonly sent: number;
}

/** The payer and the agencies are told in time, late or never; some write to a payer who isn't the member's. */
export function incidentsOf(
  random: Random,
  { number, episodes }: Story,
  coverages: readonly Coverage[],
  { from, to }: Period,
): Incident[] {
  const provider = episodes[0]?.provider;
  if (provider === undefined || !random.chance(9)) return [];
  const day = random.between(from, to);
  const detected = day + (random.chance(70) ? 0 : random.between(1, 3));
  if (detected > to) return [];
  const isReportable = random.chance(12) ? null : random.chance(82);
  const payor = coverageOn(coverages, day)?.payor ?? PAYORS[0];
  const other = PAYORS.find((one) => one !== payor) ?? payor;
  const told = [...(random.chance(88) ? [payor] : [other]), ...AGENCIES];
  const reports =
    isReportable !== false ? told.flatMap((recipient) => reportOf(random, provider.id, recipient, detected, to)) : [];
  return [{ id: `i-${number}`, day, detected, isReportable, reports }];
}

function reportOf(random: Random, sender: string, recipient: string, detected: number, to: number): Report[] {
  const sent = detected + (random.chance(75) ? random.int(3) : random.between(3, 20));
  return sent > to || random.chance(10) ? [] : [{ sender, recipient, sent }];
}
