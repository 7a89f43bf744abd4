import type { Period } from './calendar.ts';
import { dateOf, momentOf } from './calendar.ts';
import { ROLE_CODE, SUPERVISION_TOPICS, YES_CELL } from './codes.ts';
import type { Write } from './extracts.ts';
import { listed } from './extracts.ts';
import { FAMILIES, GIVENS } from './names.ts';
import type { Random } from './random.ts';
import { CERTIFIER, npi } from './shared-organizations.ts';
import type { Role } from './staff.ts';

const YEAR = 365;
/** A session of supervision about so often. */
const SESSION = 14;

/** Workers of one organization: who they are, what they hold, who supervises them. */
export function writeWorkers(random: Random, roles: readonly Role[], period: Period, write: Write): void {
  for (const role of roles) {
    writeWorker(random, role, write);
    for (const held of QUALIFICATIONS[role.kind]) writeQualification(random, role, held, period, write);
  }
  const supervisors = roles.filter(({ kind }) => kind === 'supervisor');
  const [first, second] = supervisors;
  if (first === undefined || second === undefined) return;
  for (const role of roles)
    if (role.kind !== 'supervisor') writeSupervision(random, role, [first, second], period, write);
}

function writeWorker(random: Random, { id, worker, organization, kind, first, last }: Role, write: Write): void {
  write('workers', {
    worker_id: worker,
    family: random.pick(FAMILIES),
    given: random.pick(GIVENS),
    npi: random.chance(60) ? npi(random) : '',
    languages: listed(random.chance(40) ? ['en', random.pick(['es', 'pt', 'ht', 'vi'])] : ['en']),
  });
  write('roles', {
    role_id: id,
    worker_id: worker,
    organization_id: organization,
    code: kind === 'supervisor' ? 'supervisor' : ROLE_CODE[kind],
    start: dateOf(first),
    end: last === null ? '' : dateOf(last),
    active: last === null ? YES_CELL : 'N',
  });
}

interface Held {
  readonly code: string;
  /** In so many of a hundred cases. */
  readonly share: number;
  /** How long it is valid; null: for good. */
  readonly years: number | null;
  readonly isAttested?: boolean;
}

const QUALIFICATIONS: Readonly<Record<Role['kind'], readonly Held[]>> = {
  cps: [
    { code: 'cps-training', share: 92, years: null },
    { code: 'cps-certification', share: 78, years: 3 },
    { code: 'cps-credential-in-progress', share: 15, years: null },
    { code: 'lived-experience-attestation', share: 90, years: null, isAttested: true },
    { code: 'high-school-diploma', share: 85, years: null },
  ],
  prc: [
    { code: 'recovery-coach-academy', share: 92, years: null },
    { code: 'ethical-considerations', share: 88, years: null },
    { code: 'carc', share: 70, years: 2 },
    { code: 'carc-in-progress', share: 20, years: null },
    { code: 'perinatal-coaching-training', share: 75, years: null },
    { code: 'recovery-two-years-attestation', share: 90, years: null, isAttested: true },
    { code: 'perinatal-lived-experience', share: 60, years: null, isAttested: true },
    { code: 'ged', share: 80, years: null },
  ],
  supervisor: [
    { code: 'certified-peer-supervisor', share: 60, years: 3 },
    { code: 'independent-clinical-licence', share: 50, years: 2 },
    { code: 'recovery-coach-supervisor-training', share: 60, years: null },
  ],
};

/** What is valid for some years lapses within the period now and then, and is then renewed late or not at all. */
function writeQualification(random: Random, role: Role, held: Held, { from, to }: Period, write: Write): void {
  if (!random.chance(held.share)) return;
  if (held.years === null) {
    writeHeld(random, role, held, [role.first - random.between(0, YEAR), null], 1, write);
    return;
  }
  const valid = held.years * YEAR;
  const lapses = random.chance(30);
  const end = lapses ? random.between(from, to) : to + random.between(20, valid);
  writeHeld(random, role, held, [end - valid, end], 1, write);
  const renewed = end + random.between(1, 30);
  if (lapses && random.chance(50) && renewed <= to) writeHeld(random, role, held, [renewed, renewed + valid], 2, write);
}

function writeHeld(
  random: Random,
  role: Role,
  { code, isAttested = false }: Held,
  [start, end]: readonly [number, number | null],
  number: number,
  write: Write,
): void {
  write('qualifications', {
    qualification_id: `${role.worker}-${code}-${number}`,
    worker_id: role.worker,
    code,
    number: isAttested ? '' : `Q${random.between(10_000, 99_999)}`,
    start: dateOf(start),
    end: end === null ? '' : dateOf(end),
    issuer: isAttested ? role.organization : CERTIFIER,
    attested: isAttested ? (random.chance(97) ? YES_CELL : 'N') : '',
  });
}

/** The first supervisor's until that one leaves; then, after a while, the second's. */
function writeSupervision(
  random: Random,
  role: Role,
  [first, second]: readonly [Role, Role],
  period: Period,
  write: Write,
): void {
  const left = first.last;
  const next = left === null ? null : left + random.between(0, 45);
  const link = (supervisor: Role, number: number, start: number, end: number | null): void => {
    write('supervisions', {
      supervision_id: `${role.id}-supervision-${number}`,
      role_id: role.id,
      supervisor_role_id: supervisor.id,
      start: dateOf(start),
      end: end === null ? '' : dateOf(end),
      topics: listed(SUPERVISION_TOPICS.filter(() => random.chance(80))),
    });
  };
  if (left === null || role.first <= left) link(first, 1, role.first, left);
  if (next !== null && next <= period.to) link(second, 2, Math.max(next, role.first), null);
  writeSessions(
    random,
    role,
    (day) => (left === null || day <= left ? first : day < (next ?? day) ? null : second),
    period,
    write,
  );
}

function writeSessions(
  random: Random,
  role: Role,
  supervisorOn: (day: number) => Role | null,
  { from, to }: Period,
  write: Write,
): void {
  const until = Math.min(role.last ?? to, to);
  for (
    let day = Math.max(role.first, from - 30), number = 1;
    day <= until;
    day += random.between(SESSION - 4, SESSION + 20)
  ) {
    const supervisor = supervisorOn(day);
    if (supervisor === null) continue;
    const start = random.between(9 * 60, 16 * 60);
    write('supervision_sessions', {
      session_id: `${role.id}-session-${number}`,
      role_id: role.id,
      supervisor_role_id: supervisor.id,
      start: momentOf(day, start),
      end: momentOf(day, start + 45),
      topics: random.pick(SUPERVISION_TOPICS),
    });
    number++;
  }
}
