import type { Coding, Encounter, Extension } from '@medplum/fhirtypes';
import {
  claiming,
  codeExtension,
  each,
  filled,
  flagExtension,
  ourConcept,
  periodOf,
  unknownCoding,
  unknownConcept,
} from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';
import { hl7 } from './systems.ts';

const GOAL = 'http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal';
const actCode = (code: string): Coding => ({ system: hl7('v3-ActCode'), code });

/** A contact with the member. */
export function encounterOf(row: Linked<'contact'>, refs: References): Encounter {
  const extension = filled(extensionsOf(row, refs));
  const type = each(row.types, (code) => ourConcept('contact-type', code));
  const participant = each(row.workers, (link) => ({ individual: referenceTo(refs, link) }));
  const period = periodOf(row.start, row.end);
  return {
    resourceType: 'Encounter',
    id: refs.id('contact', row.id),
    ...claiming('peer-contact'),
    status: row.status === undefined ? 'finished' : fhirCode('encounter-status', row.status),
    ...(extension !== undefined && { extension }),
    class: classOf(row),
    // US Core demands a type, or to be told that nobody knows it.
    type: type ?? [unknownConcept()],
    ...(row.service !== undefined && { serviceType: ourConcept('peer-service', row.service) }),
    subject: referenceTo(refs, row.member),
    ...(row.episode !== undefined && { episodeOfCare: [referenceTo(refs, row.episode)] }),
    ...(row.referral !== undefined && { basedOn: [referenceTo(refs, row.referral)] }),
    ...(participant !== undefined && { participant }),
    ...(period !== undefined && { period }),
    ...(row.provider !== undefined && { serviceProvider: referenceTo(refs, row.provider) }),
  };
}

function extensionsOf(row: Linked<'contact'>, refs: References): Extension[] {
  return [
    ...(row.mode === undefined ? [] : [codeExtension('contact-mode', 'contact-mode', row.mode)]),
    ...(row.engaged === undefined ? [] : [flagExtension('member-engaged', row.engaged)]),
    ...(row.goals ?? []).map((link) => ({ url: GOAL, valueReference: referenceTo(refs, link) })),
  ];
}

/** R4 demands a class; where nobody knows the way of contact, it says so, and the mode stays undecided (case-rate 15). */
function classOf(row: Linked<'contact'>): Coding {
  if (row.class !== undefined) return actCode(row.class);
  if (row.mode === undefined) return unknownCoding();
  return actCode(row.mode === 'in-person' ? 'AMB' : 'VR');
}
