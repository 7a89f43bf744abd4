/** One broken rule at a time: each mutation breaks one kind of rule in one place of a valid resource, chosen by a seed. */
import type { Definitions } from '../../src/validation/definitions.ts';
import type { ElementRules } from '../../src/validation/structure.ts';
import { isJson, nodesOf, put } from './nodes.ts';
import type { Json, Node } from './nodes.ts';

/** A whole number from 0 up to, not including, `below`. */
export type Pick = (below: number) => number;

export interface Mutation {
  readonly kind: string;
  /** Breaks the resource in place; false where it has nothing to be broken so. */
  readonly apply: (resource: Json, pick: Pick, definitions: Definitions) => boolean;
}

const oneOf = <T>(items: readonly T[], pick: Pick): T | undefined => items[pick(Math.max(items.length, 1))];

/** Changes one of the nodes that fit. */
function change(kind: string, fits: (node: Node) => boolean, to: (node: Node, pick: Pick) => unknown): Mutation {
  return {
    kind,
    apply: (resource, pick) => {
      const node = oneOf(nodesOf(resource).filter(fits), pick);
      if (node === undefined) return false;
      put(node, to(node, pick));
      return true;
    },
  };
}

/** Adds to one of the objects that fit. */
function add(kind: string, fits: (node: Node) => boolean, into: (value: Json, node: Node) => void): Mutation {
  return {
    kind,
    apply: (resource, pick) => {
      const node = oneOf(
        nodesOf(resource).filter((one) => isJson(one.value) && fits(one)),
        pick,
      );
      if (node === undefined || !isJson(node.value)) return false;
      into(node.value, node);
      return true;
    },
  };
}

const own = (kind: string, apply: (resource: Json, pick: Pick) => boolean): Mutation => ({ kind, apply });
const ofType =
  (...types: readonly string[]) =>
  ({ type }: Node): boolean =>
    types.includes(type);
const TEXTS = ['string', 'code', 'uri', 'url', 'canonical', 'id', 'markdown', 'date', 'dateTime', 'instant'];
const NO_TEXT = { resourceType: true, div: true };
const isText = (node: Node): boolean =>
  TEXTS.includes(node.type) && typeof node.value === 'string' && !(node.key in NO_TEXT);
const B = 'https://peerbridge.dev/fhir';

/** What a profile or type says of the elements of a resource. */
function rulesOf(resource: Json, definitions: Definitions): ElementRules | undefined {
  const { meta } = resource;
  const claimed = isJson(meta) && Array.isArray(meta['profile']) ? String(meta['profile'][0]) : '';
  const structure = definitions.structure(claimed) ?? definitions.type(String(resource['resourceType']));
  return structure?.root;
}

/** Elements that must be there, and are, with what holds them; slices and their insides left out. */
function requiredIn(value: Json, rules: ElementRules): { holder: Json; key: string }[] {
  return (rules.children ?? []).flatMap((child) => {
    const key = Object.keys(value).find(
      (one) => one === child.name || (child.isChoice === true && one.startsWith(child.name)),
    );
    if (key === undefined) return [];
    const inner: unknown[] = [value[key]].flat();
    const below = inner.flatMap((one) => (isJson(one) ? requiredIn(one, child) : []));
    return [...(child.min > 0 ? [{ holder: value, key }] : []), ...below];
  });
}

interface Bound {
  readonly holder: Json;
  readonly key: string;
  readonly value: unknown;
}

function boundIn(value: Json, rules: ElementRules): Bound[] {
  return (rules.children ?? []).flatMap((child) => {
    const key = Object.keys(value).find(
      (one) => one === child.name || (child.isChoice === true && one.startsWith(child.name)),
    );
    if (key === undefined) return [];
    const inner: unknown[] = [value[key]].flat();
    const below = inner.flatMap((one) => (isJson(one) ? boundIn(one, child) : []));
    return [...(child.binding?.strength === 'required' ? [{ holder: value, key, value: value[key] }] : []), ...below];
  });
}

function unbind(value: unknown): unknown {
  if (typeof value === 'string') return 'no-such-code';
  if (Array.isArray(value)) return value.map(unbind);
  if (!isJson(value)) return value;
  if (Array.isArray(value['coding'])) return { ...value, coding: value['coding'].map(unbind) };
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'display'));
  return { ...rest, code: 'no-such-code' };
}

const WRONG_JSON: Readonly<Record<string, unknown>> = {
  string: 7,
  code: true,
  boolean: 'yes',
  integer: '1',
  positiveInt: '1',
  decimal: '1.5',
  date: 20260101,
  dateTime: 2026,
};
const ILL_FORMED: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-1-2', '03/04/2026', '2026-13-01'],
  dateTime: ['2026-03-04T10:00:00', '2026-03-04 10:00:00Z', '2026-03-04T25:00:00Z', '20260304'],
  instant: ['2026-03-04', '2026-03-04T10:00:00'],
  code: [' final', 'a  b'],
  id: ['a b', 'x'.repeat(65), 'ä'],
  uri: ['urn:oid:abc', 'http://a b', 'urn:uuid:XYZ'],
};

