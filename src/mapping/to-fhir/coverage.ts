import type { Coverage } from '@medplum/fhirtypes';
import { concept, periodOf, unknownReference } from './elements.ts';
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
    status: row.status === undefined ? 'active' : fhirCode('financial-status', row.status),
    ...(row.subscriberId !== undefined && { subscriberId: row.subscriberId }),
    beneficiary: referenceTo(refs, row.member),
    // Medicaid covers each member in their own right.
    relationship: concept(hl7('subscriber-relationship'), 'self'),
    ...(period !== undefined && { period }),
    payor: [row.payor === undefined ? unknownReference() : referenceTo(refs, row.payor)],
  };
}
