import { describe, expect, test } from 'vitest';
import { choiceField, elementsOf, isResourceType } from './elements.ts';

describe('elements of R4, as hl7.org/fhir/R4 lists them', () => {
  test.each([
    ['Patient', 'id', { types: ['string'] }],
    ['Patient', 'birthDate', { types: ['date'] }],
    ['Patient', 'name', { types: ['HumanName'], isArray: true }],
    ['Patient', 'deceased', { types: ['boolean', 'dateTime'], isChoice: true }],
    ['Patient', 'contact', { types: ['Patient.contact'], isArray: true }],
    ['Patient.contact', 'name', { types: ['HumanName'] }],
    ['HumanName', 'given', { types: ['string'], isArray: true }],
    ['QuestionnaireResponse.item', 'item', { types: ['QuestionnaireResponse.item'], isArray: true }],
    ['Timing', 'repeat', { types: ['Timing.repeat'] }],
    ['Quantity', 'value', { types: ['decimal'] }],
    ['Extension', 'url', { types: ['string'] }],
  ])('%s.%s', (type, element, definition) => {
    expect(elementsOf(type)?.get(element)).toEqual(definition);
  });

  test('an extension can have a value of any data type', () => {
    // Extension.value[x] of R4: 19 primitive, 31 complex types (extensibility.html, datatypes.html "open type").
    expect(elementsOf('Extension')?.get('value')?.types).toHaveLength(50);
  });

  test('names that objects have are no types and no elements', () => {
    expect(elementsOf('constructor')).toBeUndefined();
    expect(elementsOf('Patient')?.get('__proto__')).toBeUndefined();
  });
});

test('only what can be stored is a resource type', () => {
  expect(['Patient', 'Bundle', 'Encounter'].filter(isResourceType)).toEqual(['Patient', 'Bundle', 'Encounter']);
  expect(['DomainResource', 'Resource', 'HumanName', 'Patient.contact', 'Pacient'].filter(isResourceType)).toEqual([]);
});

test('in JSON the name of a choice carries its type', () => {
  expect(choiceField('value', 'dateTime')).toBe('valueDateTime');
});
