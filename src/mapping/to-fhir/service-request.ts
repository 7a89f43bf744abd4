import type { ServiceRequest } from '@medplum/fhirtypes';
import { claiming, concept } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';
import { SNOMED, ours } from './systems.ts';

export function serviceRequestOf(row: Linked<'referral'>, refs: References): ServiceRequest {
  const service = row.service === undefined ? [] : [{ system: ours('peer-service'), code: row.service }];
  return {
    resourceType: 'ServiceRequest',
    id: refs.id('referral', row.id),
    ...claiming('peer-referral'),
    status: row.status === undefined ? 'active' : fhirCode('request-status', row.status),
    intent: 'order',
    // Social service procedure, of US Core's categories of requests.
    category: [concept(SNOMED, '410606002')],
    // Referral to peer support (US edition).
    code: { coding: [...service, { system: SNOMED, code: '461481000124109' }] },
    subject: referenceTo(refs, row.member),
    ...(row.authored !== undefined && { authoredOn: row.authored }),
    ...(row.requester !== undefined && { requester: referenceTo(refs, row.requester) }),
    ...(row.performer !== undefined && { performer: [referenceTo(refs, row.performer)] }),
    ...(row.reason !== undefined && { reasonCode: [{ text: row.reason }] }),
  };
}
