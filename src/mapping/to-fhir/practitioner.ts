import type { Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import { each, flagExtension, languageOf, nameOf, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { NPI } from './systems.ts';

export function practitionerOf(
  row: Linked<'worker'>,
  qualifications: readonly Linked<'qualification'>[],
  refs: References,
): Practitioner {
  const name = nameOf(row.family, row.given);
  const communication = each(row.languages, languageOf);
  const qualification = each(qualifications, (one) => qualificationOf(one, refs));
  return {
    resourceType: 'Practitioner',
    id: refs.id('worker', row.id),
    ...(row.npi !== undefined && { identifier: [{ system: NPI, value: row.npi }] }),
    ...(name !== undefined && { name }),
    ...(communication !== undefined && { communication }),
    ...(qualification !== undefined && { qualification }),
  };
}

function qualificationOf(row: Linked<'qualification'>, refs: References): PractitionerQualification {
  const period = periodOf(row.start, row.end);
  return {
    ...(row.attested !== undefined && { extension: [flagExtension('attested', row.attested)] }),
    ...(row.number !== undefined && { identifier: [{ value: row.number }] }),
    code: ourConcept('qualification', row.code),
    ...(period !== undefined && { period }),
    ...(row.issuer !== undefined && { issuer: referenceTo(refs, row.issuer) }),
  };
}
