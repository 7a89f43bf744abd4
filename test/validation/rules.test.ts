/** Each kind of rule from both sides, on resources of FHIR itself; the expected finding is what R4's text demands. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from './faults.ts';

const V3 = 'http://terminology.hl7.org/CodeSystem';
const XHTML = 'http://www.w3.org/1999/xhtml';
const encounter = (more: object): object => ({
  ...{ resourceType: 'Encounter', id: 'c-1', status: 'finished', class: { system: `${V3}/v3-ActCode`, code: 'VR' } },
  ...more,
});
const without = (resource: object, ...names: readonly string[]): object =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
const patient = (more: object): object => ({ resourceType: 'Patient', id: 'm-1', ...more });
const observation = (more: object): object => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  ...more,
});
const bundle = (more: object): object => ({ resourceType: 'Bundle', type: 'collection', ...more });
const narrative = (div: string): object => encounter({ text: { status: 'generated', div } });

describe('a resource is valid', () => {
  test.each<[string, object]>([
    ['with what is required only', encounter({})],
    [
      'with a primitive that has an extension and no value',
      patient({ _birthDate: { extension: [{ url: 'http://x.example/a', valueString: 'x' }] } }),
    ],
    [
      'with null in a list beside an extension',
      patient({
        name: [{ given: ['A', null], _given: [null, { extension: [{ url: 'http://x.example/a', valueCode: 'x' }] }] }],
      }),
    ],
    ['with a period of one day', encounter({ period: { start: '2026-03-04', end: '2026-03-04' } })],
    ['with a leap day', patient({ birthDate: '2024-02-29' })],
    [
      'with a contained resource that is referred to',
      encounter({ contained: [{ resourceType: 'Patient', id: 'p' }], subject: { reference: '#p' } }),
    ],
    [
      'with an absolute reference',
      encounter({ subject: { reference: 'https://x.example/fhir/Patient/1/_history/2' } }),
    ],
    ['with a reference by identifier', encounter({ subject: { type: 'Patient', identifier: { value: '1' } } })],
    [
      'with a reference that could be anything',
      encounter({ subject: { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' } }),
    ],
    ['with an unknown extension', encounter({ extension: [{ url: 'http://x.example/a', valueBoolean: true }] })],
    [
      'with a code of a system that is not here',
      encounter({ type: [{ coding: [{ system: 'http://snomed.info/sct', code: '1' }] }] }),
    ],
    ['with a language that is well-formed', encounter({ language: 'es-US' })],
    ['with a narrative', narrative(`<div xmlns="${XHTML}"><p title="a">x &amp; y</p><br/></div>`)],
    [
      'with items within items',
      {
        resourceType: 'QuestionnaireResponse',
        status: 'completed',
        item: [{ linkId: '1', item: [{ linkId: '2', answer: [{ valueBoolean: true }] }] }],
      },
    ],
    [
      'with other resources in it',
      bundle({ entry: [{ fullUrl: 'http://x.example/Patient/m-1', resource: patient({}) }] }),
    ],
  ])('%s', (_, resource) => {
    expect(faultsOf(resource)).toEqual([]);
  });
});

describe('a resource is not valid', () => {
  test.each<[string, object, string[]]>([
    ['no resource type', { id: 'x' }, ['resource-type Resource']],
    ['a type that R4 does not have', { resourceType: 'Pacient' }, ['resource-type Pacient']],
    ['a required element is missing', without(encounter({}), 'class'), ['cardinality Encounter']],
    [
      'one is missing deeper',
      encounter({ statusHistory: [{ status: 'planned' }] }),
      ['cardinality Encounter.statusHistory[0]'],
    ],
    ['an element that R4 does not have', encounter({ actualPeriod: {} }), ['unknown Encounter', 'empty Encounter']],
    [
      'a key that objects have',
      JSON.parse('{"resourceType":"Patient","__proto__":{"x":1},"constructor":1}'),
      ['unknown Patient', 'unknown Patient'],
    ],
    ['a list for one value', encounter({ status: ['finished'] }), ['json-type Encounter.status']],
    ['one value for a list', encounter({ type: { text: 'x' } }), ['json-type Encounter.type']],
    ['a number for text', patient({ gender: 1 }), ['json-type Patient.gender']],
    ['text for a boolean', patient({ active: 'true' }), ['json-type Patient.active']],
    ['text for an object', encounter({ period: '2026' }), ['json-type Encounter.period']],
    ['null', encounter({ subject: null }), ['json-type Encounter.subject']],
    [
      'null in a list of primitives without extension',
      patient({ name: [{ given: ['A', null] }] }),
      ['json-type Patient.name[0].given[1]'],
    ],
    ['an empty text', patient({ name: [{ family: '' }] }), ['empty Patient.name[0].family']],
    ['an empty object', encounter({ participant: [{}] }), ['empty Encounter.participant[0]']],
    ['an empty list', encounter({ participant: [] }), ['empty Encounter.participant']],
    ['an ill-formed id', encounter({ id: 'a b' }), ['format Encounter.id']],
    [
      'a time without offset',
      encounter({ period: { start: '2026-03-04T10:00:00' } }),
      ['format Encounter.period.start'],
    ],
    ['a day that the month does not have', patient({ birthDate: '2025-02-29' }), ['date Patient.birthDate']],
    [
      'a number below its least',
      encounter({ diagnosis: [{ condition: { reference: 'Condition/1' }, rank: 0 }] }),
      ['range Encounter.diagnosis[0].rank'],
    ],
    ['a code of no required value set', encounter({ status: 'done' }), ['binding Encounter.status']],
    [
      'a concept without code where one is required',
      { resourceType: 'AllergyIntolerance', patient: { reference: 'Patient/1' }, clinicalStatus: { text: 'x' } },
      ['binding AllergyIntolerance.clinicalStatus'],
    ],
    ['a language that is ill-formed', encounter({ language: 'in English' }), ['binding Encounter.language']],
    [
      'a code that its system does not have',
      encounter({ type: [{ coding: [{ system: `${V3}/v3-ActCode`, code: 'XYZ' }] }] }),
      ['code Encounter.type[0].coding[0]'],
    ],
    [
      'a target of another type',
      encounter({ subject: { reference: 'Practitioner/1' } }),
      ['reference Encounter.subject'],
    ],
    [
      'a target of another type, by its type',
      encounter({ subject: { type: 'Practitioner', identifier: { value: '1' } } }),
      ['reference Encounter.subject'],
    ],
    [
      'a contained resource of another type',
      encounter({ contained: [{ resourceType: 'Basic', id: 'b', code: { text: 'x' } }], subject: { reference: '#b' } }),
      ['reference Encounter.subject'],
    ],
    [
      'a contained resource that is not there',
      encounter({ subject: { reference: '#p' } }),
      ['ref-1 Encounter.subject'],
    ],
    [
      'a contained resource that nobody refers to',
      encounter({ contained: [{ resourceType: 'Patient', id: 'p' }] }),
      ['dom-3 Encounter'],
    ],
    [
      'a contained resource without id',
      encounter({
        contained: [{ resourceType: 'Condition', subject: { reference: 'Patient/1' }, encounter: { reference: '#' } }],
      }),
      ['contained Encounter.contained[0]'],
    ],
    [
      'a mistake in a contained resource',
      encounter({ contained: [{ resourceType: 'Patient', id: 'p', gender: 'x' }], subject: { reference: '#p' } }),
      ['binding Encounter.contained[0].gender', 'reference Encounter.subject'],
    ],
    ['two types of a choice', patient({ deceasedBoolean: true, deceasedDateTime: '2026' }), ['choice Patient']],
    ['a type that a choice does not take', patient({ deceasedString: 'x' }), ['choice Patient']],
    [
      'an extension with neither value nor extensions',
      encounter({ extension: [{ url: 'http://x.example/a' }] }),
      ['ext-1 Encounter.extension[0]'],
    ],
    [
      'an extension without url',
      encounter({ extension: [{ valueString: 'x' }] }),
      ['cardinality Encounter.extension[0]'],
    ],
    [
      'an extension with a value of another type than its definition',
      encounter({
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal', valueString: 'x' }],
      }),
      ['choice Encounter.extension[0]', 'cardinality Encounter.extension[0]'],
    ],
    [
      'an extension where it may not stand',
      encounter({
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { city: 'x' } }],
      }),
      ['extension-context Encounter.extension[0]'],
    ],
    [
      'a part that an extension does not have',
      patient({
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/patient-nationality',
            extension: [{ url: 'nickname', valueString: 'x' }],
          },
        ],
      }),
      ['extension Patient.extension[0].extension[0]'],
    ],
    [
      'an end before its start',
      encounter({ period: { start: '2026-03-04', end: '2026-03-03' } }),
      ['per-1 Encounter.period'],
    ],
    // HL7's engine finds so, too: which is earlier can't be told
    [
      'dates of different precision that agree',
      encounter({ period: { start: '2026-03-04T10:00:00Z', end: '2026-03' } }),
      ['per-1 Encounter.period'],
    ],
    [
      'a value and the reason why there is none',
      observation({ valueString: 'x', dataAbsentReason: { text: 'x' } }),
      ['obs-6 Observation'],
    ],
    ['an active narrative', narrative(`<div xmlns="${XHTML}">x<script>y</script></div>`), ['txt-1 Encounter.text.div']],
    [
      'a narrative with a handler',
      narrative(`<div xmlns="${XHTML}"><p onclick="x">y</p></div>`),
      ['txt-1 Encounter.text.div'],
    ],
    ['an empty narrative', narrative(`<div xmlns="${XHTML}"> </div>`), ['txt-2 Encounter.text.div']],
    ['a narrative that is cut off', narrative(`<div xmlns="${XHTML}"><p>x</div>`), ['txt-1 Encounter.text.div']],
    [
      'a relative system of an identifier',
      encounter({ identifier: [{ system: 'mrn', value: '1' }] }),
      ['format Encounter.identifier[0]'],
    ],
    ['a total in a collection', bundle({ total: 1 }), ['bdl-1 Bundle']],
    [
      'an entry beside another id',
      bundle({ entry: [{ fullUrl: 'http://x.example/Patient/2', resource: patient({}) }] }),
      ['reference Bundle.entry[0].resource'],
    ],
    [
      'a mistake in an entry',
      bundle({ entry: [{ resource: patient({ gender: 'x' }) }] }),
      ['binding Bundle.entry[0].resource.gender'],
    ],
    [
      'a mistake in an item within an item',
      { resourceType: 'QuestionnaireResponse', status: 'completed', item: [{ linkId: '1', item: [{ text: 'x' }] }] },
      ['cardinality QuestionnaireResponse.item[0].item[0]'],
    ],
    ['half a surrogate pair', patient({ name: [{ text: '\ud800' }] }), ['text Patient.name[0].text']],
  ])('%s', (_, resource, expected) => {
    expect(faultsOf(resource)).toEqual(expected);
  });

  test('of several mistakes, all are found', () => {
    const all = encounter({ status: 'x', subject: { reference: 'Practitioner/1' }, period: { start: '2026-13-01' } });
    expect(faultsOf(all)).toHaveLength(3);
  });
});

test('no value of the resource is in a message', () => {
  const secret = 'Zebra-Quagga';
  const resource = patient({
    [secret]: 1,
    gender: secret,
    name: [{ family: { a: secret } }],
    birthDate: secret,
    extension: [{ url: secret }],
    meta: { profile: [`http://${secret}`] },
  });
  const { length } = faultsOf(resource);
  expect(length).toBeGreaterThan(4);
  expect(JSON.stringify(faultsOf(resource))).not.toContain(secret);
});
