import type { Coverage } from '../coverage.ts';
import { coverageOn } from '../coverage.ts';
import { businessDayAfter } from '../holidays.ts';
import type { Incident } from '../incidents.ts';
import type { Told } from './member-facts.ts';
import type { Verdict } from './verdict.ts';

/** A clause about incidents: what it says on the day of one. */
export interface IncidentClause {
  readonly clause: string;
  readonly says: (incident: Incident, told: Told) => Verdict;
}

/** For so many days after a discharge it is recent. */
const RECENT = 30;

export const INCIDENT_CLAUSES: readonly IncidentClause[] = [
  { clause: 'CPS-QM-4-def', says: isReportable },
  { clause: 'CPS-QM-4-time', says: reportedInTime },
  // no deadline, and any authority will do
  { clause: 'PRC-QM-4', says: ({ reports }) => (reports.length > 0 ? 'satisfied' : 'insufficient-data') },
];

/** Marked as such, and the member was served on the day or discharged not long before. */
function isReportable({ day, isReportable: marked }: Incident, { story }: Told): Verdict {
  const isServed = story.episodes.some(
    ({ service, start, end }) => service === 'cps' && start <= day && (end === null || day <= end + RECENT),
  );
  if (marked === false || !isServed) return 'not-applicable';
  return marked === null ? 'insufficient-data' : 'satisfied';
}

/** To the member's payer, by the business day after it happened. */
function reportedInTime(incident: Incident, told: Told): Verdict {
  const isAsked = isReportable(incident, told);
  if (isAsked !== 'satisfied') return isAsked;
  const due = businessDayAfter(incident.day);
  const payor = payorOn(told.events.coverages, incident.day);
  if (incident.reports.some(({ recipient, sent }) => recipient === payor && sent <= due)) return 'satisfied';
  return told.period.to > due ? 'not-satisfied' : 'insufficient-data';
}

function payorOn(coverages: readonly Coverage[], day: number): string | undefined {
  return coverageOn(coverages, day)?.payor;
}
