import { globalSchema } from '@medplum/core';
import { describe, expect, test } from 'vitest';
import { indexSearchParameters } from './search-parameters.ts';

const parameters = indexSearchParameters();
const expressionOf = (type: string, name: string): string | undefined =>
  globalSchema.types[type]?.searchParams?.[name]?.expression;

describe('a search parameter', () => {
  test.each([
    ['Encounter', 'patient', 'Encounter.subject.where(resolve() is Patient)'],
    ['Encounter', 'identifier', 'Encounter.identifier'],
    ['Encounter', 'date', 'Encounter.period'],
    ['ServiceRequest', 'code', 'ServiceRequest.code'],
    ['Observation', 'code', 'Observation.code'],
    ['Observation', 'value-date', '(Observation.value.ofType(dateTime)) | (Observation.value.ofType(Period))'],
  ])('of several types is narrowed to the one that it is searched on: %s?%s', (type, name, expression) => {
    expect(expressionOf(type, name)).toBe(expression);
  });

  test('of all resources is one of each', () => {
    for (const type of ['Encounter', 'Patient', 'Task'])
      expect([...(parameters.get(type)?.keys() ?? [])]).toEqual(expect.arrayContaining(['_id', '_lastUpdated']));
  });

  test('of another type is none', () => {
    expect(parameters.get('Patient')?.has('patient')).toBe(false);
    expect(parameters.get('Encounter')?.get('patient')).toBe('reference');
  });

  test('is there of every type that a resource can have, and of no abstract one', () => {
    expect(parameters.size).toBeGreaterThan(120);
    expect([...parameters.keys()].filter((type) => ['Resource', 'DomainResource', 'Element'].includes(type))).toEqual(
      [],
    );
  });
});
