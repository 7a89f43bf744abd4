import type { CodeableConcept, Extension, PractitionerRole } from '@medplum/fhirtypes';
import { claiming, each, ourConcept, periodOf, unknownElement } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { NUCC, definitionUrl, ours } from './systems.ts';

/** Roles of peers themselves. A supervisor may be a clinician, whom NUCC's Peer Specialist would misname. */
const PEERS: readonly string[] = ['certified-peer-specialist', 'peer-recovery-coach'];

export function practitionerRoleOf(
  row: Linked<'role'>,
  supervisions: readonly Linked<'supervision'>[],
  refs: References,
): PractitionerRole {
  const extension = each(supervisions, (one) => supervisorExtension(one, refs));
  const period = periodOf(row.start, row.end);
  return {
    resourceType: 'PractitionerRole',
    id: refs.id('role', row.id),
    ...claiming('peer-worker-role'),
    ...(extension !== undefined && { extension }),
    // R4 takes a role that doesn't say as active.
    active: row.active ?? true,
    ...(period !== undefined && { period }),
    practitioner: referenceTo(refs, row.worker),
    ...(row.organization !== undefined && { organization: referenceTo(refs, row.organization) }),
    ...(row.code !== undefined && { code: [roleCode(row.code)] }),
    // US Core demands a telecom or an endpoint; rows have neither.
    endpoint: [unknownElement()],
  };
}

function roleCode(code: string): CodeableConcept {
  const taxonomy = PEERS.includes(code) ? [{ system: NUCC, code: '175T00000X' }] : [];
  return { coding: [{ system: ours('worker-role'), code }, ...taxonomy] };
}

function supervisorExtension(row: Linked<'supervision'>, refs: References): Extension {
  const period = periodOf(row.start, row.end);
  const topics = each(row.topics, (code) => ({
    url: 'topic',
    valueCodeableConcept: ourConcept('supervision-topic', code),
  }));
  return {
    url: definitionUrl('supervisor'),
    extension: [
      {
        url: 'supervisor',
        valueReference: row.supervisor === undefined ? unknownElement() : referenceTo(refs, row.supervisor),
      },
      ...(period === undefined ? [] : [{ url: 'period', valuePeriod: period }]),
      ...(topics ?? []),
    ],
  };
}
