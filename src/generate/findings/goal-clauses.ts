import { NO_CELL } from '../codes.ts';
import type { Episode } from '../course.ts';
import type { Goal } from '../goals.ts';
import { NO } from '../truth.ts';
import { isHeld, isOf } from './contacts-held.ts';
import { byEpisode, ofBoth } from './member-facts.ts';
import type { MemberClause, MemberFacts } from './member-facts.ts';
import { byMonth, touches } from './months.ts';
import type { Course, Verdict } from './verdict.ts';

export const GOAL_CLAUSES: readonly MemberClause[] = [
  ...ofBoth('CPS-CS-5b-3', 'PRC-SC-18a-2', goalsFromMeeting),
  ...ofBoth('CPS-CS-5a-iv', 'PRC-SC-18b-3', contactsPursueGoals),
  { clause: 'PRC-SC-12', service: 'prc', course: goalInForce },
];

function goalsOf({ record }: MemberFacts): Goal[] {
  return [...record.aims.goals.values()].flat();
}

/** One that is reached may have been so on any day: the record doesn't tell when. */
function isDoubtful({ status }: Goal): boolean {
  return status === 'completed';
}

/** A goal of the day of the meeting, or one from before that the meeting took up: on whichever of its possible days it was. */
function goalsFromMeeting(facts: MemberFacts): Course {
  const goals = goalsOf(facts);
  const says = (episode: Episode, day: number): Verdict => {
    const { meeting, doubtfulMeeting } = episode;
    if (meeting === null || day < meeting)
      return isPerhaps(doubtfulMeeting, day) ? 'insufficient-data' : 'not-applicable';
    const days = doubtfulMeeting === null ? [meeting] : [Math.min(meeting, doubtfulMeeting), meeting];
    const isSure = (goal: Goal): boolean =>
      !isDoubtful(goal) &&
      days.every((one) => goal.first <= one && (goal.first === one || isTakenUp(facts, episode, goal, one)));
    if (goals.some(isSure)) return 'satisfied';
    if (goals.some(({ first }) => first <= meeting)) return 'insufficient-data';
    // on the day of the meeting itself there is still time
    return facts.period.to <= meeting ? 'insufficient-data' : 'not-satisfied';
  };
  return byEpisode(facts, 'best', says, meetingsOf(facts));
}

/** By what was, or may have been, the meeting of that day. */
function isTakenUp({ story, record }: MemberFacts, episode: Episode, goal: Goal, day: number): boolean {
  const { pursued } = record.aims;
  return story.contacts.some(
    (contact) =>
      isHeld(contact) &&
      isOf(contact, episode) &&
      contact.days.first === day &&
      contact.form.inPerson !== NO &&
      contact.form.engaged !== NO_CELL &&
      pursued.get(contact) === goal,
  );
}

/** From the meeting on the member has a goal. */
function goalInForce(facts: MemberFacts): Course {
  const goals = goalsOf(facts);
  const says = ({ meeting, doubtfulMeeting }: Episode, day: number): Verdict => {
    const there = goals.filter(({ first }) => first <= day);
    if (there.some((goal) => !isDoubtful(goal))) return 'satisfied';
    if (there.length > 0) return 'insufficient-data';
    if (meeting !== null && meeting <= day) return 'not-satisfied';
    return isPerhaps(doubtfulMeeting, day) ? 'insufficient-data' : 'not-applicable';
  };
  return byEpisode(facts, 'best', says, [...meetingsOf(facts), ...goals.map(({ first }) => first)]);
}

function isPerhaps(doubtfulMeeting: number | null, day: number): boolean {
  return doubtfulMeeting !== null && doubtfulMeeting <= day;
}

function meetingsOf({ episodes }: MemberFacts): number[] {
  return episodes.flatMap(({ meeting, doubtfulMeeting }) => [meeting ?? [], doubtfulMeeting ?? []].flat());
}

/** Each contact of a month in which the member took part, or may have. */
function contactsPursueGoals(facts: MemberFacts): Course {
  const { story, service, provider, record } = facts;
  const contacts = story.contacts.filter(
    (contact) =>
      contact.service === service &&
      contact.provider === provider &&
      isHeld(contact) &&
      contact.form.engaged !== NO_CELL,
  );
  return byMonth(facts, 'worst', (month) => {
    const there = contacts.filter(({ days }) => touches(days, month));
    if (there.length === 0) return 'not-applicable';
    const goals = there.map((contact) => record.aims.pursued.get(contact));
    return goals.every((goal) => goal !== undefined && !isDoubtful(goal)) ? 'satisfied' : 'insufficient-data';
  });
}
