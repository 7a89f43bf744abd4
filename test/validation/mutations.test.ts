/** Valid resources, broken in one place: each kind of mistake is found. `npm run test:validator` asks HL7's engine whether they are mistakes. */
import { expect, test } from 'vitest';
import { builtDefinitions, Definitions } from '../../src/validation/definitions.ts';
import { faultsOf } from './faults.ts';
import { generated } from './hl7/corpora.ts';
import type { Example } from './hl7/corpora.ts';
import { MUTATIONS } from './mutations.ts';
import { seeded } from './seeded.ts';

const SEED = 11;
const EACH = 10;
const definitions = new Definitions([builtDefinitions()]);
/** Generated resources have no Quantity, and one rule is about nothing else. */
const WITH_QUANTITY: Example = {
  name: 'Observation/with-quantity',
  resource: {
    resourceType: 'Observation',
    id: 'with-quantity',
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Weight: 70 kg</div>' },
    status: 'final',
    code: { text: 'weight' },
    valueQuantity: { value: 70, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  },
};
const resources = [...generated(30, SEED, 2), WITH_QUANTITY];
/** These say what a US Core example would break; resources of ours may be without it and valid. */
const NOT_ALWAYS = 'fixed or pattern, slice: a slice that is needed is not there';

test('what is to be broken is valid', () => {
  expect(resources.length).toBeGreaterThan(50);
  expect(resources.flatMap(({ name, resource }) => faultsOf(resource).map((fault) => `${name}: ${fault}`))).toEqual([]);
});

test.each(MUTATIONS.filter(({ kind }) => kind !== NOT_ALWAYS))('$kind', ({ kind, apply }) => {
  const pick = seeded(`${SEED} ${kind}`);
  const unseen: string[] = [];
  let made = 0;
  // what only one resource can be broken by must not be left to chance
  const breakable = resources.filter(({ resource }) => apply(structuredClone(resource), pick, definitions));
  expect(breakable).not.toEqual([]);
  for (let trial = 0; trial < 400 && made < EACH; trial++) {
    const example = breakable[pick(breakable.length)];
    const resource = structuredClone(example?.resource ?? {});
    if (!apply(resource, pick, definitions)) continue;
    made++;
    if (faultsOf(resource).length === 0)
      unseen.push(`${example?.name ?? ''}, trial ${trial}: ${JSON.stringify(resource)}`);
  }
  expect(made).toBe(EACH);
  expect(unseen).toEqual([]);
});
