/** What profiles add: fixed values, patterns, slices, extensions, and profiles that a profile says it complies with. */
import { describe, expect, test } from 'vitest';
import { compile, NOTHING_BELOW } from '../../src/validation/compile.ts';
import { Validator } from '../../src/validation/validator.ts';
import { errorsOf } from './faults.ts';

const BASE = 'https://x.example/StructureDefinition';
const concept = { code: 'CodeableConcept' };
const element = (path: string, more: object = {}): object => ({
  id: path,
  path: path.replace(/:[^.]*/g, ''),
  min: 0,
  max: '1',
  base: { path: path.replace(/:[^.]*/g, ''), max: '1' },
  ...more,
});
const list = (path: string, more: object = {}): object =>
  element(path, { max: '*', base: { path: path.replace(/:[^.]*/g, ''), max: '*' }, ...more });

/** A profile of Observation with the usual elements, of which those given replace or follow the ones of the same id. */
function profile(name: string, elements: readonly object[], more: object = {}): object {
  return {
    ...{ resourceType: 'StructureDefinition', url: `${BASE}/${name}`, kind: 'resource', abstract: false },
    ...{ type: 'Observation', derivation: 'constraint', ...more },
    snapshot: {
      element: [
        element('Observation', { max: '*' }),
        element('Observation.meta', { type: [{ code: 'Meta' }] }),
        list('Observation.contained', { type: [{ code: 'Resource' }] }),
        element('Observation.status', { min: 1, type: [{ code: 'code' }] }),
        element('Observation.subject', { type: [{ code: 'Reference' }] }),
        ...elements,
      ],
    },
  };
}

function validatorOf(...resources: readonly object[]): Validator {
  const { texts, faults } = compile(
    resources.map((resource, at) => ({ name: `profile ${at}`, resource })),
    NOTHING_BELOW,
  );
  expect(faults).toEqual([]);
  return new Validator({ packages: [texts] });
}
const claims = (name: string, more: object): object => ({
  resourceType: 'Observation',
  meta: { profile: [`${BASE}/${name}`] },
  status: 'final',
  ...more,
});
const coded = (system: string, code: string): object => ({ coding: [{ system, code }] });

describe('a value', () => {
  const fixed = validatorOf(
    profile('fixed', [element('Observation.code', { type: [concept], fixedCodeableConcept: coded('http://a', '1') })]),
  );
  const pattern = validatorOf(
    profile('pattern', [
      element('Observation.code', { type: [concept], patternCodeableConcept: coded('http://a', '1') }),
    ]),
  );

  test.each<[string, Validator, object, string[]]>([
    ['fixed', fixed, claims('fixed', { code: coded('http://a', '1') }), []],
    [
      'fixed',
      fixed,
      claims('fixed', { code: { ...coded('http://a', '1'), text: 'more' } }),
      ['fixed Observation.code'],
    ],
    [
      'pattern',
      pattern,
      claims('pattern', {
        code: {
          coding: [
            { system: 'http://b', code: '2' },
            { system: 'http://a', code: '1', display: 'x' },
          ],
          text: 'more',
        },
      }),
      [],
    ],
    ['pattern', pattern, claims('pattern', { code: coded('http://a', '2') }), ['pattern Observation.code']],
  ])('%s', (_, validator, resource, expected) => {
    expect(errorsOf(validator, resource)).toEqual(expected);
  });
});

