import { isObject } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import { bindingFault, isKnownCode } from './binding.ts';
import { checkExtension } from './extension.ts';
import type { Invariant, Scope } from './invariants.ts';
import { CODES, graver } from './issue.ts';
import type { Finding, FindingCode, FindingSeverity, Kind } from './issue.ts';
import type { Element, Field, Linker, Shape, Type } from './link.ts';
import { unknownMember } from './unknown-member.ts';
import { equals, matchesPattern } from './pattern.ts';
import { checkReference } from './reference.ts';
import { checkNestedResource } from './resource.ts';
import { checkSlices } from './slice-check.ts';

/** A resource with more mistakes than this is broken as a whole; what is beyond is counted. */
const MAX_FINDINGS = 1000;

/** An element that is being looked into, for the contexts of extensions. */
export interface Within {
  /** Path in the definition, `HumanName.family`. */
  readonly basePath: string;
  readonly type: string;
  /** The object itself; of a primitive, the one that holds its extensions. */
  readonly value: JsonObject;
}

/**
 * Walks through one resource beside the shape that its structure gives it, and notes all that is wrong. Knows where it is: the
 * path is kept as steps, and only written out for a finding.
 */
export class Walk {
  readonly linker: Linker;
  readonly findings: Finding[] = [];
  readonly within: Within[] = [];
  readonly #path: (string | number)[];
  #scope: Scope;
  readonly #more: { count: number; gravest: FindingSeverity } = { count: 0, gravest: 'information' };

  constructor(linker: Linker, scope: Scope, path: readonly (string | number)[]) {
    this.linker = linker;
    this.#scope = scope;
    this.#path = [...path];
  }

  get scope(): Scope {
    return this.#scope;
  }

  get path(): readonly (string | number)[] {
    return this.#path;
  }

  /** How many findings there were beyond those that are kept, and how grave. */
  get more(): Readonly<{ count: number; gravest: FindingSeverity }> {
    return this.#more;
  }

  get expression(): string {
    return this.#path.reduce<string>(
      (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
      '',
    );
  }

  report(kind: Kind, message: string, severity: FindingSeverity = 'error'): void {
    this.#add(kind, CODES[kind], severity, message);
  }

  /** Does something one step further down the path. */
  at(step: string | number, work: () => void): void {
    this.#path.push(step);
    work();
    this.#path.pop();
  }

  /** Does something inside another resource than before. */
  inScope(scope: Scope, work: () => void): void {
    const before = this.#scope;
    this.#scope = scope;
    work();
    this.#scope = before;
  }

  /** Checks the members of an object, and the invariants of its shape. */
  object(value: JsonObject, shape: Shape): void {
    const keys = Object.keys(value);
    if (keys.length === 0) this.report('empty', 'an object must have members');
    for (const key of keys) this.#member(value, key, shape);
    for (const element of shape.required)
      if (!element.keys.some((key) => Object.hasOwn(value, key))) this.#missing(element);
    for (const choice of shape.choices) this.#oneOf(choice, value);
    this.invariants(shape.invariants, value, shape.name);
  }

  invariants(invariants: readonly Invariant[], value: unknown, type: string): void {
    for (const { rules, test } of invariants) {
      const holds = test(value, this.#scope, type);
      if (holds === true) continue;
      if (holds === false) this.#add(rules.key, 'invariant', rules.severity, rules.human);
      else
        this.#add(
          rules.key,
          'informational',
          'information',
          `not checked, as its expression can't be evaluated: ${rules.human}`,
        );
    }
  }

  /** Checks one value of an element: of a list, one of its items. */
  value(value: unknown, companion: unknown, element: Element, type: Type): void {
    if (type.check !== null) this.#primitive(value, companion, element, type);
    else if (value === null) this.report('json-type', 'must not be null');
    else if (isObject(value)) this.#complex(value, element, type);
    else this.report('json-type', 'must be an object');
    this.#fixed(value, element);
  }

