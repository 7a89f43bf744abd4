/** Small random worlds: everything that the daily case rate reads, sound and broken, dense enough to meet. Ids start with `@`. */
import fc from 'fast-check';
import { dayOf, isoOf } from './dates.ts';
import type { Day } from './dates.ts';

export type Element = Readonly<Record<string, unknown>>;

const base = 'https://peerbridge.dev/fhir';

/** One of several values, each with its weight. */
export function pick<T>(...weighted: readonly (readonly [number, T])[]): fc.Arbitrary<T> {
  return fc.oneof(
    ...weighted.map(([weight, value]) => ({
      weight: tenths(weight),
      arbitrary: fc.constant(value),
    })),
  );
}

/** fast-check wants whole numbers. */
const tenths = (weight: number): number => Math.round(10 * weight);

export const reference = (to: string): Element => ({ reference: to });
export const concept = (system: string, code: string): Element => ({
  coding: [{ system: system.includes(':') ? system : `${base}/CodeSystem/${system}`, code }],
});
const extension = (name: string, value: Element): Element => ({ url: `${base}/StructureDefinition/${name}`, ...value });

/** An element of which there may be none. */
export const element = (name: string, value: unknown): Element => (value === undefined ? {} : { [name]: value });

const times = [
  'T14:00:00-05:00',
  'T03:30:00Z',
  'T04:30:00Z',
  'T23:50:00-04:00',
  'T10:00:00',
  'T23:30:00',
  'T00:10:00-05:00',
];

/** A date within days, in each of the precisions of FHIR, or none. */
export function fhirDate(from: Day, to: Day, doubt: number): fc.Arbitrary<string | undefined> {
  const day = fc.integer({ min: from, max: to }).map(isoOf);
  return fc.oneof(
    { weight: tenths(8), arbitrary: day },
    { weight: tenths(8), arbitrary: fc.tuple(day, fc.constantFrom(...times)).map((parts) => parts.join('')) },
    { weight: tenths(doubt), arbitrary: day.map((date) => date.slice(0, 7)) },
    { weight: tenths(doubt / 4), arbitrary: day.map((date) => date.slice(0, 4)) },
    { weight: tenths(doubt / 2), arbitrary: fc.constant(undefined) },
  );
}

const v3 = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode';

const contactMode = pick<Element | undefined>(
  [6, concept('contact-mode', 'in-person')],
  [3, concept('contact-mode', 'phone')],
  [2, concept('contact-mode', 'video')],
  [2, concept('contact-mode', 'text')],
  [2, concept('contact-mode', 'email')],
  [1, concept(v3, 'FACE')],
  [1, concept(v3, 'PHYSICAL')],
  [1, concept(v3, 'PHONE')],
  [1, concept(v3, 'VIDEOCONF')],
  [1, concept(v3, 'SMSWRIT')],
  [1, concept(v3, 'EMAILWRIT')],
  [1, concept(v3, 'FAXWRIT')],
  [1, concept('https://ehr.example/modes', 'in-person')],
  [6, undefined],
);

const contactType = pick<Element | undefined>(
  [6, undefined],
  [2, concept('contact-type', 'ongoing-contact')],
  [2, concept('contact-type', 'initial-meeting')],
  [2, concept('contact-type', 'accompaniment')],
  [2, concept('contact-type', 'appointment-preparation')],
  [0.5, concept('contact-type', 'collateral')],
  [0.5, concept('https://ehr.example/types', 'call-to-provider')],
);

export type Service = 'cps' | 'prc';

/** Mostly the one, sometimes the other, sometimes none. */
export function peerService(main: Service, weightOfNone: number): fc.Arbitrary<Element | undefined> {
  return pick<Element | undefined>(
    [8, concept('peer-service', main)],
    [1, concept('peer-service', main === 'cps' ? 'prc' : 'cps')],
    [weightOfNone, undefined],
    [0.2, { text: 'peer support' }],
  );
}

/** Where a contact ends: as many days after its start, at the same time, in its month, or nowhere. */
const ends = pick<number | 'at-start' | 'in-month' | undefined>(
  [8, undefined],
  [2, 'at-start'],
  [1, 1],
  [1, 4],
  [1, -1],
  [0.5, 'in-month'],
);

function endOf(start: string, end: number | 'at-start' | 'in-month' | undefined): string | undefined {
  if (end === undefined || end === 'at-start') return end === undefined ? end : start;
  if (end === 'in-month') return start.slice(0, 7);
  return start.length < 10 ? undefined : isoOf(dayOf(start.slice(0, 10)) + end);
}

function periodOf(start: string | undefined, end: Parameters<typeof endOf>[1]): Element | undefined {
  if (start !== undefined) return { start, ...element('end', endOf(start, end)) };
  return end === 'in-month' ? { end: '2026-03-17' } : undefined;
}

const organizations = pick<string | undefined>(
  [8, 'Organization/@a'],
  [1, 'Organization/@b'],
  [1, 'https://ehr.example/fhir/Organization/@c'],
  [1, 'Organization/@s'],
  [0.5, 'Organization/@lost'],
  [4, undefined],
);

const worker = pick(
  [4, 'PractitionerRole/@r1'],
  [2, 'PractitionerRole/@r2'],
  [2, 'Practitioner/@w1'],
  [1, 'Practitioner/@w2'],
  [0.5, 'PractitionerRole/@lost'],
  [0.5, 'RelatedPerson/@rp'],
);

