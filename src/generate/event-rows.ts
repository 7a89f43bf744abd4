import type { Account } from './account.ts';
import type { Period } from './calendar.ts';
import { dateOf, momentOf, monthAround } from './calendar.ts';
import { NO_CELL, SERVICE_CODE, YES_CELL } from './codes.ts';
import type { Write } from './extracts.ts';
import type { Story } from './member.ts';
import type { Random } from './random.ts';
import { AGENCIES, PAYORS } from './shared-organizations.ts';
import { YES } from './truth.ts';

/** Rows of what goes beyond the caseload: coverage and claims, incidents and their reports, perinatal facts, referrals that led nowhere. */
export function writeEvents(story: Story, accounts: readonly Account[], period: Period, write: Write): void {
  writeDeclined(story, period, write);
  writePlanned(story, period, write);
  if (story.services.includes('prc')) writePerinatal(story, period, write);
  const coverage = writeCoverage(story, period, write);
  if (story.random.chance(15)) writeClaims(story, accounts, coverage, period, write);
  if (story.random.chance(6)) writeIncident(story, period, write);
}

/** Referred, and never on a caseload: the referral was taken back. */
function writeDeclined({ random, key, number, services }: Story, { from, to }: Period, write: Write): void {
  if (services.length > 0) return;
  write('referrals', {
    referral_id: `r-${number}-declined`,
    member_id: key,
    service: SERVICE_CODE[random.pick(['cps', 'prc'] as const)],
    status: 'revoked',
    authored: momentOf(random.between(from, to), 10 * 60),
    reason: '',
  });
}

/** An episode that was entered and never began. */
function writePlanned({ random, key, number, episodes }: Story, { to }: Period, write: Write): void {
  const provider = episodes[0]?.provider;
  if (provider === undefined || !random.chance(3)) return;
  const id = `${number}-planned`;
  const service = SERVICE_CODE[random.pick(['cps', 'prc'] as const)];
  write('referrals', {
    referral_id: `r-${id}`,
    member_id: key,
    service,
    status: 'active',
    authored: momentOf(to - random.between(0, 5), 10 * 60),
    performer_id: provider.id,
  });
  write('episodes', {
    episode_id: `e-${id}`,
    member_id: key,
    service,
    provider_id: provider.id,
    status: random.pick(['planned', 'waitlist', 'cancelled']),
    start: dateOf(to - random.between(0, 3)),
    referral_ids: `r-${id}`,
  });
}

/** Most members of a coach are pregnant or have had a child not long ago. */
function writePerinatal({ random, key, number }: Story, { from, to }: Period, write: Write): void {
  if (!random.chance(75)) return;
  let count = 0;
  const fact = (name: string, value: string, day: number): void => {
    if (day > to) return;
    const perinatal_id = `n-${number}-${++count}`;
    write('perinatal', { perinatal_id, member_id: key, fact: name, value, date: dateOf(day) });
  };
  const told = from - random.between(0, 120);
  const due = told + random.between(20, 240);
  fact('status', 'pregnant', told);
  fact('edd', dateOf(due), told);
  const born = due + random.between(-14, 7);
  fact('outcome', 'live birth', born);
  fact('status', 'not-pregnant', born + 1);
  fact('parenting', YES_CELL, born + 2);
  if (random.chance(15)) fact('dcf-case-open', random.chance(70) ? YES_CELL : NO_CELL, told + random.between(0, 60));
}

interface Coverage {
  readonly id: string;
  readonly last: number;
}

/** Some members change their payer within the period. */
function writeCoverage({ random, key, number }: Story, { from, to }: Period, write: Write): Coverage[] {
  const changed = random.chance(8) ? random.between(from, to) : null;
  const start = from - random.between(30, 700);
  const [payor, next] = random.chance(50) ? PAYORS : [PAYORS[1], PAYORS[0]];
  const one = (index: number, payor_id: string, first: number, last: number | null): Coverage => {
    const coverage_id = `v-${number}-${index}`;
    write('coverages', {
      coverage_id,
      member_id: key,
      payor_id,
      subscriber_id: `S${String(number).padStart(9, '0')}`,
      start: dateOf(first),
      end: last === null ? '' : dateOf(last),
      status: 'active',
    });
    return { id: coverage_id, last: last ?? to };
  };
  if (changed === null) return [one(1, payor, start, null)];
  return [one(1, payor, start, changed), one(2, next, changed + 1, null)];
}

/** Of the months that are over, the days that may be claimed; and now and then one that may not. */
function writeClaims(
  { random, key, number }: Story,
  accounts: readonly Account[],
  coverages: readonly Coverage[],
  { to }: Period,
  write: Write,
): void {
  const billed = monthAround(to).first - 1;
  let count = 0;
  for (const { service, provider, days } of accounts)
    for (const [day, truth] of days) {
      if (day > billed || (truth !== YES && !random.chance(2))) continue;
      write('claims', {
        claim_id: `b-${number}-${++count}`,
        member_id: key,
        provider_id: provider.id,
        coverage_id: coverages.find(({ last }) => day <= last)?.id ?? '',
        service: SERVICE_CODE[service],
        date: dateOf(day),
        created: dateOf(Math.min(monthAround(day).last + 5, to)),
        units: '1',
        status: 'active',
      });
    }
}

/** What happened to the member, when somebody knew, and when the payer and the agencies were told: in time, late, or never. */
function writeIncident({ random, key, number, episodes }: Story, { from, to }: Period, write: Write): void {
  const day = random.between(from, to);
  const detected = day + (random.chance(70) ? 0 : random.between(1, 3));
  const provider = episodes[0]?.provider;
  if (detected > to || provider === undefined) return;
  const isReportable = random.chance(80);
  write('incidents', {
    incident_id: `i-${number}`,
    member_id: key,
    date: momentOf(day, 22 * 60 + 10),
    detected: dateOf(detected),
    recorded: dateOf(detected),
    reportable: isReportable ? YES_CELL : NO_CELL,
  });
  if (!isReportable) return;
  for (const recipient of [PAYORS[0], ...AGENCIES])
    writeReport(random, `i-${number}`, provider.id, recipient, detected, to, write);
}

function writeReport(
  random: Random,
  incident: string,
  sender: string,
  recipient: string,
  detected: number,
  to: number,
  write: Write,
): void {
  const sent = detected + (random.chance(70) ? random.int(2) : random.between(3, 20));
  if (sent > to || random.chance(8)) return;
  write('incident_reports', {
    report_id: `${incident}-${recipient}`,
    incident_id: incident,
    sender_id: sender,
    recipient_id: recipient,
    sent: momentOf(sent, 16 * 60),
    status: 'completed',
  });
}