describe('slices', () => {
  const sliced = (name: string, slicing: object): object =>
    profile(name, [
      list('Observation.category', {
        type: [concept],
        slicing: { discriminator: [{ type: 'pattern', path: '$this' }], ...slicing },
      }),
      list('Observation.category:one', {
        sliceName: 'one',
        min: 1,
        max: '1',
        type: [concept],
        patternCodeableConcept: coded('http://a', '1'),
      }),
      list('Observation.category:two', {
        sliceName: 'two',
        min: 0,
        type: [concept],
        patternCodeableConcept: coded('http://a', '2'),
      }),
    ]);
  const validator = validatorOf(
    sliced('open', { rules: 'open' }),
    sliced('closed', { rules: 'closed' }),
    sliced('ordered', { rules: 'openAtEnd', ordered: true }),
  );
  const [one, two, other] = [coded('http://a', '1'), coded('http://a', '2'), coded('http://a', '3')];

  test.each<[string, string, object[], string[]]>([
    ['that are there', 'open', [other, two, one], []],
    ['of which one is missing', 'open', [two], ['slice Observation.category']],
    ['of which there are too many', 'open', [one, one], ['cardinality Observation.category']],
    ['beside which nothing may stand', 'closed', [one, two], []],
    ['beside which something stands', 'closed', [one, other], ['slice Observation.category[1]']],
    ['in order', 'ordered', [one, two, other], []],
    ['out of order', 'ordered', [two, one], ['slice Observation.category[1]']],
    ['behind what may stand at the end only', 'ordered', [one, other, two], ['slice Observation.category[2]']],
  ])('%s', (_, name, category, expected) => {
    expect(errorsOf(validator, claims(name, { category }))).toEqual(expected);
  });

  const components = (type: string, path: string, ...inner: readonly object[]): object =>
    profile(`by-${type}`, [
      list('Observation.component', {
        type: [{ code: 'BackboneElement' }],
        slicing: { discriminator: [{ type, path }], rules: 'closed' },
      }),
      element('Observation.component.code', { type: [concept] }),
      element('Observation.component.value[x]', { type: [{ code: 'string' }, { code: 'Quantity' }] }),
      list('Observation.component:s', { sliceName: 's', type: [{ code: 'BackboneElement' }] }),
      ...inner,
    ]);
  const byAll = validatorOf(
    components(
      'value',
      'code.coding.code',
      element('Observation.component:s.code', { type: [concept], min: 1 }),
      list('Observation.component:s.code.coding', { type: [{ code: 'Coding' }] }),
      element('Observation.component:s.code.coding.code', { type: [{ code: 'code' }], fixedCode: 'a' }),
    ),
    components(
      'exists',
      'value',
      element('Observation.component:s.value[x]', { min: 1, type: [{ code: 'string' }, { code: 'Quantity' }] }),
    ),
    components('type', 'value', element('Observation.component:s.value[x]', { type: [{ code: 'Quantity' }] })),
  );

  test.each<[string, object, string[]]>([
    ['value', { code: coded('http://x', 'a') }, []],
    ['value', { code: coded('http://x', 'b') }, ['slice Observation.component[0]']],
    ['exists', { valueString: 'x' }, []],
    ['exists', { code: coded('http://x', 'b') }, ['slice Observation.component[0]']],
    ['type', { valueQuantity: { value: 1 } }, []],
    ['type', { valueString: 'x' }, ['slice Observation.component[0]']],
  ])('told apart by %s: %j', (type, component, expected) => {
    expect(
      errorsOf(byAll, claims(`by-${type}`, { component: [component] })).filter((fault) => fault.startsWith('slice')),
    ).toEqual(expected);
  });
});

describe('a profile that says that it complies with another', () => {
  const complies = (name: string, version: string): object =>
    profile(name, [], {
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/structuredefinition-compliesWithProfile',
          valueCanonical: `${BASE}/other|${version}`,
        },
      ],
    });
  const other = profile('other', [element('Observation.code', { min: 1, type: [concept] })], { version: '1.0.0' });
  const validator = validatorOf(other, complies('same', '1.0.0'), complies('another', '2.0.0'));

  test('is held to it, in the version that it names', () => {
    expect(errorsOf(validator, claims('same', {}))).toEqual(['cardinality Observation']);
    expect(errorsOf(validator, claims('another', {}))).toEqual([]);
  });
});

test('a resource is checked against the profiles that are asked for', () => {
  const { texts } = compile(
    [{ name: 'x', resource: profile('strict', [element('Observation.code', { min: 1, type: [concept] })]) }],
    NOTHING_BELOW,
  );
  const asked = new Validator({ packages: [texts], profiles: [`${BASE}/strict`] });
  expect(errorsOf(asked, { resourceType: 'Observation', status: 'final' })).toEqual(['cardinality Observation']);
  expect(errorsOf(asked, { resourceType: 'Patient' })).toEqual([]);
});

test('a profile of another type can’t be claimed', () => {
  const validator = validatorOf(profile('observation', []));
  expect(errorsOf(validator, { resourceType: 'Patient', meta: { profile: [`${BASE}/observation`] } })).toEqual([
    'profile Patient',
  ]);
});

test('a profile without snapshot is refused by name', () => {
  const { faults } = compile(
    [{ name: 'x.json', resource: { ...profile('bare', []), snapshot: undefined } }],
    NOTHING_BELOW,
  );
  expect(faults.join()).toMatch(/^x\.json has no snapshot/);
});
