/** Value sets and code systems as plain data, and how a value set is expanded to its codes. */
import { z } from 'zod';
import { unversioned } from './structure.ts';

/** A value set, expanded as far as the code systems are known. */
export const valueSetCodes = z.object({
  /** System → its codes in the set; `*` where they are all codes of a code system that is known. */
  codes: z.record(z.string(), z.union([z.array(z.string()), z.literal('*')])),
  /** Systems of which some or all codes are in the set, and which can't be told: SNOMED CT by a filter, LOINC as a whole. */
  undecided: z.array(z.string()),
});
/** Codes of a code system, without their texts. */
export const codeSystemCodes = z.object({
  codes: z.array(z.string()),
  /** All codes of the system are here. */
  isComplete: z.boolean(),
  isCaseInsensitive: z.literal(true).optional(),
});

export type ValueSetCodes = z.infer<typeof valueSetCodes>;
export type CodeSystemCodes = z.infer<typeof codeSystemCodes>;

const concept = z.object({
  code: z.string(),
  property: z.array(z.object({ code: z.string(), valueCode: z.string().optional() }).loose()).optional(),
  get concept() {
    return z.array(concept).optional();
  },
});
type Concept = z.infer<typeof concept>;

export const codeSystem = z.object({
  resourceType: z.literal('CodeSystem'),
  url: z.string(),
  content: z.string(),
  caseSensitive: z.boolean().optional(),
  concept: z.array(concept).optional(),
});
export type CodeSystem = z.infer<typeof codeSystem>;

const include = z.object({
  system: z.string().optional(),
  concept: z.array(z.object({ code: z.string() })).optional(),
  filter: z.array(z.object({ property: z.string(), op: z.string(), value: z.string() })).optional(),
  valueSet: z.array(z.string()).optional(),
});
type Include = z.infer<typeof include>;

const contains = z.object({
  system: z.string().optional(),
  code: z.string().optional(),
  get contains() {
    return z.array(contains).optional();
  },
});
type Contains = z.infer<typeof contains>;

export const valueSet = z.object({
  resourceType: z.literal('ValueSet'),
  url: z.string(),
  compose: z.object({ include: z.array(include), exclude: z.array(include).optional() }).optional(),
  expansion: z.object({ contains: z.array(contains).optional() }).optional(),
});
export type ValueSet = z.infer<typeof valueSet>;

/** A code system while value sets are expanded: with its hierarchy. */
export interface Hierarchy {
  readonly isComplete: boolean;
  /** Code → the codes right above it. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

export function hierarchyOf({ content, concept: roots = [] }: CodeSystem): Hierarchy {
  const parents = new Map<string, string[]>();
  const visit = ({ code, concept: below = [], property = [] }: Concept, above: readonly string[]): void => {
    // v3 code systems give a concept that stands below several ones the others as properties
    const others = property.flatMap((one) =>
      one.code === 'subsumedBy' && one.valueCode !== undefined ? [one.valueCode] : [],
    );
    parents.set(code, [...new Set([...above, ...others])]);
    for (const one of below) visit(one, [code]);
  };
  for (const one of roots) visit(one, []);
  return { isComplete: content === 'complete', parents };
}

/** Codes of a code system as they are kept. */
export function codesOf(system: CodeSystem): CodeSystemCodes {
  const { isComplete, parents } = hierarchyOf(system);
  return { codes: [...parents.keys()], isComplete, ...(system.caseSensitive === false && { isCaseInsensitive: true }) };
}

/** So begins, among the undecided systems, what stands for a value set that isn't here: it may hold codes of any system. */
export const UNKNOWN_SET = 'unknown value set';

/** Where value sets and code systems are found by their canonical URLs, without version. */
export interface Terminology {
  readonly hierarchy: (system: string) => Hierarchy | undefined;
  readonly valueSet: (url: string) => ValueSetCodes | undefined;
}

/** Expands a value set. What no code system here decides is said to be undecided, never left out. */
export function expand(set: ValueSet, terminology: Terminology): ValueSetCodes {
  const expansion = new Expansion(terminology);
  if (set.compose === undefined) {
    for (const one of set.expansion?.contains ?? []) expansion.addContained(one);
    return expansion.codes();
  }
  for (const one of set.compose.include) expansion.include(one);
  for (const one of set.compose.exclude ?? []) expansion.exclude(one);
  return expansion.codes();
}

class Expansion {
  readonly #terminology: Terminology;
  readonly #codes = new Map<string, Set<string> | '*'>();
  readonly #undecided = new Set<string>();

  constructor(terminology: Terminology) {
    this.#terminology = terminology;
  }

  addContained({ system, code, contains: below = [] }: Contains): void {
    if (system !== undefined && code !== undefined) this.#add(system, [code]);
    for (const one of below) this.addContained(one);
  }

