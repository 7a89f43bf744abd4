import type { Coverage } from '@medplum/fhirtypes';
import { claiming, concept, periodOf, unknownElement } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';
import { hl7 } from './systems.ts';

export function coverageOf(row: Linked<'coverage'>, refs: References): Coverage {
  const period = periodOf(row.start, row.end);
  return {
    resourceType: 'Coverage',
    id: refs.id('coverage', row.id),
    ...claiming('peer-coverage'),
    status: row.status === undefined ? 'active' : fhirCode('financial-status', row.status),
    // US Core wants a member's number, or to be told that nobody knows it (us-core-15).
    ...(row.subscriberId === undefined ? { _subscriberId: unknownElement() } : { subscriberId: row.subscriberId }),
    beneficiary: referenceTo(refs, row.member),
    // Medicaid covers each member in their own right.
    relationship: concept(hl7('subscriber-relationship'), 'self'),
    ...(period !== undefined && { period }),
    payor: [row.payor === undefined ? unknownElement() : referenceTo(refs, row.payor)],
  };
}
