import { describe, expect, it } from 'vitest';
import { B, UNKNOWN_ELEMENT, expectShape, ours } from '../../../test/mapped-shape.ts';
import type { Link, LinkedRow } from './linked.ts';
import type { ChildKind } from './table.ts';

const member: Link = { kind: 'member', key: 'm-1' };
const cbhc: Link = { kind: 'organization', key: 'cbhc-1' };
const worker: Link = { kind: 'worker', key: 'w-1' };
const role: Link = { kind: 'role', key: 'prc-1' };
const supervisor: Link = { kind: 'role', key: 'sup-1' };
/** By which US Core finds a record that has no other identifier. */
const recordIdentifier = (value: string): object => ({ system: `${B}/NamingSystem/record`, value });
/** US Core wants a telecom or an endpoint. */
const endpoint = [UNKNOWN_ELEMENT];

describe('a member', () => {
  it('becomes a Patient', () => {
    expectShape(
      {
        kind: 'member',
        row: {
          id: 'm-1',
          family: 'Example',
          given: 'Wren',
          birthDate: '1990-05',
          gender: 'female',
          language: 'es',
          medicaidId: '100000000001',
        },
      },
      {
        resourceType: 'Patient',
        id: 'm-1',
        identifier: [
          {
            type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MA' }] },
            system: `${B}/NamingSystem/medicaid-id`,
            value: '100000000001',
          },
        ],
        name: [{ family: 'Example', given: ['Wren'] }],
        gender: 'female',
        birthDate: '1990-05',
        communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'es' }] } }],
      },
    );
  });

  it('of whom only the key is known is a Patient all the same', () => {
    expectShape(
      { kind: 'member', row: { id: 'm-1' } },
      {
        resourceType: 'Patient',
        id: 'm-1',
        identifier: [recordIdentifier('m-1')],
        name: [UNKNOWN_ELEMENT],
        gender: 'unknown',
      },
    );
  });

  it.each([
    ['pt-BR', { coding: [{ system: 'urn:ietf:bcp:47', code: 'pt-BR' }] }],
    ['zh-Hant-TW', { coding: [{ system: 'urn:ietf:bcp:47', code: 'zh-Hant-TW' }] }],
    ['Haitian Creole', { text: 'Haitian Creole' }],
    ['Spanish', { text: 'Spanish' }],
  ])('who speaks %s', (language, expected) => {
    expectShape(
      { kind: 'member', row: { id: 'm-1', given: 'Wren', language } },
      {
        resourceType: 'Patient',
        id: 'm-1',
        identifier: [recordIdentifier('m-1')],
        name: [{ given: ['Wren'] }],
        gender: 'unknown',
        communication: [{ language: expected }],
      },
    );
  });

  it('is not written with a gender that FHIR does not have, and the message does not say which', () => {
    const write = (): void => {
      expectShape({ kind: 'member', row: { id: 'm-1', gender: 'Personal' } }, {});
    };
    expect(write).toThrow("a row's code is none of gender: male, female, other, unknown");
  });
});

