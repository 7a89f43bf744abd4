import { describe, expect, it } from 'vitest';
import { B, UNKNOWN_ELEMENT, expectShape, ours } from '../../../test/mapped-shape.ts';
import type { Link } from './linked.ts';

const member: Link = { kind: 'member', key: 'm-1' };
const cbhc: Link = { kind: 'organization', key: 'cbhc-1' };
const payer: Link = { kind: 'organization', key: 'payer-1' };
const prc: Link = { kind: 'role', key: 'prc-1' };
const subject = { reference: 'Patient/m-1' };
const UNKNOWN = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }],
};
const snomed = (code: string): object => ({ coding: [{ system: 'http://snomed.info/sct', code }] });
const loinc = (code: string): object => ({ coding: [{ system: 'http://loinc.org', code }] });

describe('a goal', () => {
  it("becomes a Goal, the member's own where they said it", () => {
    expectShape(
      {
        kind: 'goal',
        row: {
          id: 'g-1',
          member,
          description: 'See my sister',
          status: 'completed',
          start: '2026-03-04',
          byMember: true,
        },
      },
      {
        resourceType: 'Goal',
        id: 'g-1',
        lifecycleStatus: 'completed',
        description: { text: 'See my sister' },
        subject,
        startDate: '2026-03-04',
        expressedBy: subject,
      },
    );
  });

  it('that nobody described', () => {
    expectShape(
      { kind: 'goal', row: { id: 'g-1', member, byMember: false } },
      {
        resourceType: 'Goal',
        id: 'g-1',
        lifecycleStatus: 'active',
        description: { ...UNKNOWN, text: 'Not described' },
        subject,
      },
    );
  });
});

describe('a plan', () => {
  const assessPlan = {
    coding: [{ system: 'http://hl7.org/fhir/us/core/CodeSystem/careplan-category', code: 'assess-plan' }],
  };
  const activity = (code: string, status: string): object => ({ detail: { code: ours('plan-domain', code), status } });

  it('becomes a CarePlan', () => {
    expectShape(
      {
        kind: 'plan',
        row: {
          id: 'posc-1',
          member,
          category: 'plan-of-safe-care',
          created: '2026-03-10',
          start: '2026-03-10',
          author: member,
          contributors: [prc],
          goals: [{ kind: 'goal', key: 'g-1' }],
          domains: ['lactation-support'],
          identified: ['childcare'],
        },
      },
      {
        resourceType: 'CarePlan',
        id: 'posc-1',
        extension: [
          { url: `${B}/StructureDefinition/identified-domain`, valueCodeableConcept: ours('plan-domain', 'childcare') },
        ],
        status: 'active',
        intent: 'plan',
        category: [assessPlan, ours('plan-category', 'plan-of-safe-care')],
        subject,
        period: { start: '2026-03-10' },
        created: '2026-03-10',
        author: subject,
        contributor: [{ reference: 'PractitionerRole/prc-1' }],
        goal: [{ reference: 'Goal/g-1' }],
        activity: [activity('lactation-support', 'in-progress')],
      },
    );
  });

  it('that is over does not say how far its activities came', () => {
    expectShape(
      { kind: 'plan', row: { id: 'p-1', member, status: 'completed', domains: ['housing'] } },
      {
        resourceType: 'CarePlan',
        id: 'p-1',
        status: 'completed',
        intent: 'plan',
        category: [assessPlan],
        subject,
        activity: [activity('housing', 'unknown')],
      },
    );
  });

  it('with empty lists', () => {
    expectShape(
      { kind: 'plan', row: { id: 'p-1', member, contributors: [], goals: [], domains: [], identified: [] } },
      { resourceType: 'CarePlan', id: 'p-1', status: 'active', intent: 'plan', category: [assessPlan], subject },
    );
  });
});

