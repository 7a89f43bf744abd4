import type { Period, Stretch } from './calendar.ts';
import { SUPERVISION_TOPICS } from './codes.ts';
import { Lot } from './random.ts';
import type { Random } from './random.ts';
import { CERTIFIER } from './shared-organizations.ts';
import type { Role } from './staff.ts';

const YEAR = 365;
/** A session of supervision about so often. */
const SESSION = 14;

/** What a worker of an organization holds, who supervises them, and when they sat down together. */
export interface Career {
  readonly role: Role;
  readonly held: readonly Held[];
  readonly supervisions: readonly Supervision[];
  readonly sessions: readonly Session[];
}

/** A credential, a training, a diploma, or what somebody attests of a worker. */
export interface Held {
  readonly code: string;
  /** Tells those of one code apart. */
  readonly number: number;
  readonly first: number;
  /** Null: for good. */
  readonly last: number | null;
  /** Key of the organization that says so; null: the record doesn't tell. */
  readonly issuer: string | null;
  /** False: it is recorded that it is not so. Null: nobody attests it, it is a paper. */
  readonly attested: boolean | null;
}

export interface Supervision {
  readonly supervisor: Role;
  readonly first: number;
  /** Null: until further notice. */
  readonly last: number | null;
  readonly topics: readonly string[];
}

export interface Session {
  readonly supervisor: Role;
  readonly day: number;
  readonly minute: number;
  readonly topic: string;
}

/** Careers of the workers of one organization. */
export function careersOf(random: Random, roles: readonly Role[], period: Period): Career[] {
  const [first, second] = roles.filter(({ kind }) => kind === 'supervisor');
  const habit = habitOf(random);
  return roles.map((role) => {
    const held = QUALIFICATIONS[role.kind].flatMap((paper) => heldOf(random, role, paper, period));
    if (role.kind === 'supervisor' || first === undefined || second === undefined)
      return { role, held, supervisions: [], sessions: [] };
    const supervisions = supervisionsOf(random, role, [first, second], period);
    return { role, held, supervisions, sessions: sessionsOf(random, role, supervisions, habit, period) };
  });
}

interface Paper {
  /** Which of them it is; null: none. */
  readonly of: Lot<string | null>;
  /** Of a hundred who have a record of it, of so many it says that it is not so. */
  readonly denied?: number;
  /** How long it is valid; null: for good. */
  readonly years?: number;
  /** Of a hundred, so many end within the period and are not renewed. */
  readonly ends?: number;
  readonly isAttested?: boolean;
}

/** In so many of a hundred cases. */
function paper(code: string, share: number, rest: Omit<Paper, 'of'> = {}): Paper {
  return {
    of: new Lot<string | null>([
      [code, share],
      [null, 100 - share],
    ]),
    ...rest,
  };
}

const EDUCATION = new Lot<string | null>([
  ['high-school-diploma', 60],
  ['ged', 20],
  ['education-exception', 8],
  [null, 12],
]);

const QUALIFICATIONS: Readonly<Record<Role['kind'], readonly Paper[]>> = {
  cps: [
    paper('cps-training', 88, { denied: 8 }),
    paper('cps-certification', 72, { years: 3 }),
    paper('cps-credential-in-progress', 24, { ends: 30 }),
    paper('lived-experience-attestation', 88, { isAttested: true, denied: 8 }),
    { of: EDUCATION },
  ],
  prc: [
    paper('recovery-coach-training', 86, { denied: 8 }),
    paper('recovery-coach-academy', 84, { denied: 6 }),
    paper('ethical-considerations', 76, { denied: 6 }),
    paper('carc', 58, { years: 2 }),
    paper('carc-in-progress', 34, { ends: 30 }),
    paper('perinatal-coaching-training', 70, { denied: 8 }),
    paper('lived-experience-attestation', 88, { isAttested: true, denied: 8 }),
    paper('recovery-two-years-attestation', 88, { isAttested: true, denied: 8 }),
    paper('perinatal-lived-experience', 60, { isAttested: true, denied: 10 }),
    { of: EDUCATION, denied: 14 },
  ],
  supervisor: [
    paper('certified-peer-supervisor', 50, { years: 3 }),
    paper('independent-clinical-licence', 40, { years: 2 }),
    paper('recovery-coach-supervisor-training', 60),
  ],
};

