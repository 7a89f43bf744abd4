/**
 * Invariants of FHIR R4 and US Core, by their expression: what FHIRPath says, as code. Each gives the same as the FHIRPath
 * library on generated values (test/validation/invariants.test.ts).
 */
import { isNpi } from '../definitions/npi.ts';
import { isObject } from '../lake/json-text.ts';
import type { InvariantTest } from './invariants.ts';
import { checkNarrative, hasContent } from './narrative.ts';
import { listed, member } from './node-path.ts';

/** FHIRPath's `exists()` of a child: a primitive may have extensions and no value. */
function has(node: unknown, name: string): boolean {
  return isObject(node) && (Object.hasOwn(node, name) || Object.hasOwn(node, `_${name}`));
}

/** The same of a choice. */
function hasChoice(node: unknown, name: string): boolean {
  return (
    isObject(node) &&
    Object.keys(node).some(
      (key) =>
        (key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length))) ||
        (key.startsWith(`_${name}`) && /^[A-Z]/.test(key.slice(name.length + 1))),
    )
  );
}

const count = (node: unknown, name: string): number => listed(member(node, name)).length;
const hasCode = (concept: unknown, system: string, ...codes: readonly string[]): boolean =>
  listed(concept).some((one) =>
    listed(member(one, 'coding')).some(
      (coding) => member(coding, 'system') === system && codes.some((code) => member(coding, 'code') === code),
    ),
  );

/**
 * Whether a start is certainly not after an end. Of dates that are equal as far as the shorter one goes that isn't certain: FHIRPath
 * gives empty, and an invariant that is empty doesn't hold.
 */
function isNotAfter(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return true;
  if (start.length > 10 && end.length > 10) {
    const [from, to] = [Date.parse(start), Date.parse(end)];
    return Number.isNaN(from) || Number.isNaN(to) || from <= to;
  }
  const precision = Math.min(start.length, end.length, 10);
  const [from, to] = [start.slice(0, precision), end.slice(0, precision)];
  return start.length === end.length ? from <= to : from < to;
}

/** Strings anywhere in a value that begin with `#`: references to contained resources. */
function localReferences(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') {
    if (value.startsWith('#')) found.add(value);
  } else if (Array.isArray(value)) for (const one of value) localReferences(one, found);
  else if (isObject(value)) for (const key of Object.keys(value)) localReferences(value[key], found);
  return found;
}

const containedIs =
  (test: (contained: unknown) => boolean): InvariantTest =>
  (node) =>
    listed(member(node, 'contained')).every(test);
const atMostWith =
  (name: string, needed: string): InvariantTest =>
  (node) =>
    !has(node, name) || has(node, needed);
const isFinal = (node: unknown): boolean =>
  ['partial', 'preliminary', 'final', 'amended', 'corrected', 'appended'].some(
    (status) => member(node, 'status') === status,
  );
const narrativeIsFine: InvariantTest = (node) => typeof node !== 'string' || checkNarrative(node) === null;
const timed: InvariantTest = (node, _, type) => type !== 'dateTime' || (typeof node === 'string' && node.length >= 10);
const notNegative =
  (name: string): InvariantTest =>
  (node) => {
    const value = member(node, name);
    return typeof value !== 'number' || value >= 0;
  };

const hasNpi: InvariantTest = (node) => {
  const value = member(node, 'value');
  return typeof value === 'string' && isNpi(value);
};
const NPI_CHECK =
  '(((select(value.substring(0,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(1,1).toInteger())+(select(value.substring(2,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(3,1).toInteger())+(select(value.substring(4,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(5,1).toInteger())+(select(value.substring(6,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(7,1).toInteger())+(select(value.substring(8,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(9,1).toInteger()) + 24)mod 10=0)';