describe('a consent', () => {
  const scope = {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  };
  const policyRule = { text: "The member's own decision, as the provider's record holds it" };

  it('becomes a Consent that permits', () => {
    expectShape(
      {
        kind: 'consent',
        row: { id: 'pc-1', member, category: 'plan-copy', permit: true, date: '2026-03-10', start: '2026-03-10' },
      },
      {
        resourceType: 'Consent',
        id: 'pc-1',
        status: 'active',
        scope,
        category: [ours('consent-category', 'plan-copy')],
        patient: subject,
        dateTime: '2026-03-10',
        policyRule,
        provision: { type: 'permit', period: { start: '2026-03-10' } },
      },
    );
  });

  it('or denies, to someone', () => {
    expectShape(
      { kind: 'consent', row: { id: 'pc-1', member, category: 'plan-copy', permit: false, recipient: payer } },
      {
        resourceType: 'Consent',
        id: 'pc-1',
        status: 'active',
        scope,
        category: [ours('consent-category', 'plan-copy')],
        patient: subject,
        policyRule,
        provision: {
          type: 'deny',
          actor: [
            {
              role: {
                coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
              },
              reference: { reference: 'Organization/payer-1' },
            },
          ],
        },
      },
    );
  });

  it('that says no more than that there is one', () => {
    expectShape(
      { kind: 'consent', row: { id: 'pc-1', member, status: 'inactive' } },
      {
        resourceType: 'Consent',
        id: 'pc-1',
        status: 'inactive',
        scope,
        category: [loinc('59284-0')],
        patient: subject,
        policyRule,
      },
    );
  });
});

const SOCIAL_HISTORY = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'social-history' }],
};

describe('a perinatal fact', () => {
  const local = (code: string): unknown => ours('perinatal', code);
  const nullFlavor = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor', code: 'UNK' }] };

  it.each([
    ['status', 'pregnant', loinc('82810-3'), { valueCodeableConcept: snomed('77386006') }],
    ['status', 'not-pregnant', loinc('82810-3'), { valueCodeableConcept: snomed('60001007') }],
    ['status', 'possible', loinc('82810-3'), { valueCodeableConcept: snomed('146799005') }],
    ['status', 'unknown', loinc('82810-3'), { valueCodeableConcept: nullFlavor }],
    ['status', 'third trimester', loinc('82810-3'), { valueCodeableConcept: { text: 'third trimester' } }],
    ['outcome', 'live birth', loinc('63893-2'), { valueCodeableConcept: { text: 'live birth' } }],
    ['edd', '2026-08-20', loinc('11778-8'), { valueDateTime: '2026-08-20' }],
    ['edd', '2026-08', loinc('11778-8'), { valueDateTime: '2026-08' }],
    ['edd', 'late summer', loinc('11778-8'), { valueCodeableConcept: { text: 'late summer' } }],
    ['parenting', 'true', local('parenting'), { valueBoolean: true }],
    ['parenting', 'N', local('parenting'), { valueBoolean: false }],
    ['dcf-case-open', 'false', local('dcf-case-open'), { valueBoolean: false }],
    ['dcf-case-open', 'Yes', local('dcf-case-open'), { valueBoolean: true }],
    ['dcf-case-open', 'closing', local('dcf-case-open'), { valueCodeableConcept: { text: 'closing' } }],
  ])('%s, %s', (fact, value, code, expected) => {
    expectShape(
      { kind: 'perinatal', row: { id: 'pn-1', member, fact, value, date: '2026-01-15' } },
      {
        resourceType: 'Observation',
        id: 'pn-1',
        status: 'final',
        category: [SOCIAL_HISTORY],
        code,
        subject,
        effectiveDateTime: '2026-01-15',
        ...expected,
      },
    );
  });

  it('without value or date', () => {
    expectShape(
      { kind: 'perinatal', row: { id: 'pn-1', member, fact: 'status' } },
      {
        resourceType: 'Observation',
        id: 'pn-1',
        status: 'final',
        category: [SOCIAL_HISTORY],
        code: loinc('82810-3'),
        subject,
        _effectiveDateTime: UNKNOWN_ELEMENT,
        valueCodeableConcept: nullFlavor,
      },
    );
    expectShape(
      { kind: 'perinatal', row: { id: 'pn-1', member, fact: 'parenting' } },
      {
        resourceType: 'Observation',
        id: 'pn-1',
        status: 'final',
        category: [SOCIAL_HISTORY],
        code: local('parenting'),
        subject,
        _effectiveDateTime: UNKNOWN_ELEMENT,
        dataAbsentReason: UNKNOWN,
      },
    );
  });

  it('that is none is not written', () => {
    const write = (): void => {
      expectShape({ kind: 'perinatal', row: { id: 'pn-1', member, fact: 'weight' } }, {});
    };
    expect(write).toThrow("a row's code is none of perinatal-fact: status, outcome, edd, parenting, dcf-case-open");
  });
});

