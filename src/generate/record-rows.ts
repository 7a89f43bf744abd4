import type { Activity } from './activities.ts';
import { dateOf, momentOf } from './calendar.ts';
import { NO_CELL, YES_CELL } from './codes.ts';
import type { Write } from './extracts.ts';
import { listed } from './extracts.ts';
import type { Goal } from './goals.ts';
import type { Story } from './member.ts';
import { FAMILIES, GIVENS } from './names.ts';
import type { Consent, Plan } from './plans.ts';
import type { MemberRecord, Stage } from './record.ts';
import type { Survey } from './surveys.ts';

/** Rows of the member's own record: goals and plans, consents, stages of change, surveys, activities. */
export function writeRecord({ key }: Story, record: MemberRecord, write: Write): void {
  for (const goals of record.aims.goals.values()) for (const goal of goals) writeGoal(key, goal, write);
  for (const plan of record.plans) writePlan(key, plan, write);
  for (const consent of record.consents) writeConsent(key, consent, write);
  for (const activity of record.activities) writeActivity(key, activity, write);
  for (const stage of record.stages) writeStage(key, stage, write);
  for (const survey of record.surveys) writeSurvey(key, survey, write);
}

export function writeMember({ random, key, number }: Story, write: Write): void {
  const birth = `${random.between(1952, 2006)}-${pad(random.between(1, 12))}-${pad(random.between(1, 28))}`;
  write('members', {
    member_id: key,
    family: random.pick(FAMILIES),
    given: random.pick(GIVENS),
    birth_date: birth,
    gender: random.pick(['female', 'female', 'male', 'male', 'other', 'unknown']),
    language: random.pick(['en', 'en', 'en', 'es', 'pt', 'ht']),
    medicaid_id: random.chance(90) ? `MH${String(number).padStart(9, '0')}` : '',
  });
}

function writeGoal(member: string, { id, first, status, isOwn, description }: Goal, write: Write): void {
  write('goals', {
    goal_id: id,
    member_id: member,
    description,
    status,
    start: dateOf(first),
    by_member: cellOf(isOwn),
  });
}

function writePlan(member: string, plan: Plan, write: Write): void {
  const { id, category, first, last, isByMember, maker, goals, activities, needs } = plan;
  write('plans', {
    plan_id: id,
    member_id: member,
    category,
    status: 'active',
    created: momentOf(first, 11 * 60),
    start: dateOf(first),
    end: last === null ? '' : dateOf(last),
    author_member_id: isByMember ? member : '',
    contributor_role_ids: maker?.id ?? '',
    goal_ids: listed(goals.map((goal) => goal.id)),
    domains: listed(activities),
    identified: listed(needs),
  });
}

function writeConsent(member: string, { id, first, last, isPermit }: Consent, write: Write): void {
  write('consents', {
    consent_id: id,
    member_id: member,
    category: 'plan-copy',
    permit: cellOf(isPermit),
    status: 'active',
    date: dateOf(first),
    start: dateOf(first),
    end: last === null ? '' : dateOf(last),
  });
}

function writeActivity(member: string, { id, code, role, day, minute, minutes }: Activity, write: Write): void {
  write('collaterals', {
    collateral_id: id,
    member_id: member,
    role_id: role?.id ?? '',
    activity: code,
    status: 'completed',
    start: momentOf(day, minute),
    end: momentOf(day, minute + minutes),
  });
}

function writeStage(member: string, { contact, stage }: Stage, write: Write): void {
  write('stages', {
    stage_id: `s-${contact.id.slice(2)}`,
    member_id: member,
    contact_id: contact.id,
    stage,
    date: dateOf(contact.days.first),
  });
}

function writeSurvey(member: string, { id, provider, isSigned, kind, day, isCompleted }: Survey, write: Write): void {
  write('surveys', {
    survey_id: id,
    member_id: member,
    ...(isSigned && { organization_id: provider.id }),
    questionnaire: kind,
    status: isCompleted ? 'completed' : 'in-progress',
    authored: momentOf(day, 15 * 60),
  });
}

function cellOf(isSo: boolean): string {
  return isSo ? YES_CELL : NO_CELL;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
