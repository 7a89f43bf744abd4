import type { HumanName, Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import {
  claiming,
  each,
  flagExtension,
  languageOf,
  nameOf,
  ourConcept,
  periodOf,
  recordIdentifier,
  unknownElement,
} from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { NPI } from './systems.ts';

/** R4 JSON: what is said of a primitive element stands under its name and `_`. */
const UNKNOWN_FAMILY = { _family: unknownElement() };

export function practitionerOf(
  row: Linked<'worker'>,
  qualifications: readonly Linked<'qualification'>[],
  refs: References,
): Practitioner {
  const id = refs.id('worker', row.id);
  const communication = each(row.languages, languageOf);
  const qualification = each(qualifications, (one) => qualificationOf(one, refs));
  return {
    resourceType: 'Practitioner',
    id,
    ...claiming('peer-worker'),
    // US Core demands an identifier and a family name, or to be told that nobody knows them.
    identifier: [row.npi === undefined ? recordIdentifier(id) : { system: NPI, value: row.npi }],
    name: [workerName(row)],
    ...(communication !== undefined && { communication }),
    ...(qualification !== undefined && { qualification }),
  };
}

function workerName({ family, given }: Linked<'worker'>): HumanName {
  const [name] = nameOf(family, given) ?? [{}];
  return family === undefined ? { ...name, ...UNKNOWN_FAMILY } : { ...name };
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
