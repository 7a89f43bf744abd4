import { dateOf, momentOf } from './calendar.ts';
import type { Career, Held } from './career.ts';
import { NO_CELL, ROLE_CODE, YES_CELL } from './codes.ts';
import type { Write } from './extracts.ts';
import { listed } from './extracts.ts';
import { FAMILIES, GIVENS } from './names.ts';
import type { Random } from './random.ts';
import { npi } from './shared-organizations.ts';
import type { Role } from './staff.ts';

const SESSION_MINUTES = 45;

/** Rows of workers: who they are, what they hold, who supervises them. */
export function writeCareers(random: Random, careers: readonly Career[], write: Write): void {
  for (const career of careers) {
    writeWorker(random, career.role, write);
    for (const held of career.held) writeHeld(random, career.role, held, write);
    writeSupervision(career, write);
  }
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
    active: last === null ? YES_CELL : NO_CELL,
  });
}

function writeHeld(random: Random, { worker }: Role, held: Held, write: Write): void {
  const { code, number, first, last, issuer, attested } = held;
  write('qualifications', {
    qualification_id: `${worker}-${code}-${number}`,
    worker_id: worker,
    code,
    number: attested === null ? `Q${random.between(10_000, 99_999)}` : '',
    start: dateOf(first),
    end: last === null ? '' : dateOf(last),
    issuer: issuer ?? '',
    attested: attested === null ? '' : attested ? YES_CELL : NO_CELL,
  });
}

function writeSupervision({ role, supervisions, sessions }: Career, write: Write): void {
  for (const [index, { supervisor, first, last, topics }] of supervisions.entries())
    write('supervisions', {
      supervision_id: `${role.id}-supervision-${index + 1}`,
      role_id: role.id,
      supervisor_role_id: supervisor.id,
      start: dateOf(first),
      end: last === null ? '' : dateOf(last),
      topics: listed(topics),
    });
  for (const [index, { supervisor, day, minute, topic }] of sessions.entries())
    write('supervision_sessions', {
      session_id: `${role.id}-session-${index + 1}`,
      role_id: role.id,
      supervisor_role_id: supervisor.id,
      start: momentOf(day, minute),
      end: momentOf(day, minute + SESSION_MINUTES),
      topics: topic,
    });
}
