import { NO_CELL } from '../codes.ts';
import type { Contact } from '../contacts.ts';
import type { Plan } from '../plans.ts';
import { hasMember, isDone, isHeld } from './contacts-held.ts';
import { byEpisode, ofBoth } from './member-facts.ts';
import type { MemberClause, MemberFacts } from './member-facts.ts';
import { pregnantOrParenting, pregnantOrPostpartum } from './perinatal-clauses.ts';
import { always, bestOf, edgesOf, isOn, when } from './verdict.ts';
import type { Course, Verdict } from './verdict.ts';

const CHILD_WELFARE: readonly string[] = ['dcf-education', 'custody-advocacy'];
const SERVICES: readonly string[] = [
  'primary-care',
  'ob-gyn',
  'pediatric',
  'perinatal-mental-health',
  'social-services',
];
const MATERNAL: readonly string[] = ['maternal-health', 'perinatal-health'];

export const PLAN_CLAUSES: readonly MemberClause[] = [
  ...ofBoth('CPS-PS-2a', 'PRC-PD-1a', (facts) => ofPlan(facts, byMember)),
  ...ofBoth('CPS-PS-2b', 'PRC-PD-1b', inPlace),
  ...ofBoth('CPS-PS-2c', 'PRC-PD-1c', (facts) =>
    ofPlan(facts, (plan) => (isMadeBy(plan, facts) ? byMember(plan) : 'insufficient-data')),
  ),
  ...ofBoth('CPS-PS-2d', 'PRC-PD-2a', copied),
  { clause: 'PRC-OV-2b', service: 'prc', course: inPlace },
  { clause: 'PRC-OV-2c', service: 'prc', course: copied },
  {
    clause: 'CPS-PS-2f',
    service: 'cps',
    course: (facts) => ofPlan(facts, ({ goals }) => (goals.length > 0 ? 'satisfied' : 'not-satisfied')),
  },
  { clause: 'CPS-PS-2g', service: 'cps', course: sustained },
  ...ofBoth('CPS-CS-4a', 'PRC-SC-17b', (facts) => when(pregnantOrParenting(facts), safeCarePlanned(facts))),
  ...ofBoth('CPS-CS-4b', 'PRC-SC-17c', (facts) => when(pregnantOrParenting(facts), needsSupported(facts, []))),
  ...ofBoth('CPS-CS-4d', 'PRC-SC-17f', (facts) => when(pregnantOrParenting(facts), custodySupported(facts))),
  {
    clause: 'PRC-SC-17d',
    service: 'prc',
    course: (facts) => when(pregnantOrParenting(facts), needsSupported(facts, SERVICES)),
  },
  { clause: 'PRC-SC-17a', service: 'prc', course: (facts) => when(pregnantOrPostpartum(facts), maternalHealth(facts)) },
];

function plansOf({ record }: MemberFacts, ...categories: readonly Plan['category'][]): Plan[] {
  return record.plans.filter(({ category }) => categories.includes(category));
}

/** The best that is said of the plans in force. */
function planned(plans: readonly Plan[], without: Verdict, says: (plan: Plan, day: number) => Verdict): Course {
  const on = (day: number): Verdict => {
    const there = plans.filter((plan) => isOn(plan, day));
    return there.length === 0 ? without : bestOf(there.map((plan) => says(plan, day)));
  };
  return { on, changes: edgesOf(plans) };
}

/** Nothing is asked where there is no wellness plan. */
function ofPlan(facts: MemberFacts, says: (plan: Plan) => Verdict): Course {
  return planned(plansOf(facts, 'wellness-plan'), 'not-applicable', says);
}

function inPlace(facts: MemberFacts): Course {
  return ofPlan(facts, () => 'satisfied');
}

/** The member wrote it, or all its goals are the member's own. */
function byMember({ isByMember, goals }: Plan): Verdict {
  const areOwn = goals.length > 0 && goals.every(({ isOwn }) => isOwn);
  return isByMember || areOwn ? 'satisfied' : 'insufficient-data';
}

function isMadeBy({ maker }: Plan, { provider }: MemberFacts): boolean {
  return maker?.organization === provider.id;
}

