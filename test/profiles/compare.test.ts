/** The comparison with US Core sees each way in which one profile may allow what another doesn't. */
import { describe, expect, test } from 'vitest';
import { complianceFaults } from '../../profiles/compliance/compare.ts';
import type { Surroundings } from '../../profiles/compliance/compare.ts';
import { profileStructure } from '../../profiles/compliance/structure.ts';
import type { ProfileStructure } from '../../profiles/compliance/structure.ts';

const surroundings: Surroundings = {
  typeOf: (canonical) => canonical.replace('us-core-patient', 'Patient'),
  codesOf: (canonical) =>
    new Map([
      ['theirs', new Set(['s|a', 's|b'])],
      ['part-of-theirs', new Set(['s|a'])],
      ['beyond-theirs', new Set(['s|a', 's|c'])],
    ]).get(canonical) ?? null,
};

const profile = (...elements: object[]): ProfileStructure =>
  profileStructure({
    url: 'x',
    type: 'Thing',
    snapshot: {
      element: [{ id: 'Thing', min: 0, max: '*', base: { min: 0, max: '*' } }, ...elements].map((one) => ({
        path: 'id' in one ? String(one.id).replace(/:[^.]+/g, '') : '',
        ...one,
      })),
    },
  });
const one = (more: object): object => ({ id: 'Thing.a', min: 0, max: '*', base: { min: 0, max: '*' }, ...more });
const faults = (ours: object[], theirs: object[]): string[] =>
  complianceFaults(profile(...ours), profile(...theirs), surroundings);

const required = (valueSet: string): object => ({ binding: { strength: 'required', valueSet } });
const patternOf = (code: string): object => ({ patternCodeableConcept: { coding: [{ system: 's', code }] } });
const rule = (expression: string): object => ({ constraint: [{ key: 'us-1', severity: 'error', expression }] });
const refersTo = (...targetProfile: string[]): object => ({ min: 1, type: [{ code: 'Reference', targetProfile }] });

describe('a fault is', () => {
  test.each<[string, object, object]>([
    ['a minimum that is lower', {}, { min: 1 }],
    ['a maximum that is higher', {}, { max: '1' }],
    ['a must-support that is missing', {}, { mustSupport: true }],
    ['a pattern that is missing', {}, patternOf('a')],
    ['another pattern', patternOf('b'), patternOf('a')],
    ['a constraint that is missing', {}, rule('b.exists()')],
    ['another constraint', rule('c.exists()'), rule('b.exists()')],
    ['a weaker binding', { mustSupport: true }, { mustSupport: true, ...required('theirs') }],
    ['a code that isn’t theirs', { min: 1, ...required('beyond-theirs') }, { min: 1, ...required('theirs') }],
    ['a value set that can’t be told', { min: 1, ...required('part-of-theirs') }, { min: 1, ...required('unknown') }],
    ['a type', { min: 1, type: [{ code: 'dateTime' }, { code: 'Period' }] }, { min: 1, type: [{ code: 'dateTime' }] }],
    ['a target', refersTo('Patient', 'Group'), refersTo('us-core-patient')],
    ['any target', { min: 1, type: [{ code: 'Reference' }] }, refersTo('us-core-patient')],
  ])('%s', (_, ours, theirs) => {
    expect(faults([one(ours)], [one(theirs)])).toHaveLength(1);
  });

  test('an element that ours leaves as its type has it', () => {
    expect(faults([one({})], [one({}), { ...one({ min: 1 }), id: 'Thing.a.b' }])).toHaveLength(1);
  });

  test('a slice with a rule of its own', () => {
    expect(faults([one({})], [{ ...one(patternOf('a')), id: 'Thing.a:slice' }])).toHaveLength(1);
  });
});

describe('no fault is', () => {
  test.each<[string, object, object]>([
    [
      'more of everything',
      { min: 1, max: '1', mustSupport: true, ...required('part-of-theirs'), ...patternOf('a') },
      { mustSupport: true, ...required('theirs') },
    ],
    [
      'a pattern that demands more',
      { patternIdentifier: { system: 's', value: 'v' } },
      { patternIdentifier: { system: 's' } },
    ],
    ['a target that is a profile of the same type', refersTo('Patient'), refersTo('us-core-patient')],
    ['a constraint written otherwise', rule('telecom.exists() or endpoint.exists()'), rule('telecom or endpoint')],
    ['a constraint of R4', {}, { constraint: [{ key: 'ele-1', severity: 'error', expression: 'x' }] }],
    ['a warning', {}, { constraint: [{ key: 'us-1', severity: 'warning', expression: 'x' }] }],
  ])('%s', (_, ours, theirs) => {
    expect(faults([one(ours)], [one(theirs)])).toEqual([]);
  });

  test('what ours forbids', () => {
    expect(faults([one({ max: '0' })], [{ ...one({ min: 1 }), id: 'Thing.a.b' }])).toEqual([]);
  });

  test('a slice whose rules hold in all that is sliced', () => {
    expect(faults([one({ mustSupport: true })], [{ ...one({ mustSupport: true }), id: 'Thing.a:slice' }])).toEqual([]);
  });
});
