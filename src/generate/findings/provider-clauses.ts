import { SUBCONTRACT } from '../agreements.ts';
import type { Agreement } from '../agreements.ts';
import type { Period } from '../calendar.ts';
import type { Service } from '../codes.ts';
import type { Holding, Holdings } from '../holdings.ts';
import type { Surveyed } from './tally.ts';
import type { Caseload } from './caseload.ts';
import { allOf, always, edgesOf, isOn, isPast, whereas } from './verdict.ts';
import type { Course, Term, Verdict } from './verdict.ts';
import { allCoachesQualified, heldIn } from './worker-clauses.ts';

/** What is known of a provider of a service. */
export interface ProviderFacts {
  readonly holding: Holding;
  readonly holdings: Holdings;
  /** Surveys that its members answered in the period. */
  readonly surveyed: Surveyed;
  readonly caseload: Caseload;
  readonly period: Period;
}

/** A clause about providers of a service, day by day. */
export interface ProviderClause {
  readonly clause: string;
  readonly service: Service;
  readonly course: (facts: ProviderFacts) => Course;
}

export const PROVIDER_CLAUSES: readonly ProviderClause[] = [
  { clause: 'CPS-PR-1', service: 'cps', course: underContract },
  { clause: 'CPS-ST-5', service: 'cps', course: licensed },
  { clause: 'CPS-QM-1', service: 'cps', course: planForQuality },
  {
    clause: 'CPS-QM-2',
    service: 'cps',
    course: ({ surveyed }) => surveys(surveyed.hasSatisfaction && surveyed.hasOutcome),
  },
  { clause: 'CPS-AF-1-agree', service: 'cps', course: () => always('insufficient-data') }, // what is many isn't set
  { clause: 'PRC-PU-3', service: 'prc', course: underContract },
  { clause: 'PRC-ST-6', service: 'prc', course: licensed },
  { clause: 'PRC-QM-1', service: 'prc', course: planForQuality },
  {
    clause: 'PRC-QM-2',
    service: 'prc',
    course: ({ surveyed }) => surveys(surveyed.hasSatisfaction || surveyed.hasOutcome),
  },
  { clause: 'PRC-AF-1-agree', service: 'prc', course: () => always('insufficient-data') },
  { clause: 'PRC-PV-lead', service: 'prc', course: allQualified },
  // the extracts tell whether a contact was in person, not where
  { clause: 'CPS-CS-3e', service: 'cps', course: () => always('insufficient-data') },
  { clause: 'PRC-SC-16', service: 'prc', course: () => always('insufficient-data') },
  ...supervisionTopics(),
];

function allQualified(facts: ProviderFacts): Course {
  const { careers } = facts.holding;
  return allOf(licensed(facts), allCoachesQualified(careers, { heldBy: heldIn(careers), caseload: facts.caseload }));
}

function underContract({ holding, holdings }: ProviderFacts): Course {
  const contracts = agreementsOf(holding, holdings).filter(({ partnerType }) => partnerType === 'payer');
  return whereas(contracts, 'satisfied', 'not-applicable');
}

/** Its own licence, or that of the center that it is part of. */
function licensed({ holding, holdings }: ProviderFacts): Course {
  const { id, partOf } = holding.provider;
  const licences = holdings.ofProviders
    .filter(({ provider }) => provider.id === id || provider.id === partOf)
    .flatMap(({ licence }) => licence ?? []);
  return untilItLapses(licences);
}

function planForQuality({ holding: { qualityPlan } }: ProviderFacts): Course {
  return untilItLapses(qualityPlan === null ? [] : [qualityPlan]);
}

function untilItLapses(terms: readonly Term[]): Course {
  const on = (day: number): Verdict => {
    if (terms.some((term) => isOn(term, day))) return 'satisfied';
    return terms.some((term) => isPast(term, day)) ? 'not-satisfied' : 'insufficient-data';
  };
  return { on, changes: edgesOf(terms) };
}

/** Measures of outcomes may also be reported in ways that the extracts don't tell of: what is missing here may be there. */
function surveys(isThere: boolean): Course {
  return always(isThere ? 'satisfied' : 'insufficient-data');
}

/** What supervision of coaches dealt with, in the whole period: where sessions are logged, what never came up was left out. */
function supervisionTopics(): ProviderClause[] {
  const topics = {
    'PRC-ST-4a-i': 'role-clarity',
    'PRC-ST-4a-ii': 'trauma-informed-care',
    'PRC-ST-4a-iii': 'legal-and-partner-communication',
    'PRC-ST-4a-iv': 'self-care-and-grief',
  };
  return Object.entries(topics).map(([clause, topic]) => {
    return { clause, service: 'prc' as const, course: (facts: ProviderFacts) => always(dealtWith(facts, topic)) };
  });
}

function dealtWith({ holding, period: { from, to } }: ProviderFacts, topic: string): Verdict {
  const coaches = holding.careers.filter(({ role }) => role.kind === 'prc');
  const sessions = coaches.flatMap((career) => career.sessions).filter(({ day }) => from <= day && day <= to);
  const agreed = coaches
    .flatMap((career) => career.supervisions)
    .filter((one) => one.first <= to && !isPast(one, from));
  const isCovered = sessions.some((one) => one.topic === topic) || agreed.some(({ topics }) => topics.includes(topic));
  if (isCovered) return 'satisfied';
  return sessions.length > 0 ? 'not-satisfied' : 'insufficient-data';
}

/** Agreements in force to which the provider is a party. */
function agreementsOf({ provider: { id } }: Holding, { agreements }: Holdings): Agreement[] {
  return agreements.filter(
    ({ organization, participating, isInForce }) => isInForce && (organization === id || participating === id),
  );
}

/** Those about members who are referred; a subcontract buys a service. */
export function linkagesOf({ holding, holdings }: ProviderFacts): Agreement[] {
  return agreementsOf(holding, holdings).filter(({ form }) => form !== SUBCONTRACT);
}
