import { describe, expect, test } from 'vitest';
import { expand, hierarchyOf } from './terminology.ts';
import type { CodeSystem, Terminology, ValueSet, ValueSetCodes } from './terminology.ts';

const COLORS = 'http://x.example/colors';
const SHAPES = 'http://x.example/shapes';
/** Not here, like SNOMED CT. */
const FAR = 'http://x.example/far';

const system = (url: string, concept: CodeSystem['concept']): CodeSystem => ({
  resourceType: 'CodeSystem',
  url,
  content: 'complete',
  ...(concept !== undefined && { concept }),
});
const SYSTEMS = new Map(
  [
    system(COLORS, [{ code: 'red', concept: [{ code: 'crimson' }] }, { code: 'blue' }]),
    system(SHAPES, [{ code: 'ring' }]),
  ].map((one) => [one.url, hierarchyOf(one)]),
);
const SETS: Readonly<Record<string, ValueSetCodes>> = {
  reds: { codes: { [COLORS]: ['red', 'crimson'] }, undecided: [] },
  shapes: { codes: { [SHAPES]: '*' }, undecided: [] },
  'some of colors': { codes: { [SHAPES]: ['ring'] }, undecided: [COLORS] },
  // of a package below, whose code systems are kept without hierarchy
  'all of far': { codes: { [FAR]: '*' }, undecided: [] },
};
const terminology: Terminology = { hierarchy: (url) => SYSTEMS.get(url), valueSet: (url) => SETS[url] };

type Compose = NonNullable<ValueSet['compose']>;
const expanded = (compose: Compose): ValueSetCodes =>
  expand({ resourceType: 'ValueSet', url: 'http://x.example/set', compose }, terminology);

const ALL: Compose['include'] = [{ system: COLORS }, { system: SHAPES }];
const UNKNOWN_FILTER = [{ property: 'hue', op: '=', value: 'warm' }];

describe('an exclude (FHIR R4, ValueSet.compose.exclude)', () => {
  test.each<[string, Compose, ValueSetCodes]>([
    [
      'takes codes out, and leaves the others',
      { include: ALL, exclude: [{ system: COLORS, concept: [{ code: 'red' }] }] },
      { codes: { [COLORS]: ['crimson', 'blue'], [SHAPES]: '*' }, undecided: [] },
    ],
    [
      'takes a whole system out',
      { include: ALL, exclude: [{ system: COLORS }] },
      { codes: { [SHAPES]: '*' }, undecided: [] },
    ],
    [
      'of which nobody can tell the codes leaves none of the system certain',
      { include: ALL, exclude: [{ system: COLORS, filter: UNKNOWN_FILTER }] },
      { codes: { [SHAPES]: '*' }, undecided: [COLORS] },
    ],
    [
      'also where the codes were listed',
      {
        include: [{ system: FAR, concept: [{ code: 'a' }] }],
        exclude: [{ system: FAR, filter: [{ property: 'concept', op: 'is-a', value: 'a' }] }],
      },
      { codes: {}, undecided: [FAR] },
    ],
    [
      'of a system that the set has nothing of changes nothing',
      { include: [{ system: SHAPES }], exclude: [{ system: FAR }] },
      { codes: { [SHAPES]: '*' }, undecided: [] },
    ],
    [
      'from all codes of a system that are not listed here leaves none certain',
      { include: [{ valueSet: ['all of far'] }], exclude: [{ system: FAR, concept: [{ code: 'a' }] }] },
      { codes: {}, undecided: [FAR] },
    ],
    [
      'by value set takes the set’s codes out',
      { include: ALL, exclude: [{ valueSet: ['reds|1.0'] }] },
      { codes: { [COLORS]: ['blue'], [SHAPES]: '*' }, undecided: [] },
    ],
    [
      'by value set takes out a system that is whole in it',
      { include: ALL, exclude: [{ valueSet: ['shapes'] }] },
      { codes: { [COLORS]: '*' }, undecided: [] },
    ],
    [
      'by value set leaves in doubt what is in doubt there',
      { include: ALL, exclude: [{ valueSet: ['some of colors'] }] },
      { codes: { [SHAPES]: [] }, undecided: [COLORS] },
    ],
    [
      'by a value set that is not here leaves all in doubt',
      { include: ALL, exclude: [{ valueSet: ['elsewhere'] }] },
      { codes: {}, undecided: [COLORS, SHAPES] },
    ],
    [
      'by system and value set, which is what is in both, leaves the system in doubt',
      { include: ALL, exclude: [{ system: COLORS, valueSet: ['reds'] }] },
      { codes: { [SHAPES]: '*' }, undecided: [COLORS] },
    ],
    [
      'by several value sets, which is what is in all of them, leaves their systems in doubt',
      { include: ALL, exclude: [{ valueSet: ['reds', 'some of colors'] }] },
      { codes: {}, undecided: [COLORS, SHAPES] },
    ],
  ])('%s', (_, compose, codes) => {
    expect(expanded(compose)).toEqual(codes);
  });
});

test('a circle of concepts has an end', () => {
  const subsumedBy = (valueCode: string): { code: string; valueCode: string }[] => [{ code: 'subsumedBy', valueCode }];
  const circle = system(COLORS, [
    { code: 'a', property: subsumedBy('b') },
    { code: 'b', property: subsumedBy('a') },
    { code: 'c', property: subsumedBy('a') },
    { code: 'd' },
  ]);
  const include = [{ system: COLORS, filter: [{ property: 'concept', op: 'is-a', value: 'd' }] }];
  const below = [{ system: COLORS, filter: [{ property: 'concept', op: 'is-a', value: 'b' }] }];
  const around = { ...terminology, hierarchy: () => hierarchyOf(circle) };
  const of = (one: Compose['include']): ValueSetCodes =>
    expand({ resourceType: 'ValueSet', url: 'http://x.example/set', compose: { include: one } }, around);
  expect(of(include).codes).toEqual({ [COLORS]: ['d'] });
  expect(of(below).codes).toEqual({ [COLORS]: ['a', 'b', 'c'] });
});
