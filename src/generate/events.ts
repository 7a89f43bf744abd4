import type { Account } from './account.ts';
import type { Period } from './calendar.ts';
import type { Claim } from './claims.ts';
import { claimsOf } from './claims.ts';
import type { Coverage } from './coverage.ts';
import { coveragesOf } from './coverage.ts';
import type { Incident } from './incidents.ts';
import { incidentsOf } from './incidents.ts';
import type { Story } from './member.ts';
import type { Perinatal } from './perinatal.ts';
import { perinatalOf } from './perinatal.ts';
import type { Random } from './random.ts';

/** What goes beyond a member's caseload. */
export interface Events {
  readonly perinatal: Perinatal;
  readonly coverages: readonly Coverage[];
  readonly claims: readonly Claim[];
  readonly incidents: readonly Incident[];
}

export function eventsOf(random: Random, story: Story, accounts: readonly Account[], period: Period): Events {
  const coverages = coveragesOf(random, story, period);
  return {
    perinatal: perinatalOf(random, story, period),
    coverages,
    claims: claimsOf(random, story, accounts, coverages, period),
    incidents: incidentsOf(random, story, coverages, period),
  };
}
