import { choiceMembers, nodesAt, stepsOf } from './node-path.ts';
import type { Step } from './node-path.ts';
import { Element } from './link.ts';
import type { Linker } from './link.ts';
import { equals, matchesPattern } from './pattern.ts';
import type { DiscriminatorRules, ElementRules, StructureRules } from './structure.ts';

/** Whether a value belongs to a slice. `conforms` tells whether a value conforms to a profile. */
type Matches = (value: unknown, conforms: Conforms) => boolean;
export type Conforms = (value: unknown, profile: string) => boolean;

export interface Slice {
  readonly name: string;
  readonly element: Element;
  readonly matches: Matches;
}

/** The slices of a list (FHIR R4, profiling.html, slicing): which element of the list is checked by which rules. */
export class Slicing {
  readonly slices: readonly Slice[];
  readonly rules: 'open' | 'closed' | 'openAtEnd';
  readonly ordered: boolean;
  /** Extensions are told apart by their url alone. */
  readonly #byUrl: ReadonlyMap<string, Slice> | null;

  private constructor(slices: readonly Slice[], rules: Slicing['rules'], ordered: boolean, isByUrl: boolean) {
    this.slices = slices;
    this.rules = rules;
    this.ordered = ordered;
    this.#byUrl = isByUrl ? new Map(slices.map((slice) => [urlOf(slice.element.rules), slice])) : null;
  }

  /** Null where the element isn't sliced, or is a choice whose slices are its types (`typeSlicesOf`). */
  static of(rules: ElementRules, owner: StructureRules, linker: Linker): Slicing | null {
    if (rules.slices === undefined || isTypeChoice(rules)) return null;
    const { discriminators = [], rules: how = 'open', ordered = false } = rules.slicing ?? {};
    const isByUrl =
      discriminators.length === 1 && discriminators[0]?.type === 'value' && discriminators[0].path === 'url';
    const slices = rules.slices.map((slice) => ({
      name: slice.sliceName ?? '',
      element: new Element(slice, owner, linker),
      matches: matcherOf(slice, discriminators, linker),
    }));
    return new Slicing(slices, how, ordered, isByUrl);
  }

