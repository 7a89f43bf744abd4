import { anniversaryOf } from '../calendar.ts';
import type { Perinatal } from '../perinatal.ts';
import type { MemberClause, MemberFacts } from './member-facts.ts';
import type { Course, Verdict } from './verdict.ts';

export const PERINATAL_CLAUSES: readonly MemberClause[] = [
  { clause: 'CPS-CS-4', service: 'cps', course: pregnantOrParenting },
  { clause: 'PRC-SC-17', service: 'prc', course: pregnantOrParenting },
  { clause: 'PRC-OV-5', service: 'prc', course: pregnantOrPostpartum },
];

/** Pregnant, within twelve months after, or parenting; who certainly is none of these is asked for nothing. */
export function pregnantOrParenting({ events: { perinatal } }: MemberFacts): Course {
  const { parenting } = perinatal;
  const on = (day: number): Verdict => {
    const knows = parenting !== null && parenting.told <= day;
    if (isPerinatal(perinatal, day) || (knows && parenting.isSo)) return 'satisfied';
    return isOver(perinatal, day) && knows ? 'not-applicable' : 'insufficient-data';
  };
  return { on, changes: [...changesOf(perinatal), ...(parenting === null ? [] : [parenting.told])] };
}

/** Pregnant, or within twelve months after. */
export function pregnantOrPostpartum({ events: { perinatal } }: MemberFacts): Course {
  const on = (day: number): Verdict => {
    if (isPerinatal(perinatal, day)) return 'satisfied';
    return isOver(perinatal, day) ? 'not-satisfied' : 'insufficient-data';
  };
  return { on, changes: changesOf(perinatal) };
}

function isPerinatal({ pregnant, ended }: Perinatal, day: number): boolean {
  if (ended !== null && ended <= day) return day <= anniversaryOf(ended);
  return pregnant !== null && pregnant.told <= day;
}

/** Not pregnant for certain, and not within the twelve months. */
function isOver({ ended, notPregnant }: Perinatal, day: number): boolean {
  if (ended !== null && ended <= day) return day > anniversaryOf(ended);
  return notPregnant !== null && notPregnant <= day;
}

function changesOf({ pregnant, ended, notPregnant }: Perinatal): number[] {
  return [
    ...(pregnant === null ? [] : [pregnant.told]),
    ...(ended === null ? [] : [ended, anniversaryOf(ended) + 1]),
    ...(notPregnant === null ? [] : [notPregnant]),
  ];
}
