import type { Catchment, Provider } from './catchment.ts';
import type { Period } from './calendar.ts';
import { dateOf, momentOf } from './calendar.ts';
import { NO_CELL, YES_CELL } from './codes.ts';
import type { Write } from './extracts.ts';
import { listed } from './extracts.ts';
import { Random } from './random.ts';
import { IDENTIFIERS, npi } from './shared-organizations.ts';
import { writeWorkers } from './worker-rows.ts';

const STREAM = 3;
const YEAR = 365;

/** Everything of a catchment that isn't about one member. */
export function writeCatchment(catchment: Catchment, seed: number, period: Period, write: Write): void {
  const random = new Random(seed, STREAM, catchment.number);
  for (const provider of catchment.providers) {
    writeProvider(random, provider, period, write);
    writeSubcontracts(provider, write);
    writeDocuments(random, provider, period, write);
    writeWorkers(random, provider.roles, period, write);
  }
  writeRefused(catchment, period, write);
  writePartners(random, catchment, period, write);
}

function writeProvider(random: Random, provider: Provider, { from, to }: Period, write: Write): void {
  const { id, name, types, partOf, isLicensed } = provider;
  const lapses = random.chance(15);
  write('organizations', {
    organization_id: id,
    name,
    types: listed(types),
    part_of: partOf ?? '',
    npi: npi(random),
    identifiers: `${IDENTIFIERS}|${id}`,
    ...(isLicensed && {
      licence: `L-${random.between(1000, 9999)}`,
      licence_start: dateOf(from - random.between(100, 2 * YEAR)),
      licence_end: dateOf(lapses ? random.between(from, to) : to + random.between(30, 2 * YEAR)),
    }),
  });
}

function writeSubcontracts({ id, subcontracts }: Provider, write: Write): void {
  for (const [index, { center, first, last, isOpenEnded }] of subcontracts.entries())
    write('affiliations', {
      affiliation_id: `sub-${id}-${index + 1}`,
      organization_id: center,
      participating_id: id,
      type: 'cps-subcontract',
      start: dateOf(first),
      end: isOpenEnded ? '' : dateOf(last),
      active: index === 0 ? YES_CELL : '',
      contents: listed(['training-certification-clause', 'oversight-mechanisms']),
    });
}

/** An agreement that was drawn up and never came into force: it covers nobody's days. */
function writeRefused({ number, providers }: Catchment, { from }: Period, write: Write): void {
  const [center, practice] = ['cbhc', 'practice'].map((key) => providers.find(({ id }) => id === `${key}-${number}`));
  if (center === undefined || practice === undefined) return;
  write('affiliations', {
    affiliation_id: `sub-${practice.id}`,
    organization_id: center.id,
    participating_id: practice.id,
    type: 'cps-subcontract',
    start: dateOf(from - 60),
    active: NO_CELL,
  });
}

const PARTNERS: readonly (readonly [type: string, title: string])[] = [
  ['emergency-department', 'Hospital, Emergency Department'],
  ['primary-care', 'Primary Care'],
  ['ob-gyn', 'Women’s Health'],
  ['community-health-center', 'Community Health Center'],
  ['otp', 'Opioid Treatment Program'],
  ['soap', 'Structured Outpatient'],
  ['supportive-sober-housing', 'Sober House'],
  ['drug-court', 'Drug Court'],
  ['faith-based', 'Interfaith Council'],
  ['lactation-support', 'Lactation Line'],
];
const AGREEMENTS = ['qsoa', 'mou', 'baa', 'linkage'] as const;
const CONTENTS = ['referral', 'transition', 'aftercare', 'discharge'] as const;

/** Whom providers refer to and hear from. Most centers have an agreement with most of them, some lapsed, some incomplete. */
function writePartners(random: Random, { number, providers }: Catchment, period: Period, write: Write): void {
  for (const [type, title] of PARTNERS) {
    const partner = `partner-${type.replaceAll('.', '-')}-${number}`;
    write('organizations', { organization_id: partner, name: `${title} ${number}`, types: type, npi: npi(random) });
    for (const { id, byType } of providers)
      if (byType > 0 && random.chance(70)) writeLinkage(random, id, partner, period, write);
  }
}

function writeLinkage(random: Random, center: string, partner: string, { from, to }: Period, write: Write): void {
  const missing = random.chance(20) ? [random.pick(CONTENTS)] : [];
  const end = random.chance(20) ? random.between(from, to) : to + random.between(10, YEAR);
  write('affiliations', {
    affiliation_id: `aff-${center}-${partner}`,
    organization_id: center,
    participating_id: partner,
    type: random.pick(AGREEMENTS),
    start: dateOf(from - random.between(1, 2 * YEAR)),
    end: random.chance(20) ? '' : dateOf(end),
    active: YES_CELL,
    contents: listed(CONTENTS.filter((content) => !missing.includes(content))),
    missing_contents: listed(missing),
  });
}

function writeDocuments(random: Random, { id }: Provider, { from, to }: Period, write: Write): void {
  if (random.chance(20)) return;
  write('documents', {
    document_id: `doc-${id}`,
    organization_id: id,
    type: 'quality-management-plan',
    title: 'Quality management plan',
    date: momentOf(from - random.between(10, 90), 9 * 60),
    start: dateOf(from - 10),
    end: dateOf(random.chance(80) ? to + 180 : random.between(from, to)),
  });
}