export const MUTATIONS: readonly Mutation[] = [
  {
    kind: 'cardinality: a required element is missing',
    apply: (resource, pick, definitions) => {
      const rules = rulesOf(resource, definitions);
      const found = rules === undefined ? undefined : oneOf(requiredIn(resource, rules), pick);
      if (found === undefined) return false;
      Reflect.deleteProperty(found.holder, found.key);
      return true;
    },
  },
  own('cardinality: too many', (resource) => {
    const { category, resourceType } = resource;
    // Claim.supportingInfo and the like have no upper bound; a list of one is one of a profile of ours, or of US Core
    if (resourceType !== 'Encounter' || !Array.isArray(resource['type']) || category !== undefined) return false;
    resource['statusHistory'] = [{ status: 'planned', period: { start: '2026-01-01' } }, { status: 'planned' }];
    return true;
  }),
  {
    kind: 'binding: a code of no required value set',
    apply: (resource, pick, definitions) => {
      const rules = rulesOf(resource, definitions);
      const found = rules === undefined ? undefined : oneOf(boundIn(resource, rules), pick);
      if (found === undefined) return false;
      found.holder[found.key] = unbind(found.value);
      return true;
    },
  },
  add(
    'code: none of its system',
    ({ type, value }) =>
      type === 'Coding' && isJson(value) && /terminology\.hl7\.org|peerbridge/.test(String(value['system'])),
    (value) => {
      value['code'] = 'no-such-code';
      delete value['display'];
    },
  ),
  add('format: an identifier’s system that is relative', ofType('Identifier'), (value) => {
    value['system'] = 'local-ids';
  }),
  change(
    'type: another JSON type',
    ({ type, value, key }) => type in WRONG_JSON && typeof value !== 'object' && !(key in NO_TEXT),
    ({ type }) => WRONG_JSON[type],
  ),
  own('type: an object in place of a list', (resource, pick) => {
    const node = oneOf(
      nodesOf(resource).filter(({ isList, index }) => isList && index === 0),
      pick,
    );
    if (node === undefined) return false;
    node.holder[node.key] = node.value;
    return true;
  }),
  own('type: a list in place of one value', (resource, pick) => {
    const node = oneOf(
      nodesOf(resource).filter(({ isList, key }) => !isList && key !== 'resourceType'),
      pick,
    );
    if (node === undefined) return false;
    node.holder[node.key] = [node.value];
    return true;
  }),
  change(
    'type: text in place of an object',
    ({ value, type }) => isJson(value) && type !== 'Resource',
    () => 'text',
  ),
  own('unknown element', (resource, pick) => {
    const node = oneOf(
      nodesOf(resource).filter(({ value, type }) => isJson(value) && type !== 'Extension'),
      pick,
    );
    const target = node !== undefined && isJson(node.value) ? node.value : resource;
    target['actualPeriod'] = { start: '2026-01-01' };
    return true;
  }),
  change(
    'format: ill-formed value',
    ({ type, value }) => type in ILL_FORMED && typeof value === 'string',
    ({ type }, pick) => oneOf(ILL_FORMED[type] ?? [], pick),
  ),
  change('date that does not exist', ofType('date', 'dateTime'), (_, pick) =>
    oneOf(['2026-02-30', '2026-04-31', '2025-02-29'], pick),
  ),
  change('empty text', isText, () => ''),
  change(
    'empty object',
    ({ value, type }) => isJson(value) && type !== 'Resource',
    () => ({}),
  ),
  own('empty list', (resource, pick) => {
    const node = oneOf(
      nodesOf(resource).filter(({ isList, index }) => isList && index === 0),
      pick,
    );
    if (node === undefined) return false;
    node.holder[node.key] = [];
    return true;
  }),
  change(
    'null',
    ({ value, key }) => typeof value === 'string' && key !== 'resourceType',
    () => null,
  ),
  add(
    'reference: wrong type of target',
    (node) =>
      node.type === 'Reference' &&
      isJson(node.value) &&
      typeof node.value['reference'] === 'string' &&
      // it takes any type
      !(node.holderType === 'QuestionnaireResponse' && node.key === 'subject'),
    (value) => {
      value['reference'] = 'StructureMap/x';
      delete value['type'];
    },
  ),
  add(
    'reference: contained resource that is not there',
    (node) => node.type === 'Reference' && !node.isContained,
    (value) => {
      value['reference'] = '#nowhere';
    },
  ),
  own('reference: contained resource of a wrong type', (resource, pick) => {
    const node = oneOf(
      nodesOf(resource).filter(({ type, value, isContained }) => type === 'Reference' && isJson(value) && !isContained),
      pick,
    );
    if (node === undefined || !isJson(node.value)) return false;
    node.value['reference'] = '#map';
    delete node.value['type'];
    resource['contained'] = [{ resourceType: 'Basic', id: 'map', code: { text: 'x' } }];
    return true;
  }),
  own('contained: nobody refers to it', (resource) => {
    resource['contained'] = [{ resourceType: 'Organization', id: 'lonely', name: 'x' }];
    return true;
  }),
  own('contained: contains another', (resource) => {
    const inner = { resourceType: 'Organization', id: 'inner', name: 'x' };
    resource['contained'] = [
      {
        resourceType: 'Organization',
        id: 'outer',
        name: 'x',
        contained: [inner],
        partOf: { reference: '#inner' },
        endpoint: [{ reference: '#' }],
      },
    ];
    return true;
  }),
  add(
    'choice: two types at once',
    ({ type }) => type === 'Extension',
    (value) => {
      value['valueString'] = 'x';
      value['valueBoolean'] = true;
    },
  ),
  own('choice: a type that the element does not take', (resource) => {
    const names: Readonly<Record<string, string>> = {
      Observation: 'valueAttachment',
      Procedure: 'performedDecimal',
      Patient: 'deceasedString',
      Condition: 'onsetInteger',
      ServiceRequest: 'occurrenceString',
    };
    const name = names[String(resource['resourceType'])];
    if (name === undefined) return false;
    for (const key of Object.keys(resource))
      if (key.startsWith(name.replace(/[A-Z].*/, ''))) Reflect.deleteProperty(resource, key);
    resource[name] = name.endsWith('Attachment') ? { title: 'x' } : name.endsWith('String') ? 'x' : 1;
    return true;
  }),
  add(
    'extension: without value',
    ({ type, value }) => type === 'Extension' && isJson(value) && value['extension'] === undefined,
    (value) => {
      for (const key of Object.keys(value)) if (key.startsWith('value')) Reflect.deleteProperty(value, key);
    },
  ),
  add(
    'extension: without url',
    ({ type }) => type === 'Extension',
    (value) => {
      delete value['url'];
    },
  ),
  own('extension: value of another type', (resource) => {
    const extension = { url: 'http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal', valueString: 'x' };
    const held: unknown[] = Array.isArray(resource['extension']) ? resource['extension'] : [];
    resource['extension'] = [...held, extension];
    return true;
  }),
  own('extension: inner extension that it does not have', (resource) => {
    if (resource['resourceType'] !== 'Patient') return false;
    resource['extension'] = [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-nationality',
        extension: [{ url: 'nickname', valueString: 'x' }],
      },
    ];
    return true;
  }),
  add(
    'extension: where it may not stand',
    ({ type }) => ['Period', 'CodeableConcept', 'Identifier'].includes(type),
    (value) => {
      value['extension'] = [
        { url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { city: 'x' } },
      ];
    },
  ),
  add('per-1: end before start', ofType('Period'), (value) => {
    value['start'] = '2026-03-04';
    value['end'] = '2026-03-03';
  }),
  add('qty-3: code without system', ofType('Quantity'), (value) => {
    value['code'] = 'kg';
    delete value['system'];
  }),
  own('cpt-2: contact point without system', (resource) => {
    if (!['Patient', 'Organization', 'Practitioner', 'PractitionerRole'].includes(String(resource['resourceType'])))
      return false;
    resource['telecom'] = [{ value: '555-0100' }];
    return true;
  }),
  own('txt-1: active content', (resource) => {
    resource['text'] = {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml">x<script>y</script></div>',
    };
    return true;
  }),
  own('txt-2: empty narrative', (resource) => {
    resource['text'] = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"> </div>' };
    return true;
  }),
  own('invariant of a resource', (resource) => {
    const breaks: Readonly<Record<string, (one: Json) => void>> = {
      Observation: (one) => (one['dataAbsentReason'] = { text: 'x' }),
      Organization: (one) => {
        delete one['name'];
        delete one['identifier'];
      },
      Consent: (one) => {
        delete one['policy'];
        delete one['policyRule'];
      },
      CarePlan: (one) =>
        (one['activity'] = [{ reference: { reference: 'Task/1' }, detail: { status: 'in-progress' } }]),
      Patient: (one) => (one['contact'] = [{ gender: 'female' }]),
      Goal: (one) => (one['target'] = [{ detailString: 'x', dueDate: '2026-01-01' }]),
    };
    const broken = breaks[String(resource['resourceType'])];
    broken?.(resource);
    return broken !== undefined;
  }),
  own('fixed or pattern, slice: a slice that is needed is not there', (resource) => {
    const { category } = resource;
    if (
      !Array.isArray(category) ||
      !['Observation', 'CarePlan', 'ServiceRequest', 'Condition'].includes(String(resource['resourceType']))
    )
      return false;
    resource['category'] = [{ text: 'something else' }];
    return true;
  }),
  own('profile of ours: an engagement that is no boolean', (resource) => {
    if (resource['resourceType'] !== 'Encounter') return false;
    resource['extension'] = [{ url: `${B}/StructureDefinition/member-engaged`, valueString: 'yes' }];
    return true;
  }),
  own('profile of ours: a contact mode of no code', (resource) => {
    if (resource['resourceType'] !== 'Encounter') return false;
    const coding = [{ system: `${B}/CodeSystem/contact-mode`, code: 'pigeon' }];
    resource['extension'] = [{ url: `${B}/StructureDefinition/contact-mode`, valueCodeableConcept: { coding } }];
    return true;
  }),
];
