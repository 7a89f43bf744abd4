import type { AdverseEvent } from '@medplum/fhirtypes';
import { claiming, flagExtension, unknownElement } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';

export function adverseEventOf(row: Linked<'incident'>, refs: References): AdverseEvent {
  return {
    resourceType: 'AdverseEvent',
    id: refs.id('incident', row.id),
    ...claiming('adverse-incident'),
    ...(row.reportable !== undefined && { extension: [flagExtension('reportable', row.reportable)] }),
    actuality: 'actual',
    subject: row.member === undefined ? unknownElement() : referenceTo(refs, row.member),
    ...(row.date !== undefined && { date: row.date }),
    ...(row.detected !== undefined && { detected: row.detected }),
    ...(row.recorded !== undefined && { recordedDate: row.recorded }),
  };
}