  include(one: Include): void {
    const sets = (one.valueSet ?? []).map((url) => this.#terminology.valueSet(unversioned(url)));
    if (one.system === undefined) for (const set of sets) this.#addSet(set, one.valueSet ?? []);
    else if (sets.length > 0) this.#undecided.add(one.system);
    else this.#addSelected(one.system, selectedCodes(one, this.#terminology.hierarchy(one.system)));
  }

  exclude(one: Include): void {
    const { system, valueSet: urls = [] } = one;
    const sets = urls.map((url) => this.#terminology.valueSet(unversioned(url)));
    const [only] = sets;
    if (system !== undefined && sets.length > 0) this.#doubt(system);
    else if (system !== undefined)
      this.#remove(system, selectedCodes(one, this.#terminology.hierarchy(system)) ?? 'unknown');
    else if (sets.length > 1) for (const set of sets) this.#doubtSet(set);
    else if (only === undefined) this.#doubtSet(only);
    else this.#removeSet(only);
  }

  codes(): ValueSetCodes {
    const codes = Object.fromEntries(
      [...this.#codes].map(([system, held]) => [system, held === '*' ? held : [...held]]),
    );
    return { codes, undecided: [...this.#undecided] };
  }

  #addSelected(system: string, selected: readonly string[] | '*' | undefined): void {
    if (selected === undefined) this.#undecided.add(system);
    else if (selected === '*') this.#codes.set(system, '*');
    else this.#add(system, selected);
  }

  #addSet(set: ValueSetCodes | undefined, urls: readonly string[]): void {
    // a set that isn't here could hold codes of any system
    if (set === undefined) this.#undecided.add(`${UNKNOWN_SET} ${urls.join(', ')}`);
    for (const [system, codes] of Object.entries(set?.codes ?? {})) {
      if (codes === '*') this.#codes.set(system, codes);
      else this.#add(system, codes);
    }
    for (const system of set?.undecided ?? []) this.#undecided.add(system);
  }

  #remove(system: string, excluded: readonly string[] | '*' | 'unknown'): void {
    const held = this.#codes.get(system);
    const all = this.#terminology.hierarchy(system)?.parents;
    if (excluded === '*') {
      this.#codes.delete(system);
      this.#undecided.delete(system);
    } else if (excluded === 'unknown' || (held === '*' && all === undefined)) this.#doubt(system);
    else if (held === '*')
      this.#codes.set(system, new Set([...(all?.keys() ?? [])].filter((code) => !excluded.includes(code))));
    else for (const code of excluded) held?.delete(code);
  }

  #removeSet(set: ValueSetCodes): void {
    for (const [system, codes] of Object.entries(set.codes)) this.#remove(system, codes);
    for (const system of set.undecided) this.#doubt(system);
  }

  /** Any code of the set may be out; where the set isn't here, any code at all. */
  #doubtSet(set: ValueSetCodes | undefined): void {
    const systems = set === undefined ? [...this.#codes.keys()] : [...Object.keys(set.codes), ...set.undecided];
    for (const system of systems) this.#doubt(system);
  }

  /** Of the codes of a system some may be out, and nobody can tell which: so none is certainly in. */
  #doubt(system: string): void {
    const isAnyHere = system.startsWith(UNKNOWN_SET);
    for (const one of isAnyHere ? [...this.#codes.keys()] : [system])
      if (this.#codes.delete(one)) this.#undecided.add(one);
  }

  #add(system: string, codes: readonly string[]): void {
    const held = this.#codes.get(system) ?? new Set();
    if (held === '*') return;
    for (const code of codes) held.add(code);
    this.#codes.set(system, held);
  }
}

/** Codes that an include takes of its system: some, all (`*`), or undefined where that can't be told. */
function selectedCodes(
  { concept: concepts, filter = [] }: Include,
  system: Hierarchy | undefined,
): string[] | '*' | undefined {
  if (concepts !== undefined) return concepts.map(({ code }) => code);
  if (system?.isComplete !== true) return undefined;
  if (filter.length === 0) return '*';
  let codes = [...system.parents.keys()];
  for (const { property, op, value } of filter) {
    if (property !== 'concept' && property !== 'code') return undefined;
    const isIn = MEMBERSHIP[op];
    if (isIn === undefined) return undefined;
    codes = codes.filter((code) => isIn(code, value, system));
  }
  return codes;
}

/** Filters of ValueSet.compose.include.filter.op (FHIR R4, filter-operator) that a hierarchy decides. */
const MEMBERSHIP: Readonly<Record<string, (code: string, value: string, system: Hierarchy) => boolean>> = {
  '=': (code, value) => code === value,
  in: (code, value) => value.split(',').includes(code),
  'not-in': (code, value) => !value.split(',').includes(code),
  'is-a': (code, value, system) => code === value || isBelow(code, value, system),
  'descendent-of': isBelow,
  'is-not-a': (code, value, system) => code !== value && !isBelow(code, value, system),
};

function isBelow(code: string, top: string, system: Hierarchy): boolean {
  // a set also goes through what is added on the way, once: circles of `subsumedBy` end
  const above = new Set(system.parents.get(code));
  for (const one of above) for (const next of system.parents.get(one) ?? []) above.add(next);
  return above.has(top);
}
