import type { DefinitionTexts } from './definitions.ts';
import { compileStructure } from './compile-structure.ts';
import { structureDefinition } from './structure-definition.ts';
import { unversioned } from './structure.ts';
import { codeSystem, codesOf, expand, hierarchyOf, valueSet } from './terminology.ts';
import type { CodeSystem, Hierarchy, ValueSet, ValueSetCodes } from './terminology.ts';

/** A resource of a package, and what to call it in a message. */
export interface Conformance {
  readonly name: string;
  readonly resource: unknown;
}

export interface Compiled {
  readonly texts: DefinitionTexts;
  /** What can't be used, and why: one text each. */
  readonly faults: readonly string[];
}

/** What else is known where a package is compiled: its value sets include code systems and value sets of FHIR. */
export interface Below {
  readonly valueSet: (url: string) => ValueSetCodes | undefined;
  /** Code systems are kept without their hierarchy, so a filter over one of another origin is undecided. */
  readonly hierarchy: (system: string) => Hierarchy | undefined;
}

export const NOTHING_BELOW: Below = { valueSet: () => undefined, hierarchy: () => undefined };

/** Compiles StructureDefinitions, ValueSets and CodeSystems; other resources are passed over. */
export function compile(resources: readonly Conformance[], below: Below): Compiled {
  const compiling = new Compiling(below);
  for (const one of resources) compiling.add(one);
  return compiling.end();
}

class Compiling {
  readonly #below: Below;
  readonly #structures = new Map<string, string>();
  readonly #sets = new Map<string, ValueSet>();
  readonly #systems = new Map<string, CodeSystem>();
  readonly #hierarchies = new Map<string, Hierarchy>();
  /** Null while it is being expanded: sets that include each other end there. */
  readonly #expanded = new Map<string, ValueSetCodes | null>();
  readonly #faults: string[] = [];

  constructor(below: Below) {
    this.#below = below;
  }

  add({ name, resource }: Conformance): void {
    const type =
      typeof resource === 'object' && resource !== null && 'resourceType' in resource ? resource.resourceType : null;
    if (type === 'StructureDefinition') this.#addStructure(name, resource);
    else if (type === 'ValueSet') {
      const parsed = valueSet.safeParse(resource);
      if (parsed.success) this.#sets.set(parsed.data.url, parsed.data);
      else this.#faults.push(`${name} is no ValueSet that can be read`);
    } else if (type === 'CodeSystem') {
      const parsed = codeSystem.safeParse(resource);
      if (parsed.success) this.#systems.set(parsed.data.url, parsed.data);
      else this.#faults.push(`${name} is no CodeSystem that can be read`);
    }
  }

  end(): Compiled {
    const valueSets = new Map([...this.#sets.keys()].map((url) => [url, JSON.stringify(this.#valueSet(url))]));
    const codeSystems = new Map([...this.#systems].map(([url, system]) => [url, JSON.stringify(codesOf(system))]));
    return { texts: { structures: this.#structures, valueSets, codeSystems }, faults: this.#faults };
  }

  #addStructure(name: string, resource: unknown): void {
    const parsed = structureDefinition.safeParse(resource);
    const rules = parsed.success ? compileStructure(parsed.data) : undefined;
    if (!parsed.success) this.#faults.push(`${name} is no StructureDefinition that can be read`);
    else if (rules === undefined)
      this.#faults.push(
        `${name} has no snapshot, so nothing can be checked against it: give the package with snapshots`,
      );
    else this.#structures.set(rules.url, JSON.stringify(rules));
  }

  #valueSet(url: string): ValueSetCodes | undefined {
    const held = this.#expanded.get(url);
    if (held !== undefined) return held ?? undefined;
    const set = this.#sets.get(url);
    if (set === undefined) return this.#below.valueSet(url);
    this.#expanded.set(url, null);
    const expanded = expand(set, {
      hierarchy: (system) => this.#hierarchy(unversioned(system)),
      valueSet: (other) => this.#valueSet(other),
    });
    this.#expanded.set(url, expanded);
    return expanded;
  }

  #hierarchy(url: string): Hierarchy | undefined {
    const system = this.#systems.get(url);
    if (system === undefined) return this.#below.hierarchy(url);
    const held = this.#hierarchies.get(url) ?? hierarchyOf(system);
    this.#hierarchies.set(url, held);
    return held;
  }
}
