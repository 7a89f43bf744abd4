import type { Period } from './calendar.ts';
import { dateOf, momentOf } from './calendar.ts';
import type { Claim } from './claims.ts';
import { NO_CELL, SERVICE_CODE, YES_CELL } from './codes.ts';
import type { Coverage } from './coverage.ts';
import type { Events } from './events.ts';
import type { Write } from './extracts.ts';
import type { Incident } from './incidents.ts';
import type { Story } from './member.ts';
import type { Perinatal } from './perinatal.ts';

/** Rows of what goes beyond the caseload: coverage and claims, incidents and their reports, perinatal facts, referrals that led nowhere. */
export function writeEvents(story: Story, events: Events, period: Period, write: Write): void {
  const { key, number } = story;
  writeDeclined(story, period, write);
  writePlanned(story, period, write);
  writePerinatal(key, number, events.perinatal, write);
  for (const coverage of events.coverages) writeCoverage(key, number, coverage, write);
  for (const claim of events.claims) writeClaim(key, claim, write);
  for (const incident of events.incidents) writeIncident(key, incident, write);
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

function writePerinatal(member: string, number: number, perinatal: Perinatal, write: Write): void {
  const { pregnant, ended, notPregnant, possible, parenting, dcf } = perinatal;
  let count = 0;
  const fact = (name: string, value: string, day: number | null): void => {
    if (day === null) return;
    const perinatal_id = `n-${number}-${++count}`;
    write('perinatal', { perinatal_id, member_id: member, fact: name, value, date: dateOf(day) });
  };
  if (pregnant !== null) {
    fact('status', 'pregnant', pregnant.told);
    fact('edd', dateOf(pregnant.due), pregnant.told);
  }
  fact('outcome', 'live birth', ended);
  fact('status', 'not-pregnant', notPregnant);
  fact('status', 'possible', possible);
  if (parenting !== null) fact('parenting', cellOf(parenting.isSo), parenting.told);
  if (dcf !== null) fact('dcf-case-open', cellOf(dcf.isOpen), dcf.told);
}

function writeCoverage(member: string, number: number, { id, payor, first, last }: Coverage, write: Write): void {
  write('coverages', {
    coverage_id: id,
    member_id: member,
    payor_id: payor,
    subscriber_id: `S${String(number).padStart(9, '0')}`,
    start: dateOf(first),
    end: last === null ? '' : dateOf(last),
    status: 'active',
  });
}

function writeClaim(member: string, claim: Claim, write: Write): void {
  const { id, service, provider, coverage, day, created, units, isCancelled } = claim;
  write('claims', {
    claim_id: id,
    member_id: member,
    provider_id: provider?.id ?? '',
    coverage_id: coverage?.id ?? '',
    service: SERVICE_CODE[service],
    date: dateOf(day),
    created: dateOf(created),
    units: String(units),
    status: isCancelled ? 'cancelled' : 'active',
  });
}

function writeIncident(member: string, { id, day, detected, isReportable, reports }: Incident, write: Write): void {
  write('incidents', {
    incident_id: id,
    member_id: member,
    date: momentOf(day, 22 * 60 + 10),
    detected: dateOf(detected),
    recorded: dateOf(detected),
    reportable: isReportable === null ? '' : cellOf(isReportable),
  });
  for (const { sender, recipient, sent } of reports)
    write('incident_reports', {
      report_id: `${id}-${recipient}`,
      incident_id: id,
      sender_id: sender,
      recipient_id: recipient,
      sent: momentOf(sent, 16 * 60),
      status: 'completed',
    });
}

function cellOf(isSo: boolean): string {
  return isSo ? YES_CELL : NO_CELL;
}
