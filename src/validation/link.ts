import type { Definitions } from './definitions.ts';
import { invariantOf } from './invariants.ts';
import type { Invariant } from './invariants.ts';
import { PRIMITIVES } from './primitives.ts';
import type { PrimitiveFault } from './primitives.ts';
import { Slicing, typeSlicesOf } from './slicing.ts';
import type { ElementRules, StructureRules, TypeRules } from './structure.ts';
import { FHIR } from './structure.ts';
import { ValueSetMembers } from './value-set-members.ts';

/** A member of a JSON object: which element it is, and of which type. */
export interface Field {
  readonly element: Element;
  readonly type: Type;
  /** Name of the member. */
  readonly key: string;
  /** Of a primitive: the name of the member that holds its id and extensions. */
  readonly companion: string | null;
  /** `_birthDate` itself. */
  readonly isCompanion: boolean;
  /** What it adds to a FHIRPath expression: `birthDate`, `value.ofType(Quantity)`. */
  readonly step: string;
}

/** How objects of one kind are checked. */
export interface Shape {
  /** Type, or path of a backbone element. */
  readonly name: string;
  /** Of a resource: it has `resourceType`, which no definition lists. */
  readonly isResource: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  readonly required: readonly Element[];
  readonly choices: readonly Element[];
  readonly invariants: readonly Invariant[];
}

/** A structure whose elements have found the structures of their types. */
export class Structure {
  readonly rules: StructureRules;
  readonly shape: Shape;

  constructor(rules: StructureRules, linker: Linker) {
    this.rules = rules;
    this.shape = linker.shapeOf(rules.root, rules, rules.type);
  }
}

/** A type that an element can have. Looks up the structure of the type when a value needs it: types contain each other. */
export class Type {
  readonly code: string;
  readonly check: ((value: unknown) => PrimitiveFault | null) | null;
  readonly rules: TypeRules;
  readonly #linker: Linker;
  #targets: ReadonlySet<string> | null | undefined;

  constructor(rules: TypeRules, linker: Linker) {
    this.rules = rules;
    this.code = rules.code;
    this.check = PRIMITIVES[rules.code] ?? null;
    this.#linker = linker;
  }

  /** Undefined for a type that no definition here describes. */
  get structure(): Structure | undefined {
    return this.#linker.type(this.code);
  }

  /** Resource types that a Reference may point to; null: any. */
  get targets(): ReadonlySet<string> | null {
    if (this.#targets === undefined) this.#targets = this.#linker.targetsOf(this.rules.targets);
    return this.#targets;
  }
}

/** An element of a structure. */
export class Element {
  readonly rules: ElementRules;
  readonly types: readonly Type[];
  readonly invariants: readonly Invariant[];
  /** Names of members that hold it. */
  readonly keys: string[] = [];
  readonly members: ValueSetMembers | null;
  readonly slicing: Slicing | null;
  readonly #linker: Linker;
  readonly #owner: StructureRules;
  #shape: Shape | null | undefined;

  constructor(rules: ElementRules, owner: StructureRules, linker: Linker) {
    this.rules = rules;
    this.#owner = owner;
    this.#linker = linker;
    this.types = rules.types.map((type) => new Type(type, linker));
    this.invariants = (rules.invariants ?? []).map((one) => invariantOf(one, rules.basePath));
    this.members = rules.binding === undefined ? null : linker.members(rules.binding.valueSet);
    this.slicing = Slicing.of(rules, owner, linker);
  }

  /** Of its own children (a backbone element, or a data type that a profile looks into); null where its type says it all. */
  get shape(): Shape | null {
    this.#shape ??= this.#linker.childShape(this.rules, this.#owner);
    return this.#shape;
  }
}

/** Finds and links definitions when they are first needed, each once. */
export class Linker {
  readonly definitions: Definitions;
  readonly #structures = new Map<string, Structure | undefined>();
  readonly #shapes = new Map<ElementRules, Shape>();
  readonly #members = new Map<string, ValueSetMembers>();

  constructor(definitions: Definitions) {
    this.definitions = definitions;
  }

