import { describe, expect, it } from 'vitest';
import { B, PLAIN, UNKNOWN_ELEMENT, expectShape, ours } from '../../../test/mapped-shape.ts';
import type { Link } from './linked.ts';
import { resourceOf } from './table.ts';

const member: Link = { kind: 'member', key: 'm-1' };
const cbhc: Link = { kind: 'organization', key: 'cbhc-1' };
const cps: Link = { kind: 'role', key: 'cps-1' };
const subject = { reference: 'Patient/m-1' };
const actCode = (code: string): object => ({ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code });
const unknownClass = { system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' };
const type = [{ coding: [unknownClass] }];
const SOCIAL_SERVICE = { coding: [{ system: 'http://snomed.info/sct', code: '410606002' }] };
const TO_PEER_SUPPORT = { system: 'http://snomed.info/sct', code: '461481000124109' };

describe('a referral', () => {
  it('becomes a ServiceRequest', () => {
    expectShape(
      {
        kind: 'referral',
        row: {
          id: 'ref-1',
          member,
          service: 'cps',
          authored: '2026-03-02T09:00:00-05:00',
          requester: { kind: 'role', key: 'pcp-1' },
          performer: cbhc,
          reason: 'Lives alone',
        },
      },
      {
        resourceType: 'ServiceRequest',
        id: 'ref-1',
        status: 'active',
        intent: 'order',
        category: [SOCIAL_SERVICE],
        code: { coding: [{ system: `${B}/CodeSystem/peer-service`, code: 'cps' }, TO_PEER_SUPPORT] },
        subject,
        authoredOn: '2026-03-02T09:00:00-05:00',
        requester: { reference: 'PractitionerRole/pcp-1' },
        performer: [{ reference: 'Organization/cbhc-1' }],
        reasonCode: [{ text: 'Lives alone' }],
      },
    );
  });

  it('by the member, of no service that the source names', () => {
    expectShape(
      { kind: 'referral', row: { id: 'ref-1', member, status: 'revoked', requester: member } },
      {
        resourceType: 'ServiceRequest',
        id: 'ref-1',
        status: 'revoked',
        intent: 'order',
        category: [SOCIAL_SERVICE],
        code: { coding: [TO_PEER_SUPPORT] },
        subject,
        requester: subject,
      },
    );
  });
});

describe('an episode', () => {
  it('becomes an EpisodeOfCare', () => {
    expectShape(
      {
        kind: 'episode',
        row: {
          id: 'ep-1',
          member,
          service: 'cps',
          provider: cbhc,
          start: '2026-03-02',
          referrals: [{ kind: 'referral', key: 'ref-1' }],
          careManager: cps,
        },
      },
      {
        resourceType: 'EpisodeOfCare',
        id: 'ep-1',
        status: 'active',
        type: [ours('peer-service', 'cps')],
        patient: subject,
        managingOrganization: { reference: 'Organization/cbhc-1' },
        period: { start: '2026-03-02' },
        referralRequest: [{ reference: 'ServiceRequest/ref-1' }],
        careManager: { reference: 'PractitionerRole/cps-1' },
      },
    );
  });

  it.each([
    [{ end: '2026-04-01' }, { status: 'finished', period: { end: '2026-04-01' } }],
    [
      { end: '2026-04-01', status: 'active' },
      { status: 'active', period: { end: '2026-04-01' } },
    ],
    [{ status: 'cancelled' }, { status: 'cancelled' }],
    [{ referrals: [] }, { status: 'active' }],
  ])('with %j', (row, expected) => {
    expectShape(
      { kind: 'episode', row: { id: 'ep-1', member, ...row } },
      { resourceType: 'EpisodeOfCare', id: 'ep-1', patient: subject, ...expected },
    );
  });
});

describe('a contact', () => {
  const row = {
    id: 'c-1',
    member,
    service: 'cps',
    provider: cbhc,
    episode: { kind: 'episode', key: 'ep-1' },
    referral: { kind: 'referral', key: 'ref-1' },
    workers: [cps, { kind: 'worker', key: 'w-2' }],
    mode: 'phone',
    engaged: true,
    types: ['ongoing-contact', 'appointment-preparation'],
    start: '2026-03-04T14:00:00-05:00',
    end: '2026-03-04T14:20:00-05:00',
    goals: [{ kind: 'goal', key: 'g-1' }],
  } as const;
  const encounter = {
    resourceType: 'Encounter',
    id: 'c-1',
    status: 'finished',
    extension: [
      { url: `${B}/StructureDefinition/contact-mode`, valueCodeableConcept: ours('contact-mode', 'phone') },
      { url: `${B}/StructureDefinition/member-engaged`, valueBoolean: true },
      {
        url: 'http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal',
        valueReference: { reference: 'Goal/g-1' },
      },
    ],
    class: actCode('VR'),
    type: [ours('contact-type', 'ongoing-contact'), ours('contact-type', 'appointment-preparation')],
    serviceType: ours('peer-service', 'cps'),
    subject,
    episodeOfCare: [{ reference: 'EpisodeOfCare/ep-1' }],
    basedOn: [{ reference: 'ServiceRequest/ref-1' }],
    participant: [
      { individual: { reference: 'PractitionerRole/cps-1' } },
      { individual: { reference: 'Practitioner/w-2' } },
    ],
    period: { start: '2026-03-04T14:00:00-05:00', end: '2026-03-04T14:20:00-05:00' },
    serviceProvider: { reference: 'Organization/cbhc-1' },
  };

  it('becomes an Encounter', () => {
    expectShape({ kind: 'contact', row }, encounter);
  });

  it('is written with the same bytes whatever the order of its fields', () => {
    const turned = Object.fromEntries(Object.entries(row).reverse());
    const again = resourceOf({ kind: 'contact', row: { ...turned, id: row.id, member: row.member } }, PLAIN);
    expect(JSON.stringify(again)).toBe(JSON.stringify(resourceOf({ kind: 'contact', row }, PLAIN)));
  });

  it('of which only the key and the member are known', () => {
    expectShape(
      { kind: 'contact', row: { id: 'c-1', member, workers: [], types: [], goals: [] } },
      { resourceType: 'Encounter', id: 'c-1', status: 'finished', class: unknownClass, type, subject },
    );
  });

  it.each([
    ['in-person', 'AMB'],
    ['phone', 'VR'],
    ['video', 'VR'],
    ['text', 'VR'],
    ['email', 'VR'],
  ])('of mode %s has class %s', (mode, code) => {
    const extension = [
      { url: `${B}/StructureDefinition/contact-mode`, valueCodeableConcept: ours('contact-mode', mode) },
    ];
    expectShape(
      { kind: 'contact', row: { id: 'c-1', member, mode } },
      { resourceType: 'Encounter', id: 'c-1', status: 'finished', extension, class: actCode(code), type, subject },
    );
  });

  it('has the class that its row says', () => {
    const extension = [
      { url: `${B}/StructureDefinition/contact-mode`, valueCodeableConcept: ours('contact-mode', 'in-person') },
    ];
    expectShape(
      { kind: 'contact', row: { id: 'c-1', member, mode: 'in-person', class: 'HH', status: 'in-progress' } },
      { resourceType: 'Encounter', id: 'c-1', status: 'in-progress', extension, class: actCode('HH'), type, subject },
    );
    expectShape(
      { kind: 'contact', row: { id: 'c-1', member, class: 'VR' } },
      { resourceType: 'Encounter', id: 'c-1', status: 'finished', class: actCode('VR'), type, subject },
    );
  });

  it('in which the member took no part says so', () => {
    expectShape(
      { kind: 'contact', row: { id: 'c-1', member, engaged: false } },
      {
        resourceType: 'Encounter',
        id: 'c-1',
        status: 'finished',
        extension: [{ url: `${B}/StructureDefinition/member-engaged`, valueBoolean: false }],
        class: unknownClass,
        type,
        subject,
      },
    );
  });
});

describe('a session of supervision', () => {
  it('becomes an Encounter without Patient', () => {
    expectShape(
      {
        kind: 'supervisionSession',
        row: {
          id: 'sv-1',
          role: { kind: 'role', key: 'prc-1' },
          supervisor: { kind: 'role', key: 'sup-1' },
          start: '2026-03-03',
          topics: ['role-clarity', 'self-care-and-grief'],
        },
      },
      {
        resourceType: 'Encounter',
        id: 'sv-1',
        status: 'finished',
        class: actCode('AMB'),
        type: [ours('contact-type', 'supervision')],
        participant: [
          { individual: { reference: 'PractitionerRole/prc-1' } },
          { individual: { reference: 'PractitionerRole/sup-1' } },
        ],
        period: { start: '2026-03-03' },
        reasonCode: [ours('supervision-topic', 'role-clarity'), ours('supervision-topic', 'self-care-and-grief')],
      },
    );
  });

  it('whose supervisor and date nobody wrote down', () => {
    expectShape(
      { kind: 'supervisionSession', row: { id: 'sv-1', role: { kind: 'role', key: 'prc-1' } } },
      {
        resourceType: 'Encounter',
        id: 'sv-1',
        status: 'finished',
        class: actCode('AMB'),
        type: [ours('contact-type', 'supervision')],
        participant: [{ individual: { reference: 'PractitionerRole/prc-1' } }],
      },
    );
  });
});

describe('a message', () => {
  it('becomes a Communication', () => {
    expectShape(
      {
        kind: 'message',
        row: {
          id: 'msg-1',
          member,
          service: 'cps',
          medium: 'text',
          sender: member,
          recipients: [cps],
          sent: '2026-03-05T18:02:00-05:00',
          received: '2026-03-05T18:02:05-05:00',
          inResponseTo: [{ kind: 'message', key: 'msg-0' }],
        },
      },
      {
        resourceType: 'Communication',
        id: 'msg-1',
        inResponseTo: [{ reference: 'Communication/msg-0' }],
        status: 'completed',
        medium: [ours('contact-mode', 'text')],
        subject,
        topic: ours('peer-service', 'cps'),
        sent: '2026-03-05T18:02:00-05:00',
        received: '2026-03-05T18:02:05-05:00',
        recipient: [{ reference: 'PractitionerRole/cps-1' }],
        sender: subject,
      },
    );
  });

  it('of which only the key and the member are known', () => {
    expectShape(
      { kind: 'message', row: { id: 'msg-1', member, status: 'not-done', recipients: [], inResponseTo: [] } },
      { resourceType: 'Communication', id: 'msg-1', status: 'not-done', subject },
    );
  });
});

describe('collateral work', () => {
  it('becomes a Procedure', () => {
    expectShape(
      {
        kind: 'collateral',
        row: {
          id: 'col-1',
          member,
          worker: cps,
          code: 'call-to-provider',
          start: '2026-03-05T14:00:00-05:00',
          end: '2026-03-05T14:25:00-05:00',
        },
      },
      {
        resourceType: 'Procedure',
        id: 'col-1',
        status: 'completed',
        category: ours('peer-activity', 'collateral'),
        code: ours('peer-activity', 'call-to-provider'),
        subject,
        performedPeriod: { start: '2026-03-05T14:00:00-05:00', end: '2026-03-05T14:25:00-05:00' },
        performer: [{ actor: { reference: 'PractitionerRole/cps-1' } }],
      },
    );
  });

  it('that nobody named is collateral', () => {
    expectShape(
      { kind: 'collateral', row: { id: 'col-1', member } },
      {
        resourceType: 'Procedure',
        id: 'col-1',
        status: 'completed',
        category: ours('peer-activity', 'collateral'),
        code: ours('peer-activity', 'collateral'),
        subject,
        performedPeriod: UNKNOWN_ELEMENT,
      },
    );
  });

  it('with the member present is not collateral', () => {
    expectShape(
      { kind: 'collateral', row: { id: 'col-1', member, code: 'transportation-assist' } },
      {
        resourceType: 'Procedure',
        id: 'col-1',
        status: 'completed',
        code: ours('peer-activity', 'transportation-assist'),
        subject,
        performedPeriod: UNKNOWN_ELEMENT,
      },
    );
  });
});
