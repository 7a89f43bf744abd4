import type { Attachment, DocumentReference } from '@medplum/fhirtypes';
import { claiming, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';

export function documentReferenceOf(row: Linked<'document'>, refs: References): DocumentReference {
  const period = periodOf(row.start, row.end);
  const date = row.date === undefined ? undefined : instantOf(row.date);
  return {
    resourceType: 'DocumentReference',
    id: refs.id('document', row.id),
    ...claiming('quality-document'),
    status: 'current',
    type: ourConcept('document-type', row.type),
    ...(date !== undefined && { date }),
    ...(row.organization !== undefined && { custodian: referenceTo(refs, row.organization) }),
    content: [{ attachment: attachmentOf(row) }],
    ...(period !== undefined && { context: { period } }),
  };
}

/**
 * R4 wants an instant. A mere date becomes noon UTC, which is that date in every zone of the United States; midnight UTC
 * would be the day before. A partial date gives none.
 */
function instantOf(moment: string): string | undefined {
  if (moment.includes('T')) return moment;
  return moment.length === 'YYYY-MM-DD'.length ? `${moment}T12:00:00Z` : undefined;
}

/** R4 demands an attachment, and an element isn't empty. `creation` keeps the date as the source has it. */
function attachmentOf(row: Linked<'document'>): Attachment {
  return {
    title: row.title ?? row.type,
    ...(row.date !== undefined && !row.date.includes('T') && { creation: row.date }),
  };
}
