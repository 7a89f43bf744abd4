import type { QuestionnaireResponse } from '@medplum/fhirtypes';
import { claiming } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';
import { BASE } from './systems.ts';

/** That a survey or an outcome measure was answered; the answers stay in the source. */
export function questionnaireResponseOf(row: Linked<'survey'>, refs: References): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    id: refs.id('survey', row.id),
    ...claiming('member-survey'),
    questionnaire: questionnaireOf(row.questionnaire),
    status: row.status === undefined ? 'completed' : fhirCode('survey-status', row.status),
    ...(row.member !== undefined && { subject: referenceTo(refs, row.member) }),
    ...(row.authored !== undefined && { authored: row.authored }),
    // who asked: of a member whom several serve, only this tells whose survey it is
    ...(row.provider !== undefined && { author: referenceTo(refs, row.provider) }),
  };
}

/** One of ours by its name; any other by its own canonical. */
function questionnaireOf(name: string): string {
  return name.includes('://') ? name : `${BASE}/Questionnaire/${encodeURIComponent(name)}`;
}
