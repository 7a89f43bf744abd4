import type { Identity } from '../push/identity.ts';

/** How far a referral has come: codes of our code system `referral-progress`. */
export type State = 'received' | 'accepted' | 'first-contact' | 'met-in-person' | 'discharged' | 'cancelled';

/** A referral as the source has it, and what came of it. Holds nothing that says who the member is, or why. */
export interface Referral {
  /** Id of its ServiceRequest in the source. */
  readonly id: string;
  /** Identifiers that its ServiceRequest has there. */
  readonly identifiers: readonly Identity[];
  /** As recorded: a FHIR dateTime of any precision. */
  readonly authoredOn: string | null;
  /** The last local date that it may have been authored on; 9999-12-31 where it isn't known. */
  readonly referredDate: string;
  /** One for each service that it is for. */
  readonly progress: readonly Progress[];
}

/** Dates are local, YYYY-MM-DD; null where the day isn't certain, or there is none. */
export interface Progress {
  readonly service: string;
  readonly state: State;
  /** Whether there was a meeting in person. */
  readonly met: 'yes' | 'no' | 'unknown';
  /** Identifiers of the Organization whose episode came of it, the best known first; none where there is no episode. */
  readonly provider: readonly Identity[];
  readonly startDate: string | null;
  readonly contactDate: string | null;
  readonly meetingDate: string | null;
  readonly dischargeDate: string | null;
}

/**
 * Status of the Task (FHIR R4, task, 12.1.5). It is completed when the member was met in person, though the episode goes on; failed
 * where the episode ended, and it is certain that there was no meeting. Where that isn't known, it stays in progress.
 */
export function taskStatus({ state, met }: Pick<Progress, 'state' | 'met'>): string {
  if (state !== 'discharged') return STATUSES[state];
  return met === 'yes' ? 'completed' : met === 'no' ? 'failed' : 'in-progress';
}

const STATUSES: Readonly<Record<Exclude<State, 'discharged'>, string>> = {
  received: 'received',
  accepted: 'accepted',
  'first-contact': 'in-progress',
  'met-in-person': 'completed',
  cancelled: 'cancelled',
};

/** Whether every service that was asked for has met the member. */
export function isFulfilled({ progress }: Referral): boolean {
  return progress.length > 0 && progress.every((one) => taskStatus(one) === 'completed');
}
