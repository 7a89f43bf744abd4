import type { Period } from './calendar.ts';
import { dateOf, momentOf } from './calendar.ts';
import { NO_CELL, YES_CELL } from './codes.ts';
import type { Episode } from './course.ts';
import type { Goal, GoalsOf } from './case-rows.ts';
import type { Write } from './extracts.ts';
import { listed } from './extracts.ts';
import type { Story } from './member.ts';
import { FAMILIES, GIVENS, GOALS } from './names.ts';
import type { Random } from './random.ts';
import type { Survey } from './surveys.ts';
import { YES } from './truth.ts';

/** Rows of the member's own record: who it is, goals and plans, consents, stages of change, surveys, collateral work. */
export function writeRecord(
  story: Story,
  goals: GoalsOf,
  surveys: readonly Survey[],
  period: Period,
  write: Write,
): void {
  const { random, key } = story;
  for (const [episode, ofEpisode] of goals) {
    for (const goal of ofEpisode) writeGoal(random, key, goal, write);
    writePlan(random, key, episode, ofEpisode, period, write);
    writeCollaterals(random, key, episode, period, write);
  }
  writeStages(story, write);
  for (const survey of surveys) writeSurvey(key, survey, write);
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

/** Goals are worked out at the first meeting, or some days after. */
export function goalsOf({ random, episodes }: Story, { to }: Period): GoalsOf {
  return new Map(
    episodes.map((episode) => {
      const count = episode.meeting === null ? 0 : random.int(4);
      const first = (episode.meeting ?? 0) + (random.chance(70) ? 0 : random.between(1, 20));
      const all = Array.from({ length: count }, (_, index) => ({
        id: `g-${episode.id.slice(2)}-${index + 1}`,
        start: first + index * 14,
      }));
      return [episode, all.filter(({ start }) => start <= to)];
    }),
  );
}

function writeGoal(random: Random, member: string, { id, start }: Goal, write: Write): void {
  write('goals', {
    goal_id: id,
    member_id: member,
    description: random.pick(GOALS),
    status: random.pick(['active', 'active', 'active', 'completed', 'on-hold']),
    start: dateOf(start),
    by_member: random.chance(80) ? YES_CELL : NO_CELL,
  });
}

const DOMAINS = ['childcare', 'lactation-support', 'housing', 'treatment', 'recovery-support'] as const;

/** A wellness plan, or of a coach's member a Plan of Safe Care; some members decline, and some will have no copy in the record. */
function writePlan(
  random: Random,
  member: string,
  episode: Episode,
  goals: readonly Goal[],
  { to }: Period,
  write: Write,
): void {
  const { meeting, service } = episode;
  if (meeting === null || !random.chance(65)) return;
  const created = meeting + random.between(0, 28);
  if (created > to) return;
  const id = episode.id.slice(2);
  const worker = episode.provider.roles.find(({ kind }) => kind === service);
  write('plans', {
    plan_id: `p-${id}`,
    member_id: member,
    category: service === 'cps' ? 'wellness-plan' : 'plan-of-safe-care',
    status: 'active',
    created: momentOf(created, 11 * 60),
    start: dateOf(created),
    author_member_id: member,
    contributor_role_ids: worker?.id ?? '',
    goal_ids: listed(goals.filter(({ start }) => start <= created).map((goal) => goal.id)),
    ...(service === 'prc' && {
      domains: listed(DOMAINS.filter(() => random.chance(60))),
      identified: random.pick(DOMAINS),
    }),
  });
  write('consents', {
    consent_id: `k-${id}`,
    member_id: member,
    category: 'plan-copy',
    permit: random.chance(85) ? YES_CELL : NO_CELL,
    status: 'active',
    date: dateOf(created),
    start: dateOf(created),
    end: random.chance(30) ? dateOf(created + 365) : '',
  });
}

const ACTIVITIES = ['call-to-provider', 'resource-search', 'case-coordination'] as const;

/** Work for the member without the member: some weeks of it, some months without. */
function writeCollaterals(random: Random, member: string, episode: Episode, { to }: Period, write: Write): void {
  const last = Math.min(episode.end ?? to, to);
  let number = 0;
  for (let day = episode.start + random.int(20); day <= last; day += random.between(10, 45)) {
    const worker = random.pick(episode.provider.roles.filter(({ kind }) => kind === episode.service));
    const minute = random.between(8 * 60, 17 * 60);
    write('collaterals', {
      collateral_id: `w-${episode.id.slice(2)}-${++number}`,
      member_id: member,
      role_id: worker.id,
      activity: random.pick(ACTIVITIES),
      status: 'completed',
      start: momentOf(day, minute),
      end: momentOf(day, minute + random.between(5, 40)),
    });
  }
}

const STAGES = ['precontemplation', 'contemplation', 'preparation', 'action', 'maintenance', 'relapse'] as const;

/** As the worker saw it at a visit. */
function writeStages({ random, key, contacts }: Story, write: Write): void {
  for (const { id, days, form } of contacts) {
    if (form.inPerson !== YES || !random.chance(12)) continue;
    write('stages', {
      stage_id: `s-${id.slice(2)}`,
      member_id: key,
      contact_id: id,
      stage: random.pick(STAGES),
      date: dateOf(days.first),
    });
  }
}

function writeSurvey(member: string, { id, kind, day, isCompleted }: Survey, write: Write): void {
  write('surveys', {
    survey_id: id,
    member_id: member,
    questionnaire: kind,
    status: isCompleted ? 'completed' : 'in-progress',
    authored: momentOf(day, 15 * 60),
  });
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
