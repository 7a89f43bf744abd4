import type { Goal } from '@medplum/fhirtypes';
import { claiming, unknownConcept } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';

export function goalOf(row: Linked<'goal'>, refs: References): Goal {
  const member = referenceTo(refs, row.member);
  return {
    resourceType: 'Goal',
    id: refs.id('goal', row.id),
    ...claiming('peer-goal'),
    lifecycleStatus: row.status === undefined ? 'active' : fhirCode('goal-status', row.status),
    description:
      row.description === undefined ? { ...unknownConcept(), text: 'Not described' } : { text: row.description },
    subject: member,
    ...(row.start !== undefined && { startDate: row.start }),
    ...(row.byMember === true && { expressedBy: { ...member } }),
  };
}
