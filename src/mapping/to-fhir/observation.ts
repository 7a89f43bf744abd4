import type { CodeableConcept, Observation } from '@medplum/fhirtypes';
import { claiming, concept, ourConcept, unknownConcept, unknownElement } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { LOINC, SNOMED, hl7 } from './systems.ts';

/** US Core wants a category of each; pregnancy is social history there, and so is the rest. */
const SOCIAL_HISTORY = concept(hl7('observation-category'), 'social-history');

type Value = Pick<Observation, 'valueBoolean' | 'valueCodeableConcept' | 'valueDateTime' | 'dataAbsentReason'>;

/** Pregnancy status as US Core and the International Patient Summary code it. */
const PREGNANCY: ReadonlyMap<string, () => CodeableConcept> = new Map([
  ['pregnant', () => concept(SNOMED, '77386006')],
  ['not-pregnant', () => concept(SNOMED, '60001007')],
  ['possible', () => concept(SNOMED, '146799005')],
  ['unknown', () => concept(hl7('v3-NullFlavor'), 'UNK')],
]);
const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['y', true],
  ['false', false],
  ['no', false],
  ['n', false],
]);
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

const inWords = (text: string): Value => ({ valueCodeableConcept: { text } });
const truthOf = (text: string): Value => {
  const valueBoolean = TRUTH.get(text.toLowerCase());
  return valueBoolean === undefined ? inWords(text) : { valueBoolean };
};

/** Perinatal facts → what the Observation is of, and how its value reads. A value that reads otherwise is kept in words. */
const PERINATAL: ReadonlyMap<string, { code: () => CodeableConcept; value: (text: string) => Value }> = new Map([
  [
    'status',
    {
      code: () => concept(LOINC, '82810-3'),
      value: (text: string) => ({ valueCodeableConcept: PREGNANCY.get(text)?.() ?? { text } }),
    },
  ],
  // Its date is the end of the pregnancy.
  ['outcome', { code: () => concept(LOINC, '63893-2'), value: inWords }],
  [
    'edd',
    {
      code: () => concept(LOINC, '11778-8'),
      value: (text: string) => (DATE.test(text) ? { valueDateTime: text } : inWords(text)),
    },
  ],
  ['parenting', { code: () => ourConcept('perinatal', 'parenting'), value: truthOf }],
  ['dcf-case-open', { code: () => ourConcept('perinatal', 'dcf-case-open'), value: truthOf }],
]);

/** US Core demands a value of the pregnancy status; that nobody knows it is one. */
function unknownValue(fact: string): Value {
  return fact === 'status'
    ? { valueCodeableConcept: concept(hl7('v3-NullFlavor'), 'UNK') }
    : { dataAbsentReason: unknownConcept() };
}

/** US Core demands the date of the pregnancy status, or to be told that nobody knows it. */
function effective(date: string | undefined): Pick<Observation, 'effectiveDateTime'> | typeof UNKNOWN_EFFECTIVE {
  return date === undefined ? UNKNOWN_EFFECTIVE : { effectiveDateTime: date };
}
const UNKNOWN_EFFECTIVE = { _effectiveDateTime: unknownElement() };

export function perinatalOf(row: Linked<'perinatal'>, refs: References): Observation {
  const fact = PERINATAL.get(row.fact);
  if (fact === undefined)
    throw new TypeError(`a row's code is none of perinatal-fact: ${[...PERINATAL.keys()].join(', ')}`);
  return {
    resourceType: 'Observation',
    id: refs.id('perinatal', row.id),
    ...claiming(row.fact === 'status' ? 'perinatal-status' : 'perinatal-fact'),
    status: 'final',
    category: [SOCIAL_HISTORY],
    code: fact.code(),
    subject: referenceTo(refs, row.member),
    ...effective(row.date),
    ...(row.value === undefined ? unknownValue(row.fact) : fact.value(row.value)),
  };
}

export function stageOf(row: Linked<'stage'>, refs: References): Observation {
  return {
    resourceType: 'Observation',
    id: refs.id('stage', row.id),
    ...claiming('stage-of-change'),
    status: 'final',
    category: [SOCIAL_HISTORY],
    // Stage of change.
    code: concept(SNOMED, '134408007'),
    subject: referenceTo(refs, row.member),
    ...(row.contact !== undefined && { encounter: referenceTo(refs, row.contact) }),
    ...effective(row.date),
    valueCodeableConcept: ourConcept('stage-of-change', row.stage),
  };
}