  /** The slice that a value belongs to; null for none. */
  sliceOf(value: unknown, conforms: Conforms): Slice | null {
    if (this.#byUrl !== null) {
      const url = typeof value === 'object' && value !== null && 'url' in value ? value.url : undefined;
      return (typeof url === 'string' ? this.#byUrl.get(url) : undefined) ?? null;
    }
    return this.slices.find(({ matches }) => matches(value, conforms)) ?? null;
  }
}

/** Slices of a choice by the type that each narrows: `value[x]:valueQuantity`. */
export function typeSlicesOf(rules: ElementRules, owner: StructureRules, linker: Linker): ReadonlyMap<string, Element> {
  if (rules.slices === undefined || !isTypeChoice(rules)) return new Map();
  return new Map(rules.slices.map((slice) => [slice.types[0]?.code ?? '', new Element(slice, owner, linker)]));
}

function isTypeChoice({ isChoice, isList }: ElementRules): boolean {
  return isChoice === true && isList !== true;
}

/** An extension's url: fixed in its slice, or that of its profile. */
function urlOf(slice: ElementRules): string {
  const fixed = slice.children?.find(({ name }) => name === 'url')?.fixed;
  return typeof fixed === 'string' ? fixed : (slice.types[0]?.profiles?.[0] ?? slice.sliceName ?? '');
}

function matcherOf(slice: ElementRules, discriminators: readonly DiscriminatorRules[], linker: Linker): Matches {
  const parts = discriminators.map((one) => partOf(slice, one, linker));
  // Without a discriminator nothing tells the slice from others: then only its cardinality is known, and no value is taken for it.
  if (parts.length === 0) return () => false;
  return (value, conforms) => parts.every((part) => part(value, conforms));
}

function partOf(slice: ElementRules, { type, path }: DiscriminatorRules, linker: Linker): Matches {
  const steps = stepsOf(path);
  if (type === 'exists') return existence(slice, steps);
  if (type === 'type') return typed(slice, steps);
  if (type === 'profile') return conforming(slice, steps);
  return valued(slice, steps, linker);
}

function existence(slice: ElementRules, steps: readonly Step[]): Matches {
  const child = childAt(slice, steps);
  const isDue = (child?.min ?? 0) > 0;
  return (value) => nodesAt(value, steps).length > 0 === isDue;
}

function typed(slice: ElementRules, steps: readonly Step[]): Matches {
  const types = childAt(slice, steps)?.types ?? [];
  const targets = types.flatMap(({ targets: urls = [] }) => urls.map((url) => url.slice(url.lastIndexOf('/') + 1)));
  const codes = new Set([...types.map(({ code }) => code), ...targets]);
  const last = steps.at(-1);
  // The type of a choice stands in the name of its member.
  if (last?.kind === 'child')
    return (value) =>
      nodesAt(value, steps.slice(0, -1)).some((node) =>
        choiceMembers(node, last.name).some(({ types: named }) => named.some((one) => codes.has(one))),
      ) || nodesAt(value, steps).some((node) => hasType(node, codes));
  return (value) => nodesAt(value, steps).some((node) => hasType(node, codes));
}

function hasType(node: unknown, codes: ReadonlySet<string>): boolean {
  return typeof node === 'object' && node !== null && 'resourceType' in node && codes.has(String(node.resourceType));
}

function conforming(slice: ElementRules, steps: readonly Step[]): Matches {
  const types = childAt(slice, steps)?.types ?? [];
  const profiles = types.flatMap(({ profiles: own = [], targets = [] }) => (own.length > 0 ? own : targets));
  return (value, conforms) => nodesAt(value, steps).some((node) => profiles.some((profile) => conforms(node, profile)));
}

/** What the rules at the path, or above or below it, say that the value is. */
function valued(slice: ElementRules, steps: readonly Step[], linker: Linker): Matches {
  for (let length = 0; length <= steps.length; length++) {
    const above = steps.slice(0, length);
    const child = childAt(slice, above);
    const test = child === undefined ? null : ownTest(child, linker);
    if (test !== null) return (value) => nodesAt(value, above).some(test);
  }
  const child = childAt(slice, steps);
  const tests = child === undefined ? [] : testsBelow(child, linker);
  return tests.length === 0
    ? () => false
    : (value) =>
        nodesAt(value, steps).some((node) => tests.every(({ below, test }) => nodesAt(node, below).some(test)));
}

function ownTest(rules: ElementRules, linker: Linker): ((node: unknown) => boolean) | null {
  const { fixed, pattern, binding } = rules;
  if (fixed !== undefined) return (node) => equals(node, fixed);
  if (pattern !== undefined) return (node) => matchesPattern(node, pattern);
  if (binding?.strength !== 'required') return null;
  const members = linker.members(binding.valueSet);
  return (node) =>
    codingsOf(node).some(
      ([system, code]) => (system === null ? members.ofCode(code) : members.ofCoding(system, code)) === 'in',
    );
}

interface TestBelow {
  readonly below: readonly Step[];
  readonly test: (node: unknown) => boolean;
}

function testsBelow(rules: ElementRules, linker: Linker, below: readonly Step[] = []): TestBelow[] {
  return (rules.children ?? []).flatMap((child) => {
    const at: readonly Step[] = [...below, { kind: 'child', name: child.name }];
    const test = child.min > 0 ? ownTest(child, linker) : null;
    return test === null ? testsBelow(child, linker, at) : [{ below: at, test }];
  });
}

/** System (null where it is only a code) and code of what a coded element can be. */
function codingsOf(node: unknown): [string | null, string][] {
  if (typeof node === 'string') return [[null, node]];
  if (typeof node !== 'object' || node === null) return [];
  if ('coding' in node && Array.isArray(node.coding)) return node.coding.flatMap(codingsOf);
  const [system, code] = ['system' in node ? node.system : '', 'code' in node ? node.code : undefined];
  return typeof code === 'string' ? [[typeof system === 'string' ? system : '', code]] : [];
}

function childAt(slice: ElementRules, steps: readonly Step[]): ElementRules | undefined {
  return steps.reduce<ElementRules | undefined>((at, step) => {
    if (step.kind !== 'child') return at;
    return at?.children?.find(({ name }) => name === step.name);
  }, slice);
}
