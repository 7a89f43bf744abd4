import type { Agreement } from '../agreements.ts';
import type { Named } from '../answers.ts';
import type { Period, Stretch } from '../calendar.ts';
import { daysOfRole } from '../career.ts';
import type { Holding, Holdings } from '../holdings.ts';
import { ACTIVITY_CLAUSES } from './activity-clauses.ts';
import { AGREEMENT_CLAUSES } from './agreement-clauses.ts';
import { GOAL_CLAUSES } from './goal-clauses.ts';
import { INCIDENT_CLAUSES } from './incident-clauses.ts';
import { LINKAGE_CLAUSES } from './linkage-clauses.ts';
import { caseloadsOf, daysOnCaseload } from './member-facts.ts';
import type { MemberClause, Told } from './member-facts.ts';
import { PERINATAL_CLAUSES } from './perinatal-clauses.ts';
import { PLAN_CLAUSES } from './plan-clauses.ts';
import { PROVIDER_CLAUSES } from './provider-clauses.ts';
import { RATE_CLAUSES } from './rate-clauses.ts';
import type { Tally } from './tally.ts';
import { always, spansOver } from './verdict.ts';
import type { VerdictSpan } from './verdict.ts';
import { WORKER_CLAUSES, heldIn } from './worker-clauses.ts';

/** What a clause says of a subject on the days on which it judges it. */
export interface Finding {
  readonly clause: string;
  readonly kind: Named;
  /** Key of the subject in the extracts, and that of the provider, where it has one. */
  readonly subject: string;
  readonly provider: string | null;
  readonly spans: readonly VerdictSpan[];
}

const MEMBER_CLAUSES: readonly MemberClause[] = [
  ...RATE_CLAUSES,
  ...PERINATAL_CLAUSES,
  ...GOAL_CLAUSES,
  ...PLAN_CLAUSES,
  ...ACTIVITY_CLAUSES,
];

const BY_SERVICE = {
  cps: MEMBER_CLAUSES.filter(({ service }) => service === 'cps'),
  prc: MEMBER_CLAUSES.filter(({ service }) => service === 'prc'),
};

/** The clauses that the story answers. */
export const ANSWERED: readonly string[] = [
  ...MEMBER_CLAUSES,
  ...INCIDENT_CLAUSES,
  ...WORKER_CLAUSES,
  ...PROVIDER_CLAUSES,
  ...LINKAGE_CLAUSES,
  ...AGREEMENT_CLAUSES,
].map(({ clause }) => clause);

/** Findings about a member, and about what happened to them. */
export function* findingsOfMember(told: Told): Generator<Finding> {
  const { story, events } = told;
  for (const facts of caseloadsOf(told)) {
    const days = daysOnCaseload(facts);
    // clauses that say the same in other words share what is said
    const said = new Map<MemberClause['course'], readonly VerdictSpan[]>();
    for (const { clause, course } of BY_SERVICE[facts.service]) {
      const spans = said.get(course) ?? spansOver(days, course(facts));
      said.set(course, spans);
      yield { clause, kind: 'member', subject: story.key, provider: facts.provider.id, spans };
    }
  }
  for (const incident of events.incidents)
    for (const { clause, says } of INCIDENT_CLAUSES) {
      const spans = spansOver([{ first: incident.day, last: incident.day }], always(says(incident, told)));
      yield { clause, kind: 'incident', subject: incident.id, provider: null, spans };
    }
}

/** Findings about workers, providers and agreements of a catchment, once all its members have been told. */
export function* findingsOfCatchment(holdings: Holdings, tally: Tally, period: Period): Generator<Finding> {
  for (const holding of holdings.ofProviders) {
    yield* workersOf(holding, tally, period);
    yield* providerOf(holding, holdings, tally, period);
  }
  yield* agreementsOf(holdings, tally, period);
}

function* workersOf({ careers }: Holding, { caseload }: Tally, period: Period): Generator<Finding> {
  const surroundings = { heldBy: heldIn(careers), caseload };
  for (const career of careers) {
    const days = daysOfRole(career.role, period);
    if (days === null) continue;
    const { worker, organization, kind } = career.role;
    for (const { clause, service, course } of WORKER_CLAUSES)
      if (service === kind) {
        const spans = spansOver([days], course(career, surroundings));
        yield { clause, kind: 'worker', subject: worker, provider: organization, spans };
      }
  }
}

function* providerOf(holding: Holding, holdings: Holdings, tally: Tally, period: Period): Generator<Finding> {
  const { id } = holding.provider;
  for (const { clause, service, course } of [...PROVIDER_CLAUSES, ...LINKAGE_CLAUSES])
    if (tally.hasServed(service, holding.provider)) {
      const facts = {
        holding,
        holdings,
        surveyed: tally.surveyed(service, holding.provider),
        caseload: tally.caseload,
        period,
      };
      const spans = spansOver([daysOf(period)], course(facts));
      yield { clause, kind: 'organization', subject: id, provider: id, spans };
    }
}

/** As each of the providers has it that are a party. */
function* agreementsOf({ agreements, ofProviders }: Holdings, tally: Tally, period: Period): Generator<Finding> {
  for (const agreement of agreements) {
    const days = daysOfAgreement(agreement, period);
    if (days === null) continue;
    const parties = ofProviders.filter(({ provider: { id } }) => isParty(agreement, id));
    for (const { clause, service, says } of AGREEMENT_CLAUSES)
      for (const { provider } of parties.filter((party) => tally.hasServed(service, party.provider))) {
        const spans = spansOver([days], always(says(agreement)));
        yield { clause, kind: 'affiliation', subject: agreement.id, provider: provider.id, spans };
      }
  }
}

function isParty({ organization, participating }: Agreement, id: string): boolean {
  return organization === id || participating === id;
}

function daysOfAgreement({ isInForce, first, last }: Agreement, { from, to }: Period): Stretch | null {
  const days = { first: Math.max(first, from), last: Math.min(last ?? to, to) };
  return isInForce && days.first <= days.last ? days : null;
}

function daysOf({ from, to }: Period): Stretch {
  return { first: from, last: to };
}