export const HAND_WRITTEN: ReadonlyMap<string, InvariantTest> = new Map<string, InvariantTest>([
  // Resource
  ['contained.contained.empty()', containedIs((one) => !has(one, 'contained'))],
  [
    'contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()',
    containedIs((one) => !has(member(one, 'meta'), 'versionId') && !has(member(one, 'meta'), 'lastUpdated')),
  ],
  ['contained.meta.security.empty()', containedIs((one) => !has(member(one, 'meta'), 'security'))],
  [
    "contained.where((('#'+id in (%resource.descendants().reference | %resource.descendants().as(canonical) | %resource.descendants().as(uri) | %resource.descendants().as(url))) or descendants().where(reference = '#').exists() or descendants().where(as(canonical) = '#').exists() or descendants().where(as(canonical) = '#').exists()).not()).trace('unmatched', id).empty()",
    (node) => {
      const contained = listed(member(node, 'contained'));
      if (contained.length === 0) return true;
      const all = localReferences(node);
      return contained.every((one) => all.has(`#${String(member(one, 'id'))}`) || localReferences(one).has('#'));
    },
  ],
  // Data types
  ['extension.exists() != value.exists()', (node) => has(node, 'extension') !== hasChoice(node, 'value')],
  [
    "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))",
    (node, { rootResource }) => {
      const reference = member(node, 'reference');
      if (typeof reference !== 'string' || !reference.startsWith('#') || reference === '#') return true;
      return listed(member(rootResource, 'contained')).some((one) => member(one, 'id') === reference.slice(1));
    },
  ],
  [
    'start.hasValue().not() or end.hasValue().not() or (start <= end)',
    (node) => isNotAfter(member(node, 'start'), member(node, 'end')),
  ],
  ['code.empty() or system.exists()', atMostWith('code', 'system')],
  ['value.empty() or system.exists()', atMostWith('value', 'system')],
  ['data.empty() or contentType.exists()', atMostWith('data', 'contentType')],
  ['htmlChecks()', narrativeIsFine],
  ['txt-2', (node) => typeof node !== 'string' || hasContent(node)],
  ['duration.empty() or durationUnit.exists()', atMostWith('duration', 'durationUnit')],
  ['period.empty() or periodUnit.exists()', atMostWith('period', 'periodUnit')],
  ['duration.exists() implies duration >= 0', notNegative('duration')],
  ['period.exists() implies period >= 0', notNegative('period')],
  ['periodMax.empty() or period.exists()', atMostWith('periodMax', 'period')],
  ['durationMax.empty() or duration.exists()', atMostWith('durationMax', 'duration')],
  ['countMax.empty() or count.exists()', atMostWith('countMax', 'count')],
  // Resources of peer services
  ['detail.empty() or reference.empty()', (node) => !has(node, 'detail') || !has(node, 'reference')],
  ['policy.exists() or policyRule.exists()', (node) => has(node, 'policy') || has(node, 'policyRule')],
  [
    "patient.exists() or scope.coding.where(system='something' and code='patient-privacy').exists().not()",
    consented('patient-privacy'),
  ],
  [
    "patient.exists() or scope.coding.where(system='something' and code='research').exists().not()",
    consented('research'),
  ],
  ["patient.exists() or scope.coding.where(system='something' and code='adr').exists().not()", consented('adr')],
  [
    "patient.exists() or scope.coding.where(system='something' and code='treatment').exists().not()",
    consented('treatment'),
  ],
  [
    '(detail.exists() and measure.exists()) or detail.exists().not()',
    (node) => !hasChoice(node, 'detail') || has(node, 'measure'),
  ],
  ['dataAbsentReason.empty() or value.empty()', (node) => !has(node, 'dataAbsentReason') || !hasChoice(node, 'value')],
  [
    'low.exists() or high.exists() or text.exists()',
    (node) => has(node, 'low') || has(node, 'high') || has(node, 'text'),
  ],
  [
    'value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()',
    (node) => {
      const own = new Set(listed(member(member(node, 'code'), 'coding')).map((coding) => JSON.stringify(coding)));
      const others = listed(member(node, 'component')).flatMap((one) => listed(member(member(one, 'code'), 'coding')));
      return !hasChoice(node, 'value') || !others.some((coding) => own.has(JSON.stringify(coding)));
    },
  ],
  ['(identifier.count() + name.count()) > 0', (node) => count(node, 'identifier') > 0 || has(node, 'name')],
  ["where(use = 'home').empty()", (node) => member(node, 'use') !== 'home'],
  [
    'name.exists() or telecom.exists() or address.exists() or organization.exists()',
    (node) => has(node, 'name') || has(node, 'telecom') || has(node, 'address') || has(node, 'organization'),
  ],
  ['(answer.exists() and item.exists()).not()', (node) => !has(node, 'answer') || !has(node, 'item')],
  ['orderDetail.empty() or code.exists()', atMostWith('orderDetail', 'code')],
  // Vital signs and US Core
  [
    '(component.empty() and hasMember.empty()) implies (dataAbsentReason.exists() or value.exists())',
    (node) =>
      has(node, 'component') || has(node, 'hasMember') || has(node, 'dataAbsentReason') || hasChoice(node, 'value'),
  ],
  ['value.exists() or dataAbsentReason.exists()', (node) => hasChoice(node, 'value') || has(node, 'dataAbsentReason')],
  ['$this is DateTime implies $this.toString().length() >= 10', timed],
  ['$this is dateTime implies $this.toString().length() >= 10', timed],
  ["value.matches('^[0-9]{10}$')", (node) => /^\d{10}$/.test(String(member(node, 'value')))],
  ["value.matches('^[0-9]{5}$')", (node) => /^\d{5}$/.test(String(member(node, 'value')))],
  [NPI_CHECK, hasNpi],
  [
    "identifier.type.coding.where(system='http://terminology.hl7.org/CodeSystem/v2-0203' and code='MB').exists() or subscriberId.exists()",
    (node) =>
      has(node, 'subscriberId') ||
      listed(member(node, 'identifier')).some((one) =>
        hasCode(member(one, 'type'), 'http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'),
      ),
  ],
  [
    'practitioner.exists() or organization.exists() or healthcareService.exists() or location.exists()',
    (node) => ['practitioner', 'organization', 'healthcareService', 'location'].some((name) => has(node, name)),
  ],
  [
    "(status='partial' or status='preliminary' or status='final' or status='amended' or status='corrected' or status='appended' ) implies effective.exists()",
    (node) => !isFinal(node) || hasChoice(node, 'effective'),
  ],
  ['name.exists() or relationship.exists()', (node) => has(node, 'name') || has(node, 'relationship')],
  ['url.exists() or data.exists()', (node) => has(node, 'url') || has(node, 'data')],
  [
    "(status='completed' or status='in-progress') implies performed.exists()",
    (node) =>
      !['completed', 'in-progress'].some((status) => member(node, 'status') === status) || hasChoice(node, 'performed'),
  ],
]);

function consented(code: string): InvariantTest {
  return (node) => has(node, 'patient') || !hasCode(member(node, 'scope'), 'something', code);
}
