import type { Claim, ClaimItem, CodeableConcept } from '@medplum/fhirtypes';
import { claiming, concept, ourConcept, unknownConcept, unknownElement } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';
import { hl7 } from './systems.ts';

/** One day that was billed. */
export function claimOf(row: Linked<'claim'>, refs: References): Claim {
  return {
    resourceType: 'Claim',
    id: refs.id('claim', row.id),
    ...claiming('peer-claim'),
    status: row.status === undefined ? 'active' : fhirCode('financial-status', row.status),
    type: concept(hl7('claim-type'), 'professional'),
    use: 'claim',
    patient: referenceTo(refs, row.member),
    // R4 demands it; a line that doesn't say when it was written was not written before its day.
    created: row.created ?? row.date,
    provider: row.provider === undefined ? unknownElement() : referenceTo(refs, row.provider),
    priority: concept(hl7('processpriority'), 'normal'),
    insurance: [
      {
        sequence: 1,
        focal: true,
        coverage: row.coverage === undefined ? unknownElement() : referenceTo(refs, row.coverage),
      },
    ],
    item: [itemOf(row)],
  };
}

function itemOf(row: Linked<'claim'>): ClaimItem {
  return {
    sequence: 1,
    productOrService: productOf(row),
    servicedDate: row.date,
    ...(row.units !== undefined && { quantity: { value: row.units, unit: 'day' } }),
  };
}

/** Which codes are billed is agreed between provider and payer, so what was billed stays text beside our service. */
function productOf({ service, procedure }: Linked<'claim'>): CodeableConcept {
  if (service === undefined && procedure === undefined) return unknownConcept();
  return {
    ...(service !== undefined && ourConcept('peer-service', service)),
    ...(procedure !== undefined && { text: procedure }),
  };
}
