import type { Communication } from '@medplum/fhirtypes';
import { claiming, each, ourConcept } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';

/** One text or e-mail. */
export function messageOf(row: Linked<'message'>, refs: References): Communication {
  const recipient = each(row.recipients, (link) => referenceTo(refs, link));
  const inResponseTo = each(row.inResponseTo, (link) => referenceTo(refs, link));
  return {
    resourceType: 'Communication',
    id: refs.id('message', row.id),
    ...claiming('peer-message'),
    ...(inResponseTo !== undefined && { inResponseTo }),
    status: row.status === undefined ? 'completed' : fhirCode('event-status', row.status),
    ...(row.medium !== undefined && { medium: [ourConcept('contact-mode', row.medium)] }),
    subject: referenceTo(refs, row.member),
    ...(row.service !== undefined && { topic: ourConcept('peer-service', row.service) }),
    ...(row.sent !== undefined && { sent: row.sent }),
    ...(row.received !== undefined && { received: row.received }),
    ...(recipient !== undefined && { recipient }),
    ...(row.sender !== undefined && { sender: referenceTo(refs, row.sender) }),
  };
}

/** A report of an incident to a payer or an agency. It is about the incident; the member isn't named again. */
export function incidentReportOf(row: Linked<'incidentReport'>, refs: References): Communication {
  return {
    resourceType: 'Communication',
    id: refs.id('incidentReport', row.id),
    ...claiming('incident-report'),
    status: row.status === undefined ? 'completed' : fhirCode('event-status', row.status),
    category: [ourConcept('communication-category', 'incident-report')],
    about: [referenceTo(refs, row.incident)],
    ...(row.sent !== undefined && { sent: row.sent }),
    ...(row.recipient !== undefined && { recipient: [referenceTo(refs, row.recipient)] }),
    ...(row.sender !== undefined && { sender: referenceTo(refs, row.sender) }),
  };
}