  #add(rule: string, code: FindingCode, severity: FindingSeverity, message: string): void {
    if (this.findings.length < MAX_FINDINGS)
      this.findings.push({ severity, code, rule, expression: this.expression, message });
    else {
      this.#more.count++;
      this.#more.gravest = graver(this.#more.gravest, severity);
    }
  }

  #member(value: JsonObject, key: string, shape: Shape): void {
    const field = shape.fields.get(key);
    if (field === undefined) {
      if (key !== 'resourceType' || !shape.isResource) unknownMember(this, key, value, shape);
    } else if (!field.isCompanion) {
      this.#field(value[key], field.companion === null ? undefined : value[field.companion], field);
    } else if (!Object.hasOwn(value, key.slice(1))) this.#field(undefined, value[key], field);
  }

  #field(value: unknown, companion: unknown, field: Field): void {
    const { element } = field;
    this.#path.push(field.step);
    if (element.rules.max === 0) this.report('cardinality', 'must not be there');
    else if (element.rules.isList === true) this.#list(value, companion, field);
    else if (Array.isArray(value) || Array.isArray(companion)) this.report('json-type', 'must not be a list');
    else this.value(value, companion, element, field.type);
    this.#path.pop();
  }

  #list(value: unknown, companion: unknown, { element, type }: Field): void {
    if (!isListOrAbsent(value) || !isListOrAbsent(companion)) {
      this.report('json-type', 'must be a list');
      return;
    }
    const count = Math.max(value?.length ?? 0, companion?.length ?? 0);
    if (count === 0) this.report('empty', 'a list must not be empty');
    this.counted(count, element);
    const slices = element.slicing === null ? null : checkSlices(this, element, value ?? []);
    for (let at = 0; at < count; at++) {
      this.#path.push(at);
      const slice = slices?.[at] ?? null;
      this.value(value?.[at], companion?.[at], slice ?? element, slice?.types[0] ?? type);
      this.#path.pop();
    }
  }

  /** How many there may be; that there is one at all is asked of the object. */
  counted(count: number, { rules }: Element, name = ''): void {
    const { min, max } = rules;
    if (count > 0 && count < min)
      this.report('cardinality', `${name}needs at least ${min}; there ${count === 1 ? 'is' : 'are'} ${count}`);
    if (max !== null && count > max) this.report('cardinality', `${name}takes at most ${max}; there are ${count}`);
  }

  #missing({ rules }: Element): void {
    this.report('cardinality', `needs ${rules.name}${rules.min > 1 ? `, at least ${rules.min}` : ''}`);
  }

  #oneOf({ keys, rules }: Element, value: JsonObject): void {
    const found = keys.filter(
      (key) => !key.startsWith('_') && (Object.hasOwn(value, key) || Object.hasOwn(value, `_${key}`)),
    );
    if (found.length > 1) this.report('choice', `${rules.name} must be of one type; there are ${found.length}`);
  }

  #primitive(value: unknown, companion: unknown, element: Element, type: Type): void {
    if (companion !== undefined && companion !== null) this.#companion(companion, element, type);
    // In a list, null stands for a value that has extensions only.
    else if (value === null || value === undefined) this.report('json-type', 'must not be null');
    if (value === null || value === undefined) return;
    const fault = type.check?.(value) ?? null;
    if (fault !== null) this.report(fault.rule, fault.message);
    else {
      const bound = bindingFault(value, element, type.code);
      if (bound !== null) this.report(bound.kind, bound.message, bound.severity);
      this.#limits(value, element);
    }
    if (element.invariants.length > 0 && fault === null) this.invariants(element.invariants, value, type.code);
  }

  #limits(value: unknown, { rules: { maxLength, minValue, maxValue } }: Element): void {
    if (maxLength !== undefined && typeof value === 'string' && value.length > maxLength)
      this.report('range', `must not be longer than ${maxLength} characters`);
    if (minValue !== undefined && typeof value === typeof minValue && value !== minValue && isBefore(value, minValue))
      this.report('range', `must not be below ${minValue}`);
    if (maxValue !== undefined && typeof value === typeof maxValue && value !== maxValue && isBefore(maxValue, value))
      this.report('range', `must not be above ${maxValue}`);
  }

  /** Id and extensions of a primitive. */
  #companion(companion: unknown, element: Element, type: Type): void {
    const shape = element.shape ?? this.linker.type('Element')?.shape;
    if (!isObject(companion)) this.report('json-type', 'the member that holds id and extensions must be an object');
    else if (shape !== undefined) {
      this.within.push({ basePath: element.rules.basePath, type: type.code, value: companion });
      this.object(companion, shape);
      this.within.pop();
    }
  }

  #complex(value: JsonObject, element: Element, type: Type): void {
    if (type.code === 'Resource' || type.structure?.rules.kind === 'resource') {
      checkNestedResource(this, value, element, type);
      this.invariants(element.invariants, value, type.code);
      return;
    }
    this.within.push({ basePath: element.rules.basePath, type: type.code, value });
    if (type.code === 'Extension') checkExtension(this, value, element, type);
    else this.#dataType(value, element, type);
    this.invariants(element.invariants, value, element.shape?.name ?? type.code);
    this.within.pop();
  }

  #dataType(value: JsonObject, element: Element, type: Type): void {
    const structure = type.structure;
    const shape = element.shape ?? structure?.shape;
    if (shape !== undefined) this.object(value, shape);
    // what looks into a data type lists its children again, but not what holds for the type as a whole
    if (element.shape !== null && structure !== undefined)
      this.invariants(structure.shape.invariants, value, type.code);
    this.#profiles(value, type);
    if (type.code === 'Reference') checkReference(this, value, type);
    else if (type.code === 'Coding' && !isKnownCode(value, this.linker))
      this.report('code', 'is no code of its system');
    else if (type.code === 'Identifier' && isRelative(value['system']))
      this.report('format', 'system must be an absolute URI');
    const bound = bindingFault(value, element, type.code);
    if (bound !== null) this.report(bound.kind, bound.message, bound.severity);
  }

  /** Profiles of data types: SimpleQuantity, a Money of one's own. */
  #profiles(value: JsonObject, { rules: { profiles = [] } }: Type): void {
    const structures = profiles.flatMap((url) => this.linker.structure(url) ?? []);
    const [only] = structures;
    if (only === undefined || structures.length < profiles.length) return;
    if (structures.length === 1) this.object(value, only.shape);
    else if (!structures.some(({ rules }) => this.conforms(value, rules.url)))
      this.report('profile', 'conforms to none of the profiles that it may have');
  }

  /** Whether a value conforms to a profile; finds out without noting anything. A profile that isn't here can't be decided, and passes. */
  readonly conforms = (value: unknown, profile: string): boolean => {
    const structure = this.linker.structure(profile);
    if (structure === undefined) return true;
    if (!isObject(value)) return false;
    if (
      structure.rules.kind === 'resource' &&
      structure.rules.type !== 'Resource' &&
      value['resourceType'] !== structure.rules.type
    )
      return false;
    const isResource = structure.rules.kind === 'resource';
    const trial = new Walk(
      this.linker,
      isResource ? { resource: value, rootResource: this.scope.rootResource } : this.scope,
      [],
    );
    trial.object(value, structure.shape);
    return !trial.findings.some(({ severity }) => severity === 'error');
  };

  #fixed(value: unknown, { rules: { fixed, pattern } }: Element): void {
    if (fixed !== undefined && !equals(value, fixed))
      this.report('fixed', 'must have the value that the profile fixes');
    if (pattern !== undefined && !matchesPattern(value, pattern))
      this.report('pattern', 'must have what the profile’s pattern has');
  }
}

/** FHIR R4, datatypes.html, Identifier.system: an absolute URI, as it must mean the same everywhere. */
function isRelative(uri: unknown): boolean {
  return typeof uri === 'string' && uri !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri);
}

function isListOrAbsent(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}

function isBefore(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  return typeof one === 'string' && typeof other === 'string' && one < other;
}
