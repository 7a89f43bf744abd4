import type { Career, Held } from '../career.ts';
import type { Service } from '../codes.ts';
import type { Role } from '../staff.ts';
import type { Caseload } from './caseload.ts';
import { allOf, always, during, edgesOf, isOn, isPast } from './verdict.ts';
import type { Course, Verdict } from './verdict.ts';

/** What else is known where a worker works. */
export interface Surroundings {
  /** Worker in a role → what they hold. */
  readonly heldBy: (role: Role) => readonly Held[];
  readonly caseload: Caseload;
}

/** A clause about workers of a service, day by day. */
export interface WorkerClause {
  readonly clause: string;
  readonly service: Service;
  readonly course: (career: Career, surroundings: Surroundings) => Course;
}

/** Worked out from what a worker holds from when to when, and who supervises them: by the texts' own words, not by the rules. */
export const WORKER_CLAUSES: readonly WorkerClause[] = [
  { clause: 'CPS-ST-2', service: 'cps', course: holding('cps-training') },
  {
    clause: 'CPS-ST-3',
    service: 'cps',
    course: supervisedBy('independent-clinical-licence', 'certified-peer-supervisor'),
  },
  { clause: 'CPS-ST-4', service: 'cps', course: certifiedSpecialist },
  { clause: 'CPS-PR-2e', service: 'cps', course: certifiedSpecialist },
  {
    clause: 'CPS-PR-2a',
    service: 'cps',
    course: (career) => allOf(attested('lived-experience-attestation')(career), certifiedSpecialist(career)),
  },
  { clause: 'PRC-OV-1a', service: 'prc', course: attested('recovery-two-years-attestation') },
  { clause: 'PRC-OV-1b', service: 'prc', course: attested('lived-experience-attestation') },
  { clause: 'PRC-OV-1c', service: 'prc', course: holding('recovery-coach-training') },
  // the EHR keeps no such licence, and none is demanded
  { clause: 'PRC-OV-4a', service: 'prc', course: () => always('not-applicable') },
  { clause: 'PRC-OV-4b', service: 'prc', course: supervisedBy('recovery-coach-supervisor-training') },
  { clause: 'PRC-ST-2', service: 'prc', course: holding('high-school-diploma', 'ged', 'education-exception') },
  { clause: 'PRC-ST-3', service: 'prc', course: holding('recovery-coach-training') },
  { clause: 'PRC-ST-4', service: 'prc', course: supervisedBy('recovery-coach-supervisor-training') },
  { clause: 'PRC-ST-5', service: 'prc', course: certifiedCoach },
  { clause: 'PRC-ST-5a-i', service: 'prc', course: trainedForCertificate },
  { clause: 'PRC-ST-5a-ii', service: 'prc', course: onTheWayToCertificate },
  { clause: 'PRC-PV-a', service: 'prc', course: fitForCaseload('perinatal-lived-experience') },
  { clause: 'PRC-PV-b', service: 'prc', course: fitForCaseload('perinatal-coaching-training') },
];

/** What is asked of each coach, and of the provider for all of them. */
const ASKED_OF_COACHES: readonly string[] = ['PRC-ST-2', 'PRC-ST-3', 'PRC-ST-4', 'PRC-ST-5'];

/** All that is asked of coaches, on the days on which they are there. */
export function allCoachesQualified(careers: readonly Career[], surroundings: Surroundings): Course {
  const asked = WORKER_CLAUSES.filter(({ clause }) => ASKED_OF_COACHES.includes(clause));
  const coaches = careers.filter(({ role }) => role.kind === 'prc');
  return allOf(
    ...coaches.flatMap((career) => asked.map(({ course }) => during(career.role, course(career, surroundings)))),
  );
}

export function heldIn(careers: readonly Career[]): Surroundings['heldBy'] {
  const held = new Map(careers.map((career) => [career.role, career.held]));
  return (role) => held.get(role) ?? [];
}

/** Asked while the coach serves somebody who is pregnant or had a child within the year; open where that is, unless it is held. */
function fitForCaseload(code: string): WorkerClause['course'] {
  return ({ role, held }, { caseload }) => {
    const records = held.filter((one) => one.code === code);
    const on = (day: number): Verdict => {
      const serves = caseload.on(role, day);
      if (serves === 'nobody') return 'not-applicable';
      const holds = holdsOn(records, day);
      return serves === 'somebody' || holds === 'satisfied' ? holds : 'insufficient-data';
    };
    return { on, changes: caseload.changes() };
  };
}

/** Holds one of these on the day; where the record says that it ended, or that it is not so, not. */
function holding(...codes: readonly string[]): WorkerClause['course'] {
  return ({ held }) => {
    const records = held.filter(({ code }) => codes.includes(code));
    return { on: (day) => holdsOn(records, day), changes: edgesOf(records) };
  };
}