  structure(url: string): Structure | undefined {
    if (this.#structures.has(url)) return this.#structures.get(url);
    const rules = this.definitions.structure(url);
    const structure = rules === undefined ? undefined : new Structure(rules, this);
    this.#structures.set(url, structure);
    return structure;
  }

  type(name: string): Structure | undefined {
    return this.structure(FHIR + name);
  }

  /** Of a URL with a version, that version and no other. */
  exactly(canonical: string): Structure | undefined {
    const structure = this.structure(canonical);
    const bar = canonical.indexOf('|');
    return bar < 0 || structure?.rules.version === canonical.slice(bar + 1) ? structure : undefined;
  }

  members(valueSet: string): ValueSetMembers {
    const held = this.#members.get(valueSet) ?? new ValueSetMembers(valueSet, this.definitions);
    this.#members.set(valueSet, held);
    return held;
  }

  /** Null where a target is any resource, or a profile that isn't here. */
  targetsOf(profiles: readonly string[] | undefined): ReadonlySet<string> | null {
    if (profiles === undefined) return null;
    const types = profiles.map((url) => this.definitions.structure(url)?.type ?? 'Resource');
    return types.includes('Resource') ? null : new Set(types);
  }

  childShape(rules: ElementRules, owner: StructureRules): Shape | null {
    if (rules.children !== undefined) return this.shapeOf(rules, owner, rules.types[0]?.code ?? rules.basePath);
    if (rules.contentOf === undefined) return null;
    const content = elementAt(rules.contentOf, owner);
    return content === undefined ? null : this.shapeOf(content, owner, rules.contentOf);
  }

  /** Once for each element: Questionnaire.item contains itself. */
  shapeOf(rules: ElementRules, owner: StructureRules, name: string): Shape {
    const held = this.#shapes.get(rules);
    if (held !== undefined) return held;
    const elements = (rules.children ?? []).map((child) => new Element(child, owner, this));
    const isRoot = rules === owner.root;
    const typeInvariants = isRoot ? (rules.invariants ?? []).map((one) => invariantOf(one, owner.type)) : [];
    const shape = {
      name,
      isResource: isRoot && owner.kind === 'resource',
      fields: new Map(elements.flatMap((element) => this.#fieldsOf(element, owner)).map((field) => [field.key, field])),
      required: elements.filter((element) => element.rules.min > 0),
      choices: elements.filter((element) => element.rules.isChoice === true),
      invariants: typeInvariants,
    };
    this.#shapes.set(rules, shape);
    return shape;
  }

  #fieldsOf(element: Element, owner: StructureRules): Field[] {
    const { name, isChoice } = element.rules;
    const slices = typeSlicesOf(element.rules, owner, this);
    const types = element.types.length > 0 ? element.types : [new Type({ code: 'BackboneElement' }, this)];
    return types.flatMap((type): Field[] => {
      const key = isChoice === true ? name + type.code.charAt(0).toUpperCase() + type.code.slice(1) : name;
      const step = isChoice === true ? `${name}.ofType(${type.code})` : name;
      const narrowed = slices.get(type.code);
      const field = { element: narrowed ?? element, type: narrowed?.types[0] ?? type, key, step };
      const isPrimitive = type.check !== null && type.code !== 'xhtml';
      element.keys.push(key, ...(isPrimitive ? [`_${key}`] : []));
      if (narrowed !== undefined) narrowed.keys.push(key, `_${key}`);
      return isPrimitive
        ? [
            { ...field, companion: `_${key}`, isCompanion: false },
            { ...field, key: `_${key}`, companion: null, isCompanion: true },
          ]
        : [{ ...field, companion: null, isCompanion: false }];
    });
  }
}

/** The element at a path such as `Questionnaire.item`, whatever its slices say. */
function elementAt(path: string, { root }: StructureRules): ElementRules | undefined {
  return path
    .split('.')
    .slice(1)
    .reduce<ElementRules | undefined>(
      (at, name) => at?.children?.find((child) => child.name === name.replace('[x]', '')),
      root,
    );
}
