import { FHIR, unversioned } from './structure.ts';
import type { BindingRules, ElementRules, InvariantRules, StructureRules, TypeRules } from './structure.ts';
import type { ElementDefinition, StructureDefinition } from './structure-definition.ts';

/** Standard extensions of definitions that change what is demanded. */
const FHIR_TYPE = `${FHIR}structuredefinition-fhir-type`;
const MAX_VALUE_SET = `${FHIR}elementdefinition-maxValueSet`;
const COMPLIES_WITH = `${FHIR}structuredefinition-compliesWithProfile`;
/** FHIRPath's own types, which R4 gives to `id`, to `url` of an extension and to values of primitives. */
const SYSTEM_TYPE = 'http://hl7.org/fhirpath/System.';
/**
 * Checked by the walk itself for every element (ele-1: no element is empty), or advice that R4 gives for every resource
 * (dom-6: it should have a narrative; a best practice, and noise in data that programs exchange).
 */
const NOT_COMPILED: ReadonlySet<string> = new Set(['ele-1', 'dom-6']);

/** Compiles the snapshot of a StructureDefinition; undefined where it has none. */
export function compileStructure(definition: StructureDefinition): StructureRules | undefined {
  const elements = definition.snapshot?.element ?? [];
  const root = treeOf(elements, definition);
  if (root === undefined) return undefined;
  const compliesWith = compliesWithOf(definition);
  return {
    url: definition.url,
    ...(definition.version !== undefined && { version: definition.version }),
    type: definition.type,
    kind: definition.kind,
    ...(definition.abstract && { isAbstract: true }),
    ...(definition.derivation === 'constraint' && { isProfile: true }),
    ...(compliesWith.length > 0 && { compliesWith }),
    ...(definition.context !== undefined && { contexts: definition.context }),
    root,
  };
}

function compliesWithOf({ extension = [] }: StructureDefinition): string[] {
  return extension.flatMap(({ url, valueCanonical }) =>
    url === COMPLIES_WITH && valueCanonical !== undefined ? [valueCanonical] : [],
  );
}

/** Elements in the order of the snapshot → the root, with children and slices in their places. */
function treeOf(elements: readonly ElementDefinition[], definition: StructureDefinition): ElementRules | undefined {
  const byId = new Map<string, ElementRules>();
  let root: ElementRules | undefined;
  for (const element of elements) {
    const id = element.id ?? element.path;
    const rules = rulesOf(element, definition);
    byId.set(id, rules);
    if (!id.includes('.')) root ??= rules;
    else place(rules, id, element, byId);
  }
  return root;
}

/** `Observation.component:systolic.code` is a child of the slice; `Observation.component:systolic` is a slice of `Observation.component`. */
function place(rules: ElementRules, id: string, element: ElementDefinition, byId: Map<string, ElementRules>): void {
  const last = id.slice(id.lastIndexOf('.') + 1);
  const colon = last.indexOf(':');
  // A slice of a slice (`a/b`) only narrows what `a` already says, and none of the guides we read has one.
  if (last.includes('/')) return;
  if (colon < 0) {
    const parent = byId.get(id.slice(0, id.lastIndexOf('.')));
    if (parent !== undefined) (parent.children ??= []).push(rules);
    return;
  }
  rules.sliceName = element.sliceName ?? last.slice(colon + 1);
  const sliced = byId.get(id.slice(0, id.length - last.length + colon));
  if (sliced !== undefined) (sliced.slices ??= []).push(rules);
}

function rulesOf(element: ElementDefinition, definition: StructureDefinition): ElementRules {
  const basePath = element.base?.path ?? element.path;
  const max = element.max ?? '*';
  const invariants = invariantsOf(element);
  const binding = bindingOf(element);
  return {
    ...nameOf(element.path, basePath),
    basePath,
    min: element.min ?? 0,
    max: max === '*' ? null : Number(max),
    ...(isList(element.base?.max ?? max) && { isList: true }),
    types: typesOf(element, definition),
    ...(element.contentReference !== undefined && {
      contentOf: element.contentReference.slice(element.contentReference.indexOf('#') + 1),
    }),
    ...valueRules(element),
    ...(element.maxLength !== undefined && { maxLength: element.maxLength }),
    ...(binding !== undefined && { binding }),
    ...(invariants.length > 0 && { invariants }),
    ...(element.slicing !== undefined && {
      slicing: {
        discriminators: element.slicing.discriminator ?? [],
        rules: element.slicing.rules ?? 'open',
        ordered: element.slicing.ordered ?? false,
      },
    }),
  };
}

