import type {
  CarePlan,
  Communication,
  Consent,
  Coverage,
  Encounter,
  EpisodeOfCare,
  Goal,
  Patient,
  QuestionnaireResponse,
} from '@medplum/fhirtypes';

/**
 * Codes that FHIR R4 itself fixes (required bindings), by the code system's name in CANONICAL. A row may hold no other: the
 * stage before refuses what it cannot map to one of them.
 */
export const FHIR_CODES = {
  gender: ['male', 'female', 'other', 'unknown'] satisfies Patient['gender'][],
  'request-status': [
    'draft',
    'active',
    'on-hold',
    'revoked',
    'completed',
    'entered-in-error',
    'unknown',
  ] satisfies CarePlan['status'][],
  'episode-status': [
    'planned',
    'waitlist',
    'active',
    'onhold',
    'finished',
    'cancelled',
    'entered-in-error',
  ] satisfies EpisodeOfCare['status'][],
  'encounter-status': [
    'planned',
    'arrived',
    'triaged',
    'in-progress',
    'onleave',
    'finished',
    'cancelled',
    'entered-in-error',
    'unknown',
  ] satisfies Encounter['status'][],
  'event-status': [
    'preparation',
    'in-progress',
    'not-done',
    'on-hold',
    'stopped',
    'completed',
    'entered-in-error',
    'unknown',
  ] satisfies Communication['status'][],
  'goal-status': [
    'proposed',
    'planned',
    'accepted',
    'active',
    'on-hold',
    'completed',
    'cancelled',
    'entered-in-error',
    'rejected',
  ] satisfies Goal['lifecycleStatus'][],
  'consent-status': [
    'draft',
    'proposed',
    'active',
    'rejected',
    'inactive',
    'entered-in-error',
  ] satisfies Consent['status'][],
  'survey-status': [
    'in-progress',
    'completed',
    'amended',
    'entered-in-error',
    'stopped',
  ] satisfies QuestionnaireResponse['status'][],
  'financial-status': ['active', 'cancelled', 'draft', 'entered-in-error'] satisfies Coverage['status'][],
} as const;

type Codes = typeof FHIR_CODES;

/** A row's code as FHIR's. Throws where it is none: then the stage before let through what it should have refused. */
export function fhirCode<S extends keyof Codes>(system: S, code: string): Codes[S][number] {
  const found = FHIR_CODES[system].find((one): one is Codes[S][number] => one === code);
  // The code isn't quoted: it may be anything that stood in the cell.
  if (found === undefined) throw new TypeError(`a row's code is none of ${system}: ${FHIR_CODES[system].join(', ')}`);
  return found;
}