/** What the member decided last, for as long as it holds. */
function copied(facts: MemberFacts): Course {
  const { consents } = facts.record;
  const says = (day: number): Verdict => {
    const asked = consents.filter(({ first }) => first <= day);
    const [latest] = asked.sort((one, other) => other.first - one.first);
    if (latest === undefined || !isOn(latest, day)) return 'insufficient-data';
    return latest.isPermit ? 'satisfied' : 'not-satisfied';
  };
  const course = planned(plansOf(facts, 'wellness-plan'), 'not-applicable', (_, day) => says(day));
  return { on: course.on, changes: [...course.changes, ...edgesOf(consents)] };
}

/** Due once the end of the episode is known. */
function sustained(facts: MemberFacts): Course {
  const plans = plansOf(facts, 'wellness-plan');
  return byEpisode(
    facts,
    'best',
    ({ end }, day) => {
      const there = plans.filter((plan) => isOn(plan, day));
      if (there.length === 0) return 'not-applicable';
      if (there.some(({ activities }) => activities.includes('sustainability-discharge'))) return 'satisfied';
      return end === null ? 'insufficient-data' : 'not-satisfied';
    },
    edgesOf(plans),
  );
}

function safeCarePlanned(facts: MemberFacts): Course {
  return planned(plansOf(facts, 'plan-of-safe-care'), 'not-satisfied', (plan) =>
    isMadeBy(plan, facts) ? 'satisfied' : 'insufficient-data',
  );
}

/** What the plan finds to be needed, and what is asked of every plan, has an activity; work on a goal may be for any need. */
function needsSupported(facts: MemberFacts, asked: readonly string[]): Course {
  return planned(plansOf(facts, 'plan-of-safe-care'), 'insufficient-data', (plan) => {
    const { needs, activities } = plan;
    if (needs.length + activities.length + asked.length === 0) return 'insufficient-data';
    if ([...needs, ...asked].every((need) => activities.includes(need))) return 'satisfied';
    return worksOn(plan, facts).length > 0 ? 'insufficient-data' : 'not-satisfied';
  });
}

/** Contacts that work on a goal of the plan, with the member or for them; who took no part was helped with nothing. */
function worksOn({ goals }: Plan, { record }: MemberFacts): Contact[] {
  return [...record.aims.pursued]
    .filter(([contact, goal]) => goals.includes(goal) && (isHeld(contact) || isDone(contact)))
    .filter(([contact]) => contact.form.engaged !== NO_CELL)
    .map(([contact]) => contact);
}

function maternalHealth(facts: MemberFacts): Course {
  const plans = plansOf(facts, 'wellness-plan', 'plan-of-safe-care');
  return planned(plans, 'insufficient-data', ({ activities }) =>
    activities.some((activity) => MATERNAL.includes(activity)) ? 'satisfied' : 'not-satisfied',
  );
}

/** With an open case, that it was explained or custody advocated; without one, that a contact worked on the Plan of Safe Care. */
function custodySupported(facts: MemberFacts): Course {
  const { dcf } = facts.events.perinatal;
  const plans = plansOf(facts, 'plan-of-safe-care');
  if (dcf === null) return always('insufficient-data');
  const given = custodyHelp(facts, dcf.told);
  const followed = planned(plans, 'insufficient-data', (plan) => followedUp(plan, facts));
  const on = (day: number): Verdict => {
    if (day < dcf.told) return 'insufficient-data';
    return dcf.isOpen ? given : followed.on(day);
  };
  return { on, changes: [dcf.told, ...followed.changes] };
}

/** By the provider, since the case is known; what nobody signed may be theirs. */
function custodyHelp({ record, service, provider }: MemberFacts, since: number): Verdict {
  const helped = record.activities.filter(({ code, day }) => CHILD_WELFARE.includes(code) && day >= since);
  if (helped.some(({ role }) => role?.kind === service && role.organization === provider.id)) return 'satisfied';
  return helped.some(({ role }) => role === null) ? 'insufficient-data' : 'not-satisfied';
}

/** By a contact with the provider since there is the plan, in which the member took part. */
function followedUp(plan: Plan, facts: MemberFacts): Verdict {
  const { service, provider } = facts;
  const there = worksOn(plan, facts).filter(
    (contact) =>
      isHeld(contact) &&
      contact.service === service &&
      contact.provider === provider &&
      contact.days.last >= plan.first,
  );
  if (there.some((contact) => contact.days.first >= plan.first && hasMember(contact))) return 'satisfied';
  return there.length > 0 ? 'insufficient-data' : 'not-satisfied';
}
