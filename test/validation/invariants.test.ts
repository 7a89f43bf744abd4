/** Invariants that are written by hand give what the FHIRPath library gives, on values of all sorts. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { libraryTest } from '../../src/validation/fhirpath-library.ts';
import { HAND_WRITTEN } from '../../src/validation/hand-written.ts';

/** Where each stands, and what its elements can hold: absent, or one of these. */
const concept = (system: string, ...codes: readonly string[]): object[] =>
  codes.map((code) => ({ coding: [{ system, code }] }));
const dates = ['2026', '2026-03', '2026-03-04', '2026-03-05', '2026-03-04T10:00:00Z', '2026-03-04T09:00:00-05:00'];
const some = [[{ text: 'x' }]];
const text = ['x'];
const quantity = [{ value: 1 }];
const value = { valueString: text, valueQuantity: quantity };

const PLACES: Readonly<Record<string, readonly [string, Readonly<Record<string, readonly unknown[]>>]>> = {
  'extension.exists() != value.exists()': [
    'Extension',
    { extension: [[{ url: 'a', valueString: 'b' }]], valueString: text, valueBoolean: [false] },
  ],
  'start.hasValue().not() or end.hasValue().not() or (start <= end)': ['Period', { start: dates, end: dates }],
  'code.empty() or system.exists()': ['Quantity', { code: text, system: ['http://a'] }],
  'value.empty() or system.exists()': ['ContactPoint', { value: text, system: ['phone'] }],
  'data.empty() or contentType.exists()': ['Attachment', { data: ['YQ=='], contentType: ['text/plain'] }],
  'duration.empty() or durationUnit.exists()': ['Timing.repeat', { duration: [1], durationUnit: ['h'] }],
  'period.empty() or periodUnit.exists()': ['Timing.repeat', { period: [1], periodUnit: ['h'] }],
  'periodMax.empty() or period.exists()': ['Timing.repeat', { periodMax: [1], period: [1] }],
  'durationMax.empty() or duration.exists()': ['Timing.repeat', { durationMax: [1], duration: [1] }],
  'countMax.empty() or count.exists()': ['Timing.repeat', { countMax: [1], count: [1] }],
  'detail.empty() or reference.empty()': [
    'CarePlan.activity',
    { detail: [{ status: 'x' }], reference: [{ reference: 'Task/1' }] },
  ],
  'policy.exists() or policyRule.exists()': [
    'Consent',
    { policy: [[{ uri: 'http://a' }]], policyRule: [{ text: 'x' }] },
  ],
  "patient.exists() or scope.coding.where(system='something' and code='patient-privacy').exists().not()": [
    'Consent',
    { patient: [{ reference: 'Patient/1' }], scope: concept('something', 'patient-privacy', 'other') },
  ],
  '(detail.exists() and measure.exists()) or detail.exists().not()': [
    'Goal.target',
    { detailString: text, measure: [{ text: 'x' }] },
  ],
  'dataAbsentReason.empty() or value.empty()': ['Observation', { dataAbsentReason: [{ text: 'x' }], ...value }],
  'low.exists() or high.exists() or text.exists()': [
    'Observation.referenceRange',
    { low: quantity, high: quantity, text },
  ],
  '(identifier.count() + name.count()) > 0': ['Organization', { identifier: [[{ value: 'x' }]], name: text }],
  'name.exists() or telecom.exists() or address.exists() or organization.exists()': [
    'Patient.contact',
    { name: [{ text: 'x' }], telecom: [[{ value: 'x' }]], address: [{ text: 'x' }], organization: [{ display: 'x' }] },
  ],
  '(answer.exists() and item.exists()).not()': [
    'QuestionnaireResponse.item',
    { answer: [[{ valueBoolean: true }]], item: [[{ linkId: '1' }]] },
  ],
  'orderDetail.empty() or code.exists()': ['ServiceRequest', { orderDetail: some, code: [{ text: 'x' }] }],
  '(component.empty() and hasMember.empty()) implies (dataAbsentReason.exists() or value.exists())': [
    'Observation',
    {
      component: [[{ code: { text: 'x' } }]],
      hasMember: [[{ reference: 'Observation/1' }]],
      dataAbsentReason: [{ text: 'x' }],
      ...value,
    },
  ],
  'value.exists() or dataAbsentReason.exists()': [
    'Observation.component',
    { dataAbsentReason: [{ text: 'x' }], ...value },
  ],
  'practitioner.exists() or organization.exists() or healthcareService.exists() or location.exists()': [
    'PractitionerRole',
    {
      practitioner: [{ display: 'x' }],
      organization: [{ display: 'x' }],
      healthcareService: [[{ display: 'x' }]],
      location: [[{ display: 'x' }]],
    },
  ],
  "(status='partial' or status='preliminary' or status='final' or status='amended' or status='corrected' or status='appended' ) implies effective.exists()":
    ['Observation', { status: ['final', 'registered', 'amended'], effectiveDateTime: dates }],
  'name.exists() or relationship.exists()': ['RelatedPerson', { name: [[{ text: 'x' }]], relationship: some }],
  'url.exists() or data.exists()': ['Attachment', { url: ['http://a'], data: ['YQ=='] }],
  "(status='completed' or status='in-progress') implies performed.exists()": [
    'Procedure',
    { status: ['completed', 'in-progress', 'stopped'], performedDateTime: dates },
  ],
  "value.matches('^[0-9]{10}$')": ['Identifier', { value: ['1234567893', '123456789', 'x123456789'] }],
};

describe('by hand as by the library', () => {
  test.each(Object.entries(PLACES))('%s', (expression, [place, members]) => {
    const byHand = HAND_WRITTEN.get(expression);
    const byLibrary = libraryTest(expression, place);
    const isResource =
      !place.includes('.') &&
      /^(Observation|Consent|Organization|Procedure|ServiceRequest|PractitionerRole|RelatedPerson)$/.test(place);
    const anything = fc.record(
      Object.fromEntries(
        Object.entries(members).map(([name, values]) => [
          name,
          fc.option(fc.constantFrom(...values), { nil: undefined }),
        ]),
      ),
    );
    fc.assert(
      fc.property(anything, (found) => {
        const given = Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined));
        // nothing at all is no element
        fc.pre(Object.keys(given).length > 0);
        const node = isResource ? { resourceType: place, ...given } : given;
        const scope = { resource: { resourceType: 'Basic' }, rootResource: { resourceType: 'Basic' } };
        const type = place.includes('.') ? 'BackboneElement' : place;
        expect(byHand?.(node, scope, type)).toBe(byLibrary(node, scope, type));
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

test.each([
  ['1234567893', true],
  ['1234567890', false],
  ['1245319599', true],
  ['1245319598', false],
])('the check digit of the NPI %s', (npi, isRight) => {
  const [, check] = [...HAND_WRITTEN].find(([expression]) => expression.includes('mod 10=0')) ?? [];
  const scope = { resource: {}, rootResource: {} };
  expect(check?.({ value: npi }, scope, 'Identifier')).toBe(isRight);
});
