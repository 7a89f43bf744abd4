import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadFoundation } from '../../engine/knowledge.ts';

const { rules } = await loadFoundation();
/** Of the rules that the daily case rate rests on: of others it is only asked whether the resources are there. */
const ofTheRate = [...rules.values()].filter(({ claims }) => claims !== 'subject');
const needed = new Set(ofTheRate.flatMap(({ needs }) => needs.flatMap(({ place }) => place ?? [])));

function placesOf(...names: string[]): string[] {
  const texts = names.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
  return [...texts.join('\n').matchAll(/'([^']+)' as place/g)].map(([, place]) => place ?? '').sort();
}

test('each element that a rule needs is counted, once, and no other', () => {
  expect(placesOf('element_count.sql', 'provider_state.sql')).toEqual([...needed].sort());
});

test('each that can be missing in a resource that is evidence is looked for there', () => {
  // Who has no subject is no evidence; who has no episode has no days.
  const elsewhere = ['Encounter.subject', 'EpisodeOfCare.patient'];
  const due = [...needed].filter((place) => !elsewhere.includes(place));
  expect(placesOf('element_cost.sql', 'provider_state.sql')).toEqual(due.sort());
});
