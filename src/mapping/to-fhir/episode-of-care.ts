import type { EpisodeOfCare } from '@medplum/fhirtypes';
import { claiming, each, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';

export function episodeOfCareOf(row: Linked<'episode'>, refs: References): EpisodeOfCare {
  const referralRequest = each(row.referrals, (link) => referenceTo(refs, link));
  const period = periodOf(row.start, row.end);
  return {
    resourceType: 'EpisodeOfCare',
    id: refs.id('episode', row.id),
    ...claiming('peer-episode'),
    status: statusOf(row),
    ...(row.service !== undefined && { type: [ourConcept('peer-service', row.service)] }),
    patient: referenceTo(refs, row.member),
    ...(row.provider !== undefined && { managingOrganization: referenceTo(refs, row.provider) }),
    ...(period !== undefined && { period }),
    ...(referralRequest !== undefined && { referralRequest }),
    ...(row.careManager !== undefined && { careManager: referenceTo(refs, row.careManager) }),
  };
}

function statusOf({ status, end }: Linked<'episode'>): EpisodeOfCare['status'] {
  if (status !== undefined) return fhirCode('episode-status', status);
  return end === undefined ? 'active' : 'finished';
}
