import type { Encounter } from '@medplum/fhirtypes';
import { claiming, each, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { hl7 } from './systems.ts';

/** One session of supervision: an Encounter without Patient. */
export function supervisionSessionOf(row: Linked<'supervisionSession'>, refs: References): Encounter {
  const parties = row.supervisor === undefined ? [row.role] : [row.role, row.supervisor];
  const reasonCode = each(row.topics, (code) => ourConcept('supervision-topic', code));
  const period = periodOf(row.start, row.end);
  return {
    resourceType: 'Encounter',
    id: refs.id('supervisionSession', row.id),
    ...claiming('supervision-session'),
    status: 'finished',
    class: { system: hl7('v3-ActCode'), code: 'AMB' },
    type: [ourConcept('contact-type', 'supervision')],
    participant: parties.map((link) => ({ individual: referenceTo(refs, link) })),
    ...(period !== undefined && { period }),
    ...(reasonCode !== undefined && { reasonCode }),
  };
}