/** What is valid for some years lapses within the period now and then, and is then renewed late or not at all. */
function heldOf(
  random: Random,
  role: Role,
  { of, denied = 0, years, ends = 0, isAttested }: Paper,
  period: Period,
): Held[] {
  const code = of.draw(random);
  if (code === null) return [];
  const isSo = !random.chance(denied);
  const one = (number: number, first: number, last: number | null): Held => ({
    code,
    number,
    first,
    last,
    issuer: isAttested === true ? (random.chance(92) ? role.organization : null) : CERTIFIER,
    attested: isAttested === true || !isSo ? isSo : null,
  });
  if (years !== undefined) return renewed(random, years * YEAR, period, one);
  const start = role.first - random.between(0, YEAR);
  return [one(1, start, random.chance(ends) ? random.between(Math.max(start, period.from), period.to) : null)];
}

function renewed(
  random: Random,
  valid: number,
  { from, to }: Period,
  one: (number: number, first: number, last: number) => Held,
): Held[] {
  const lapses = random.chance(30);
  const end = lapses ? random.between(from, to) : to + random.between(20, valid);
  const next = end + random.between(1, 30);
  const isRenewed = lapses && random.chance(50) && next <= to;
  return [one(1, end - valid, end), ...(isRenewed ? [one(2, next, next + valid)] : [])];
}

/** The first supervisor's until that one leaves; then, after a while, the second's. */
function supervisionsOf(
  random: Random,
  role: Role,
  [first, second]: readonly [Role, Role],
  { to }: Period,
): Supervision[] {
  const left = first.last;
  const next = left === null ? null : left + random.between(0, 45);
  const of = (supervisor: Role, from: number, last: number | null): Supervision => {
    const topics = random.chance(15) ? SUPERVISION_TOPICS.filter(() => random.chance(60)) : [];
    return { supervisor, first: from, last, topics };
  };
  return [
    ...(left === null || role.first <= left ? [of(first, role.first, left)] : []),
    ...(next !== null && next <= to ? [of(second, Math.max(next, role.first), null)] : []),
  ];
}

/** What an organization logs of supervision: whether at all, and what comes up there. */
interface Habit {
  readonly isLogged: boolean;
  readonly topics: readonly string[];
}

function habitOf(random: Random): Habit {
  const topics = SUPERVISION_TOPICS.filter(() => random.chance(65));
  return { isLogged: random.chance(80), topics: topics.length > 0 ? topics : SUPERVISION_TOPICS };
}

function sessionsOf(
  random: Random,
  role: Role,
  supervisions: readonly Supervision[],
  { isLogged, topics }: Habit,
  { from, to }: Period,
): Session[] {
  if (!isLogged) return [];
  const sessions: Session[] = [];
  const until = Math.min(role.last ?? to, to);
  for (let day = Math.max(role.first, from - 30); day <= until; day += random.between(SESSION - 4, SESSION + 20)) {
    const by = supervisions.find(({ first, last }) => first <= day && (last === null || day <= last));
    if (by === undefined) continue;
    const { supervisor } = by;
    sessions.push({ supervisor, day, minute: random.between(9 * 60, 16 * 60), topic: random.pick(topics) });
  }
  return sessions;
}

/** Whether it was so on a day; `last` null: for good. */
export function lasts({ first, last }: { readonly first: number; readonly last: number | null }, day: number): boolean {
  return first <= day && (last === null || day <= last);
}

/** The days of a role within a period; null: none. */
export function daysOfRole({ first, last }: Role, { from, to }: Period): Stretch | null {
  const days = { first: Math.max(first, from), last: Math.min(last ?? to, to) };
  return days.first <= days.last ? days : null;
}