function holdsOn(records: readonly Held[], day: number): Verdict {
  if (records.some((one) => one.attested !== false && isOn(one, day))) return 'satisfied';
  const isDenied = records.some((one) => one.attested === false && one.first <= day);
  return isDenied || records.some((one) => isPast(one, day)) ? 'not-satisfied' : 'insufficient-data';
}

/** Somebody said so, and it is known who; where somebody said that it is not so, not. */
function attested(code: string): (career: Career) => Course {
  return ({ held }) => {
    const records = held.filter((one) => one.code === code);
    const said = records.filter((one) => one.attested === true && one.issuer !== null);
    const denied = records.filter((one) => one.attested === false);
    const on = (day: number): Verdict => {
      if (said.some((one) => isOn(one, day))) return 'satisfied';
      return denied.some((one) => isOn(one, day)) ? 'not-satisfied' : 'insufficient-data';
    };
    return { on, changes: edgesOf(records) };
  };
}

/** A supervisor on the day who holds one of these on that day; of whom nothing is recorded, nothing is known. */
function supervisedBy(...codes: readonly string[]): WorkerClause['course'] {
  return ({ supervisions }, { heldBy }) => {
    const on = (day: number): Verdict => {
      const papers = supervisions.filter((one) => isOn(one, day)).map(({ supervisor }) => heldBy(supervisor));
      if (papers.length === 0) return 'insufficient-data';
      if (papers.some((held) => held.some((one) => codes.includes(one.code) && isOn(one, day)))) return 'satisfied';
      return papers.some((held) => held.length === 0) ? 'insufficient-data' : 'not-satisfied';
    };
    const papers = supervisions.flatMap(({ supervisor }) => heldBy(supervisor));
    return { on, changes: edgesOf([...supervisions, ...papers]) };
  };
}

/** Certified, or on the way to it with the training done. */
function certifiedSpecialist({ held }: Career): Course {
  const [papers, ways, trainings] = ['cps-certification', 'cps-credential-in-progress', 'cps-training'].map((code) =>
    held.filter((one) => one.code === code),
  );
  const on = (day: number): Verdict => {
    if (papers?.some((one) => isOn(one, day)) === true) return 'satisfied';
    if (ways?.some((one) => isOn(one, day)) === true)
      return trainings?.some((one) => one.attested !== false && isOn(one, day)) === true
        ? 'satisfied'
        : 'insufficient-data';
    return [...(papers ?? []), ...(ways ?? [])].some((one) => isPast(one, day)) ? 'not-satisfied' : 'insufficient-data';
  };
  return { on, changes: edgesOf(held) };
}

/** Certified, or on the way to it with both trainings done. */
function certifiedCoach(career: Career): Course {
  const papers = career.held.filter(({ code }) => code === 'carc');
  const ways = career.held.filter(({ code }) => code === 'carc-in-progress');
  const trained = trainedForCertificate(career);
  const on = (day: number): Verdict => {
    if (papers.some((one) => isOn(one, day))) return 'satisfied';
    if (ways.some((one) => isOn(one, day))) return trained.on(day);
    return [...papers, ...ways].some((one) => isPast(one, day)) ? 'not-satisfied' : 'insufficient-data';
  };
  return { on, changes: edgesOf(career.held) };
}

/** Both trainings; who is certified needs none. Where one is there, or is known not to be, the other one's lack counts. */
function trainedForCertificate({ held }: Career): Course {
  const both = ['recovery-coach-academy', 'ethical-considerations'];
  const records = held.filter(({ code }) => both.includes(code));
  const on = (day: number): Verdict => {
    if (held.some((one) => one.code === 'carc' && isOn(one, day))) return 'not-applicable';
    const done = records.filter((one) => one.attested !== false && isOn(one, day));
    if (done.length === both.length) return 'satisfied';
    const isDenied = records.some((one) => one.attested === false && isOn(one, day));
    return done.length > 0 || isDenied ? 'not-satisfied' : 'insufficient-data';
  };
  return { on, changes: edgesOf(held) };
}

/** On the way on the day; who is certified need not be. */
function onTheWayToCertificate({ held }: Career): Course {
  const ways = held.filter(({ code }) => code === 'carc-in-progress');
  const on = (day: number): Verdict => {
    if (held.some((one) => one.code === 'carc' && isOn(one, day))) return 'not-applicable';
    if (ways.some((one) => isOn(one, day))) return 'satisfied';
    return ways.some((one) => isPast(one, day)) ? 'not-satisfied' : 'insufficient-data';
  };
  return { on, changes: edgesOf(held) };
}