const episodeLinks = pick<string[]>(
  [6, []],
  [3, ['@e0']],
  [1, ['@e1']],
  [1, ['@e2']],
  [0.5, ['@e0', '@e1']],
  [0.5, ['@lost']],
);

const encounterStatus = pick(
  [12, 'finished'],
  ...['in-progress', 'arrived', 'onleave', 'unknown', 'planned', 'cancelled', 'entered-in-error'].map(
    (status) => [0.4, status] as const,
  ),
);

/** One that certainly counts, on a certain day. */
export function soundEncounter(main: Service, from: Day, to: Day): fc.Arbitrary<Element> {
  return fc
    .record({ day: fc.integer({ min: from, max: to }), mode: pick([3, 'in-person'], [1, 'phone'], [1, 'video']) })
    .map(({ day, mode }) => ({
      resourceType: 'Encounter',
      status: 'finished',
      extension: [extension('contact-mode', { valueCodeableConcept: concept('contact-mode', mode) })],
      serviceType: concept('peer-service', main),
      subject: reference('Patient/@m'),
      period: { start: isoOf(day) },
      serviceProvider: reference('Organization/@a'),
    }));
}

export function encounter(main: Service, from: Day, to: Day): fc.Arbitrary<Element> {
  const start = fhirDate(from, to, 1);
  return fc
    .record({
      status: encounterStatus,
      mode: contactMode,
      engaged: pick<boolean | undefined>([5, undefined], [2, true], [2, false]),
      class: pick<string | undefined>(
        [6, 'AMB'],
        [3, 'VR'],
        ...['HH', 'FLD', 'EMER', 'IMP', 'ACUTE'].map((code) => [0.5, code] as const),
        [1, undefined],
      ),
      type: contactType,
      service: peerService(main, 3),
      episodes: episodeLinks,
      basedOn: pick<string[]>([5, []], [1, ['@ref0']], [0.5, ['@lost']]),
      workers: fc.array(worker, { maxLength: 2 }),
      start,
      ends,
      provider: organizations,
      subject: pick([40, 'Patient/@m'], [1, 'Group/@g']),
    })
    .map((its) => ({
      resourceType: 'Encounter',
      status: its.status,
      extension: [
        ...(its.mode === undefined ? [] : [extension('contact-mode', { valueCodeableConcept: its.mode })]),
        ...(its.engaged === undefined ? [] : [extension('member-engaged', { valueBoolean: its.engaged })]),
      ],
      ...element('class', its.class === undefined ? undefined : { code: its.class }),
      ...element('type', its.type === undefined ? undefined : [its.type]),
      ...element('serviceType', its.service),
      subject: reference(its.subject),
      episodeOfCare: its.episodes.map((id) => reference(`EpisodeOfCare/${id}`)),
      basedOn: its.basedOn.map((id) => reference(`ServiceRequest/${id}`)),
      participant: its.workers.map((individual) => ({ individual: reference(individual) })),
      ...element('period', periodOf(its.start, its.ends)),
      ...element('serviceProvider', its.provider === undefined ? undefined : reference(its.provider)),
    }));
}

export function communication(main: Service, from: Day, to: Day): fc.Arbitrary<Element> {
  return fc
    .record({
      status: pick([12, 'completed'], [1, 'in-progress'], [0.5, 'unknown'], [1, 'not-done'], [0.5, 'entered-in-error']),
      medium: pick<Element | undefined>(
        [6, concept('contact-mode', 'text')],
        [3, concept('contact-mode', 'email')],
        [1, concept(v3, 'SMSWRIT')],
        [1, concept('contact-mode', 'phone')],
        [1, undefined],
      ),
      topic: peerService(main, 3),
      sender: fc.oneof(
        { weight: 5, arbitrary: fc.constant<string | undefined>('Patient/@m') },
        { weight: 4, arbitrary: worker },
        { weight: 1, arbitrary: organizations },
      ),
      toWorker: worker,
      to: pick<readonly ('member' | 'worker' | 'organization')[]>(
        [4, ['member']],
        [1, []],
        [4, ['worker']],
        [1, ['organization']],
        [1, ['member', 'worker']],
      ),
      basedOn: pick<string[]>([8, []], [1, ['@ref0']]),
      sent: fhirDate(from, to, 1),
      received: pick([6, false], [1, true]),
      answers: pick<string[]>([6, []], [2, ['@t0']], [2, ['@t1']], [1, ['@t2']], [0.5, ['@lost']]),
    })
    .map((its) => ({
      resourceType: 'Communication',
      status: its.status,
      ...element('medium', its.medium === undefined ? undefined : [its.medium]),
      ...element('topic', its.topic),
      subject: reference('Patient/@m'),
      ...element('sender', its.sender === undefined ? undefined : reference(its.sender)),
      recipient: its.to
        .map((to) => ({ member: 'Patient/@m', worker: its.toWorker, organization: 'Organization/@a' })[to])
        .map(reference),
      basedOn: its.basedOn.map((id) => reference(`ServiceRequest/${id}`)),
      ...element(its.received ? 'received' : 'sent', its.sent),
      inResponseTo: its.answers.map((id) => reference(`Communication/${id}`)),
    }));
}