describe('an organization', () => {
  it('becomes an Organization with its licence and parent', () => {
    expectShape(
      {
        kind: 'organization',
        row: {
          id: 'cbhc-1',
          name: 'Harbor Street',
          types: ['cbhc', 'cmhc'],
          partOf: { kind: 'organization', key: 'parent' },
          npi: '1234567893',
          identifiers: ['urn:oid:1.2.3|a|b', 'loose'],
          licence: 'L-7',
          licenceStart: '2024-01-01',
          licenceEnd: '2026-12-31',
        },
      },
      {
        resourceType: 'Organization',
        id: 'cbhc-1',
        active: true,
        identifier: [
          { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' },
          { system: 'urn:oid:1.2.3', value: 'a|b' },
          { value: 'loose' },
          {
            type: ours('identifier-type', 'licence'),
            value: 'L-7',
            period: { start: '2024-01-01', end: '2026-12-31' },
          },
        ],
        type: [ours('organization-type', 'cbhc'), ours('organization-type', 'cmhc')],
        name: 'Harbor Street',
        partOf: { reference: 'Organization/parent' },
      },
    );
  });

  it('of which only the name is known', () => {
    expectShape(
      { kind: 'organization', row: { id: 'cbhc-1', name: 'Harbor Street', types: [], identifiers: [] } },
      { resourceType: 'Organization', id: 'cbhc-1', active: true, name: 'Harbor Street' },
    );
  });

  it('whose licence is known by its dates only', () => {
    expectShape(
      { kind: 'organization', row: { id: 'cbhc-1', name: 'Harbor Street', licenceEnd: '2026' } },
      {
        resourceType: 'Organization',
        id: 'cbhc-1',
        active: true,
        identifier: [{ type: ours('identifier-type', 'licence'), period: { end: '2026' } }],
        name: 'Harbor Street',
      },
    );
  });
});

describe('a worker', () => {
  const qualifications: LinkedRow<ChildKind>[] = [
    {
      kind: 'qualification',
      row: {
        id: 'q-1',
        worker,
        code: 'cps-certification',
        number: 'C-1',
        start: '2024-05-01',
        end: '2027-04-30',
        issuer: { kind: 'organization', key: 'certifier' },
      },
    },
    {
      kind: 'qualification',
      row: {
        id: 'q-2',
        worker,
        code: 'lived-experience-attestation',
        attested: true,
        start: '2024-04-01',
        issuer: cbhc,
      },
    },
    { kind: 'qualification', row: { id: 'q-3', worker, code: 'ged', attested: false } },
  ];

  it('becomes a Practitioner with all qualifications', () => {
    expectShape(
      {
        kind: 'worker',
        row: { id: 'w-1', family: 'Example', given: 'Ash', npi: '1234567893', languages: ['es', 'en'] },
      },
      {
        resourceType: 'Practitioner',
        id: 'w-1',
        identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }],
        name: [{ family: 'Example', given: ['Ash'] }],
        communication: [
          { coding: [{ system: 'urn:ietf:bcp:47', code: 'es' }] },
          { coding: [{ system: 'urn:ietf:bcp:47', code: 'en' }] },
        ],
        qualification: [
          {
            identifier: [{ value: 'C-1' }],
            code: ours('qualification', 'cps-certification'),
            period: { start: '2024-05-01', end: '2027-04-30' },
            issuer: { reference: 'Organization/certifier' },
          },
          {
            extension: [{ url: `${B}/StructureDefinition/attested`, valueBoolean: true }],
            code: ours('qualification', 'lived-experience-attestation'),
            period: { start: '2024-04-01' },
            issuer: { reference: 'Organization/cbhc-1' },
          },
          {
            extension: [{ url: `${B}/StructureDefinition/attested`, valueBoolean: false }],
            code: ours('qualification', 'ged'),
          },
        ],
      },
      qualifications,
    );
  });

  it('without name or qualification', () => {
    expectShape(
      { kind: 'worker', row: { id: 'w-1', languages: [] } },
      {
        resourceType: 'Practitioner',
        id: 'w-1',
        identifier: [recordIdentifier('w-1')],
        name: [{ _family: UNKNOWN_ELEMENT }],
      },
    );
  });

  it('of whom only the given name is known', () => {
    expectShape(
      { kind: 'worker', row: { id: 'w-1', given: 'Ash', npi: '1234567893' } },
      {
        resourceType: 'Practitioner',
        id: 'w-1',
        identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }],
        name: [{ given: ['Ash'], _family: UNKNOWN_ELEMENT }],
      },
    );
  });
});