describe('a stage of change', () => {
  const stage = {
    resourceType: 'Observation',
    id: 'soc-1',
    status: 'final',
    category: [SOCIAL_HISTORY],
    code: snomed('134408007'),
    subject,
    valueCodeableConcept: ours('stage-of-change', 'preparation'),
  };

  it('becomes an Observation', () => {
    expectShape(
      {
        kind: 'stage',
        row: {
          id: 'soc-1',
          member,
          contact: { kind: 'contact', key: 'c-1' },
          stage: 'preparation',
          date: '2026-03-04',
        },
      },
      { ...stage, encounter: { reference: 'Encounter/c-1' }, effectiveDateTime: '2026-03-04' },
    );
  });

  it('outside of a contact, undated', () => {
    expectShape(
      { kind: 'stage', row: { id: 'soc-1', member, stage: 'preparation' } },
      { ...stage, _effectiveDateTime: UNKNOWN_ELEMENT },
    );
  });
});

describe('a survey', () => {
  it('becomes a QuestionnaireResponse', () => {
    expectShape(
      {
        kind: 'survey',
        row: { id: 'sat-1', member, questionnaire: 'member-satisfaction', authored: '2026-03-31' },
      },
      {
        resourceType: 'QuestionnaireResponse',
        id: 'sat-1',
        questionnaire: `${B}/Questionnaire/member-satisfaction`,
        status: 'completed',
        subject,
        authored: '2026-03-31',
      },
    );
  });

  it('of somebody else, by nobody that the source names', () => {
    const questionnaire = 'https://example.org/Questionnaire/phq-9';
    expectShape(
      { kind: 'survey', row: { id: 'sat-1', questionnaire, status: 'amended' } },
      { resourceType: 'QuestionnaireResponse', id: 'sat-1', questionnaire, status: 'amended' },
    );
  });

  it('whose name is no part of a URL as it stands', () => {
    expectShape(
      { kind: 'survey', row: { id: 'sat-1', questionnaire: 'Member satisfaction' } },
      {
        resourceType: 'QuestionnaireResponse',
        id: 'sat-1',
        questionnaire: `${B}/Questionnaire/Member%20satisfaction`,
        status: 'completed',
      },
    );
  });
});

describe('a document', () => {
  const type = ours('document-type', 'quality-management-plan');

  it('becomes a DocumentReference', () => {
    expectShape(
      {
        kind: 'document',
        row: {
          id: 'qmp-1',
          organization: cbhc,
          type: 'quality-management-plan',
          title: 'Quality 2026',
          date: '2026-01-01T00:00:00Z',
          start: '2026-01-01',
          end: '2026-12-31',
        },
      },
      {
        resourceType: 'DocumentReference',
        id: 'qmp-1',
        status: 'current',
        type,
        date: '2026-01-01T00:00:00Z',
        custodian: { reference: 'Organization/cbhc-1' },
        content: [{ attachment: { title: 'Quality 2026' } }],
        context: { period: { start: '2026-01-01', end: '2026-12-31' } },
      },
    );
  });

  it.each([
    ['2026-01-01', { date: '2026-01-01T12:00:00Z' }],
    ['2026-01', {}],
  ])('of %s, no instant', (date, expected) => {
    expectShape(
      { kind: 'document', row: { id: 'qmp-1', type: 'quality-management-plan', date } },
      {
        resourceType: 'DocumentReference',
        id: 'qmp-1',
        status: 'current',
        type,
        ...expected,
        content: [{ attachment: { title: 'quality-management-plan', creation: date } }],
      },
    );
  });
});