function isList(max: string): boolean {
  return max !== '0' && max !== '1';
}

/** A profile may write `valueQuantity` for a choice that it narrows to one type. */
function nameOf(path: string, basePath: string): Pick<ElementRules, 'name' | 'isChoice'> {
  const [own, base] = [path.slice(path.lastIndexOf('.') + 1), basePath.slice(basePath.lastIndexOf('.') + 1)];
  if (own.endsWith('[x]')) return { name: own.slice(0, -3), isChoice: true };
  return base.endsWith('[x]') ? { name: base.slice(0, -3), isChoice: true } : { name: own };
}

function typesOf({ path, type = [] }: ElementDefinition, definition: StructureDefinition): TypeRules[] {
  return type.map(({ code, profile, targetProfile, extension }) => ({
    code: code.startsWith(SYSTEM_TYPE)
      ? systemType(
          path,
          definition,
          extension?.find(({ url }) => url === FHIR_TYPE),
        )
      : code,
    ...(profile !== undefined && { profiles: profile }),
    ...(targetProfile !== undefined && { targets: targetProfile }),
  }));
}

/** R4 publishes the id of a resource as a string, and says in its text that it is an id (resource.html, `id`). */
function systemType(
  path: string,
  definition: StructureDefinition,
  extension: { valueUrl?: string | undefined } | undefined,
): string {
  const isResourceId = definition.kind === 'resource' && path === `${definition.type}.id`;
  return isResourceId ? 'id' : (extension?.valueUrl ?? 'string');
}

/** Members whose names carry a type. */
function valueRules(element: ElementDefinition): Pick<ElementRules, 'fixed' | 'pattern' | 'minValue' | 'maxValue'> {
  const rules: Pick<ElementRules, 'fixed' | 'pattern' | 'minValue' | 'maxValue'> = {};
  for (const [key, value] of Object.entries(element)) {
    if (/^fixed[A-Z]/.test(key)) rules.fixed = value;
    else if (/^pattern[A-Z]/.test(key)) rules.pattern = value;
    // A bound can also be a Quantity; no definition that we read has one.
    else if (typeof value !== 'string' && typeof value !== 'number') continue;
    else if (/^minValue[A-Z]/.test(key)) rules.minValue = value;
    else if (/^maxValue[A-Z]/.test(key)) rules.maxValue = value;
  }
  return rules;
}

/** Of a weaker binding, the value set that no code may leave (maxValueSet) is what counts. */
function bindingOf({ binding }: ElementDefinition): BindingRules | undefined {
  if (binding === undefined) return undefined;
  const max = binding.extension?.find(({ url }) => url === MAX_VALUE_SET)?.valueCanonical;
  if (binding.strength !== 'required' && max !== undefined)
    return {
      valueSet: unversioned(max),
      strength: 'required',
      ...(binding.strength !== 'extensible' && { allowsText: true }),
    };
  const { strength, valueSet } = binding;
  if (valueSet === undefined || (strength !== 'required' && strength !== 'extensible')) return undefined;
  return { valueSet: unversioned(valueSet), strength };
}

function invariantsOf({ path, constraint = [] }: ElementDefinition): InvariantRules[] {
  return constraint.flatMap(({ key, severity, human, expression }) => {
    // ext-1 stands on every element of type Extension again; the type itself has it.
    if (expression === undefined || NOT_COMPILED.has(key) || (key === 'ext-1' && path !== 'Extension')) return [];
    return [{ key, severity, human, expression }];
  });
}
