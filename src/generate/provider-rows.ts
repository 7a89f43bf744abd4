import type { Agreement, Partner } from './agreements.ts';
import { dateOf, momentOf } from './calendar.ts';
import { NO_CELL, YES_CELL } from './codes.ts';
import type { Write } from './extracts.ts';
import { listed } from './extracts.ts';
import type { Holding, Holdings } from './holdings.ts';
import type { Random } from './random.ts';
import { IDENTIFIERS, npi } from './shared-organizations.ts';
import { writeCareers } from './worker-rows.ts';

/** Rows of a catchment that aren't about one member. */
export function writeHoldings({ ofProviders, partners, agreements, random }: Holdings, write: Write): void {
  for (const holding of ofProviders) {
    writeProvider(random, holding, write);
    writeQualityPlan(holding, write);
    writeCareers(random, holding.careers, write);
  }
  for (const partner of partners) writePartner(random, partner, write);
  for (const agreement of agreements) writeAgreement(agreement, write);
}

function writeProvider(random: Random, { provider, licence }: Holding, write: Write): void {
  const { id, name, types, partOf } = provider;
  write('organizations', {
    organization_id: id,
    name,
    types: listed(types),
    part_of: partOf ?? '',
    npi: npi(random),
    identifiers: `${IDENTIFIERS}|${id}`,
    ...(licence !== null && {
      licence: `L-${random.between(1000, 9999)}`,
      licence_start: dateOf(licence.first),
      licence_end: dateOf(licence.last),
    }),
  });
}

function writeQualityPlan({ provider: { id }, qualityPlan }: Holding, write: Write): void {
  if (qualityPlan === null) return;
  write('documents', {
    document_id: `doc-${id}`,
    organization_id: id,
    type: 'quality-management-plan',
    title: 'Quality management plan',
    date: momentOf(qualityPlan.written, 9 * 60),
    start: dateOf(qualityPlan.first),
    end: dateOf(qualityPlan.last),
  });
}

function writePartner(random: Random, { id, name, type }: Partner, write: Write): void {
  write('organizations', { organization_id: id, name, types: type ?? '', npi: npi(random) });
}

function writeAgreement(agreement: Agreement, write: Write): void {
  const { id, organization, participating, form, first, last, isInForce, contents, missing } = agreement;
  write('affiliations', {
    affiliation_id: id,
    organization_id: organization,
    participating_id: participating,
    type: form ?? '',
    start: dateOf(first),
    end: last === null ? '' : dateOf(last),
    active: isInForce ? YES_CELL : NO_CELL,
    contents: listed(contents),
    missing_contents: listed(missing),
  });
}
