import type { Procedure } from '@medplum/fhirtypes';
import { claiming, ourConcept, periodOf, unknownElement } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';

/** `collateral` of peer-activity and the codes below it; the member is present at all others. */
const COLLATERAL: readonly string[] = ['collateral', 'call-to-provider', 'resource-search', 'case-coordination'];

/** Work for a member. Where the source doesn't say which, its extract does: it lists collateral work. */
export function procedureOf(row: Linked<'collateral'>, refs: References): Procedure {
  const code = row.code ?? 'collateral';
  // US Core demands a time of what is done, or to be told that nobody knows it (us-core-7).
  const performedPeriod = periodOf(row.start, row.end) ?? unknownElement();
  return {
    resourceType: 'Procedure',
    id: refs.id('collateral', row.id),
    ...claiming('peer-collateral-activity'),
    status: row.status === undefined ? 'completed' : fhirCode('event-status', row.status),
    ...(COLLATERAL.includes(code) && { category: ourConcept('peer-activity', 'collateral') }),
    code: ourConcept('peer-activity', code),
    subject: referenceTo(refs, row.member),
    performedPeriod,
    ...(row.worker !== undefined && { performer: [{ actor: referenceTo(refs, row.worker) }] }),
  };
}