describe('an incident', () => {
  it('becomes an AdverseEvent', () => {
    expectShape(
      {
        kind: 'incident',
        row: {
          id: 'ae-1',
          member,
          date: '2026-04-17T22:10:00-04:00',
          detected: '2026-04-18',
          recorded: '2026-04-19',
          reportable: true,
        },
      },
      {
        resourceType: 'AdverseEvent',
        id: 'ae-1',
        extension: [{ url: `${B}/StructureDefinition/reportable`, valueBoolean: true }],
        actuality: 'actual',
        subject,
        date: '2026-04-17T22:10:00-04:00',
        detected: '2026-04-18',
        recordedDate: '2026-04-19',
      },
    );
  });

  it('that touched no member that the source names', () => {
    expectShape(
      { kind: 'incident', row: { id: 'ae-1' } },
      { resourceType: 'AdverseEvent', id: 'ae-1', actuality: 'actual', subject: UNKNOWN_ELEMENT },
    );
  });
});

describe('a report of an incident', () => {
  const incident: Link = { kind: 'incident', key: 'ae-1' };
  const report = {
    resourceType: 'Communication',
    id: 'rep-1',
    status: 'completed',
    category: [ours('communication-category', 'incident-report')],
    about: [{ reference: 'AdverseEvent/ae-1' }],
  };

  it('becomes a Communication', () => {
    expectShape(
      {
        kind: 'incidentReport',
        row: { id: 'rep-1', incident, sender: cbhc, recipient: payer, sent: '2026-04-21T09:00:00-04:00' },
      },
      {
        ...report,
        sent: '2026-04-21T09:00:00-04:00',
        recipient: [{ reference: 'Organization/payer-1' }],
        sender: { reference: 'Organization/cbhc-1' },
      },
    );
  });

  it('of which only the incident is known', () => {
    expectShape({ kind: 'incidentReport', row: { id: 'rep-1', incident } }, report);
  });
});

describe('a claim', () => {
  const frame = {
    resourceType: 'Claim',
    id: 'cl-1',
    status: 'active',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
    use: 'claim',
    patient: subject,
    priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'normal' }] },
  };

  it('becomes a Claim of one day', () => {
    expectShape(
      {
        kind: 'claim',
        row: {
          id: 'cl-1',
          member,
          provider: cbhc,
          coverage: { kind: 'coverage', key: 'cov-1' },
          service: 'cps',
          procedure: 'X0000:YY',
          date: '2026-03-04',
          created: '2026-04-02',
          units: 1,
        },
      },
      {
        ...frame,
        created: '2026-04-02',
        provider: { reference: 'Organization/cbhc-1' },
        insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/cov-1' } }],
        item: [
          {
            sequence: 1,
            productOrService: {
              coding: [{ system: `${B}/CodeSystem/peer-service`, code: 'cps' }],
              text: 'X0000:YY',
            },
            servicedDate: '2026-03-04',
            quantity: { value: 1, unit: 'day' },
          },
        ],
      },
    );
  });

  it('of which only the member and the day are known', () => {
    expectShape(
      { kind: 'claim', row: { id: 'cl-1', member, date: '2026-03-04' } },
      {
        ...frame,
        created: '2026-03-04',
        provider: UNKNOWN_ELEMENT,
        insurance: [{ sequence: 1, focal: true, coverage: UNKNOWN_ELEMENT }],
        item: [{ sequence: 1, productOrService: UNKNOWN, servicedDate: '2026-03-04' }],
      },
    );
  });
});