describe('a role', () => {
  const supervisions: LinkedRow<ChildKind>[] = [
    {
      kind: 'supervision',
      row: { id: 's-1', role, supervisor, start: '2024-05-01', topics: ['role-clarity', 'trauma-informed-care'] },
    },
    { kind: 'supervision', row: { id: 's-2', role, supervisor, topics: [] } },
  ];

  it('becomes a PractitionerRole with its supervisors over time', () => {
    expectShape(
      {
        kind: 'role',
        row: { id: 'prc-1', worker, organization: cbhc, code: 'peer-recovery-coach', start: '2024-05-01' },
      },
      {
        resourceType: 'PractitionerRole',
        id: 'prc-1',
        extension: [
          {
            url: `${B}/StructureDefinition/supervisor`,
            extension: [
              { url: 'supervisor', valueReference: { reference: 'PractitionerRole/sup-1' } },
              { url: 'period', valuePeriod: { start: '2024-05-01' } },
              { url: 'topic', valueCodeableConcept: ours('supervision-topic', 'role-clarity') },
              { url: 'topic', valueCodeableConcept: ours('supervision-topic', 'trauma-informed-care') },
            ],
          },
          {
            url: `${B}/StructureDefinition/supervisor`,
            extension: [{ url: 'supervisor', valueReference: { reference: 'PractitionerRole/sup-1' } }],
          },
        ],
        active: true,
        period: { start: '2024-05-01' },
        practitioner: { reference: 'Practitioner/w-1' },
        organization: { reference: 'Organization/cbhc-1' },
        code: [
          {
            coding: [
              { system: `${B}/CodeSystem/worker-role`, code: 'peer-recovery-coach' },
              { system: 'http://nucc.org/provider-taxonomy', code: '175T00000X' },
            ],
          },
        ],
        endpoint,
      },
      supervisions,
    );
  });

  it('of a supervisor is no Peer Specialist of NUCC', () => {
    expectShape(
      { kind: 'role', row: { id: 'sup-1', worker, code: 'supervisor', active: false, end: '2026-03-31' } },
      {
        resourceType: 'PractitionerRole',
        id: 'sup-1',
        active: false,
        period: { end: '2026-03-31' },
        practitioner: { reference: 'Practitioner/w-1' },
        code: [ours('worker-role', 'supervisor')],
        endpoint,
      },
    );
  });

  it('is supervised by nobody that the source names', () => {
    expectShape(
      { kind: 'role', row: { id: 'prc-1', worker } },
      {
        resourceType: 'PractitionerRole',
        id: 'prc-1',
        extension: [
          {
            url: `${B}/StructureDefinition/supervisor`,
            extension: [
              { url: 'supervisor', valueReference: UNKNOWN_ELEMENT },
              { url: 'period', valuePeriod: { start: '2025' } },
            ],
          },
        ],
        active: true,
        practitioner: { reference: 'Practitioner/w-1' },
        endpoint,
      },
      [{ kind: 'supervision', row: { id: 's-1', role, start: '2025' } }],
    );
  });
});

describe('an affiliation', () => {
  it('becomes an OrganizationAffiliation that says what is in it and what is not', () => {
    expectShape(
      {
        kind: 'affiliation',
        row: {
          id: 'aff-1',
          organization: cbhc,
          participating: { kind: 'organization', key: 'partner-1' },
          type: 'qsoa',
          start: '2025-01-01',
          end: '2026-12-31',
          contents: ['transition'],
          missingContents: ['aftercare'],
        },
      },
      {
        resourceType: 'OrganizationAffiliation',
        id: 'aff-1',
        extension: [
          {
            url: `${B}/StructureDefinition/agreement-content`,
            extension: [
              { url: 'content', valueCodeableConcept: ours('agreement-content', 'transition') },
              { url: 'present', valueBoolean: true },
            ],
          },
          {
            url: `${B}/StructureDefinition/agreement-content`,
            extension: [
              { url: 'content', valueCodeableConcept: ours('agreement-content', 'aftercare') },
              { url: 'present', valueBoolean: false },
            ],
          },
        ],
        active: true,
        period: { start: '2025-01-01', end: '2026-12-31' },
        organization: { reference: 'Organization/cbhc-1' },
        participatingOrganization: { reference: 'Organization/partner-1' },
        code: [ours('agreement-type', 'qsoa')],
      },
    );
  });

  it('that is over', () => {
    expectShape(
      { kind: 'affiliation', row: { id: 'aff-1', active: false } },
      { resourceType: 'OrganizationAffiliation', id: 'aff-1', active: false },
    );
  });
});

describe('a coverage', () => {
  const self = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/subscriber-relationship', code: 'self' }] };

  it('becomes a Coverage', () => {
    expectShape(
      {
        kind: 'coverage',
        row: {
          id: 'cov-1',
          member,
          payor: { kind: 'organization', key: 'payer-1' },
          subscriberId: 'S-1',
          start: '2026-01-01',
          end: '2026-06-30',
          status: 'cancelled',
        },
      },
      {
        resourceType: 'Coverage',
        id: 'cov-1',
        status: 'cancelled',
        subscriberId: 'S-1',
        beneficiary: { reference: 'Patient/m-1' },
        relationship: self,
        period: { start: '2026-01-01', end: '2026-06-30' },
        payor: [{ reference: 'Organization/payer-1' }],
      },
    );
  });

  it('by nobody that the source names is valid, and says so', () => {
    expectShape(
      { kind: 'coverage', row: { id: 'cov-1', member } },
      {
        resourceType: 'Coverage',
        id: 'cov-1',
        status: 'active',
        _subscriberId: UNKNOWN_ELEMENT,
        beneficiary: { reference: 'Patient/m-1' },
        relationship: self,
        payor: [UNKNOWN_ELEMENT],
      },
    );
  });
});
