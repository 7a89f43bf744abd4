import type { CarePlan, CarePlanActivity } from '@medplum/fhirtypes';
import { claiming, codeExtension, concept, each, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';

/** US Core 6.1 demands this category, 8.0 allows it (facts, section 3). */
const ASSESS_PLAN = concept('http://hl7.org/fhir/us/core/CodeSystem/careplan-category', 'assess-plan');

/** Plans with a profile of their own; any other is a plan of a peer. */
const PROFILES: ReadonlyMap<string, string> = new Map([
  ['wellness-plan', 'wellness-plan'],
  ['plan-of-safe-care', 'plan-of-safe-care'],
]);

export function carePlanOf(row: Linked<'plan'>, refs: References): CarePlan {
  const status = row.status === undefined ? 'active' : fhirCode('request-status', row.status);
  const extension = each(row.identified, (code) => codeExtension('identified-domain', 'plan-domain', code));
  const period = periodOf(row.start, row.end);
  const contributor = each(row.contributors, (link) => referenceTo(refs, link));
  const goal = each(row.goals, (link) => referenceTo(refs, link));
  const activity = each(row.domains, (code) => activityOf(code, status));
  return {
    resourceType: 'CarePlan',
    id: refs.id('plan', row.id),
    ...claiming(PROFILES.get(row.category ?? '') ?? 'peer-plan'),
    ...(extension !== undefined && { extension }),
    status,
    intent: 'plan',
    category: [ASSESS_PLAN, ...(row.category === undefined ? [] : [ourConcept('plan-category', row.category)])],
    subject: referenceTo(refs, row.member),
    ...(period !== undefined && { period }),
    ...(row.created !== undefined && { created: row.created }),
    ...(row.author !== undefined && { author: referenceTo(refs, row.author) }),
    ...(contributor !== undefined && { contributor }),
    ...(goal !== undefined && { goal }),
    ...(activity !== undefined && { activity }),
  };
}

/** A row says that the plan has an activity in this domain, not how far it is: that is open once the plan isn't active. */
function activityOf(domain: string, plan: CarePlan['status']): CarePlanActivity {
  return {
    detail: { code: ourConcept('plan-domain', domain), status: plan === 'active' ? 'in-progress' : 'unknown' },
  };
}
