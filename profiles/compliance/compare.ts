import { isDeepStrictEqual } from 'node:util';
import type { ProfileElement, ProfileStructure } from './structure.ts';
import { patternOf } from './structure.ts';

/** Looks things up that two profiles refer to. */
export interface Surroundings {
  /** Resource type that a profile, or a resource's own definition, is of; undefined where it isn't known. */
  readonly typeOf: (canonical: string) => string | undefined;
  /** Codes of a value set as `system|code`, null where it can't be told. */
  readonly codesOf: (canonical: string) => ReadonlySet<string> | null;
}

/** FHIRPath expressions of one meaning, where versions of US Core write it otherwise: theirs → ours. */
const SAME_MEANING: ReadonlyMap<string, string> = new Map([
  ['telecom or endpoint', 'telecom.exists() or endpoint.exists()'],
  [
    'practitioner or organization or healthcareService or location',
    'practitioner.exists() or organization.exists() or healthcareService.exists() or location.exists()',
  ],
]);

/**
 * Where a resource that is valid for `ours` might not be for `theirs`, or where theirs wants something supported that ours doesn't:
 * one text for each. Both are profiles of the same resource. What targets of references are is compared by resource type; whether the
 * resource that is referred to fulfils a profile is that resource's own matter.
 */
export function complianceFaults(
  ours: ProfileStructure,
  theirs: ProfileStructure,
  surroundings: Surroundings,
): string[] {
  return [...theirs.elements.values()].flatMap((wanted) => {
    if (!constrains(wanted)) return [];
    const given = counterpart(ours, wanted);
    if (given === undefined)
      return isForbidden(ours, wanted.id) ? [] : [`${wanted.id}: ${theirs.url} constrains it, ours doesn't`];
    return elementFaults(given, wanted, surroundings).map((fault) => `${wanted.id}: ${fault}`);
  });
}

/** Whether the element says more than the type that it is of. */
function constrains(element: ProfileElement): boolean {
  const { base } = element;
  const isNarrowed = base === undefined || element.min !== base.min || element.max !== base.max;
  // An extension that may be there is checked by its own definition, wherever it is.
  if (isOptionalExtension(element)) return false;
  return isNarrowed || element.mustSupport === true || patternOf(element) !== undefined || own(element).length > 0;
}

function isOptionalExtension({ path, min, mustSupport }: ProfileElement): boolean {
  return path.endsWith('.extension') && min === 0 && mustSupport !== true;
}

/** Constraints that are not those of R4: its keys are of three letters or of `ele`, `dom`, `ext`, and a number. */
function own({ constraint }: ProfileElement): { readonly key: string; readonly expression: string }[] {
  return (constraint ?? []).flatMap(({ key, severity, expression }) =>
    severity !== 'error' || expression === undefined || /^(?!pd-)[a-z]{3}-\d+[a-z]?$/.test(key)
      ? []
      : [{ key, expression }],
  );
}

/**
 * The element of ours that stands for one of theirs: of the same id; a choice of type that has no other type left; or, where ours has
 * no such slice, the element that is sliced, whose rules hold in each slice.
 */
function counterpart(ours: ProfileStructure, { id }: ProfileElement): ProfileElement | undefined {
  const ids = [id, id.replace(/\[x\]:[A-Za-z]+/, '[x]'), id.replace(/:[^.]+/g, '')];
  return ids.map((one) => ours.elements.get(one)).find((one) => one !== undefined);
}

function isForbidden(ours: ProfileStructure, id: string): boolean {
  const parent = id.slice(0, Math.max(id.lastIndexOf('.'), 0));
  return parent !== '' && (ours.elements.get(parent)?.max === '0' || isForbidden(ours, parent));
}

function elementFaults(given: ProfileElement, wanted: ProfileElement, surroundings: Surroundings): string[] {
  const faults: string[] = [];
  if (given.min < wanted.min) faults.push(`at least ${wanted.min} wanted, ours allows ${given.min}`);
  if (upper(given.max) > upper(wanted.max)) faults.push(`at most ${wanted.max} wanted, ours allows ${given.max}`);
  if (wanted.mustSupport === true && given.mustSupport !== true) faults.push('must-support is missing');
  const pattern = patternOf(wanted);
  if (pattern !== undefined && !includes(patternOf(given), pattern)) faults.push('the pattern isn’t ours');
  const expressions = new Set(own(given).map(({ expression }) => expression));
  for (const { key, expression } of own(wanted))
    if (!expressions.has(SAME_MEANING.get(expression) ?? expression)) faults.push(`the constraint ${key} is missing`);
  return [...faults, ...typeFaults(given, wanted, surroundings), ...bindingFaults(given, wanted, surroundings)];
}

const upper = (max: string): number => (max === '*' ? Number.POSITIVE_INFINITY : Number(max));

/** Whether a pattern demands all that another does. */
function includes(whole: unknown, part: unknown): boolean {
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((one) => whole.some((it) => includes(it, one)));
  if (typeof part === 'object' && part !== null)
    return (
      typeof whole === 'object' &&
      whole !== null &&
      Object.entries(part).every(([name, value]) =>
        includes(Object.entries(whole).find(([key]) => key === name)?.[1], value),
      )
    );
  return isDeepStrictEqual(whole, part);
}

function typeFaults(given: ProfileElement, wanted: ProfileElement, { typeOf }: Surroundings): string[] {
  if (wanted.type === undefined) return [];
  const wantedTypes = new Map(wanted.type.map((one) => [one.code, one]));
  return (given.type ?? []).flatMap(({ code, targetProfile }) => {
    const allowed = wantedTypes.get(code);
    if (allowed === undefined) return [`ours allows the type ${code}`];
    if (allowed.targetProfile === undefined) return [];
    const targets = new Set(allowed.targetProfile.map(typeOf));
    const excess = (targetProfile ?? ['Resource']).filter((one) => !targets.has(typeOf(one)));
    return excess.map((one) => `ours may refer to ${one}`);
  });
}

function bindingFaults(given: ProfileElement, wanted: ProfileElement, { codesOf }: Surroundings): string[] {
  const { binding } = wanted;
  if (binding?.strength !== 'required' || binding.valueSet === undefined || isSlicedByBinding(wanted)) return [];
  const codes = codesOf(binding.valueSet);
  const mine = given.binding?.strength === 'required' ? given.binding.valueSet : undefined;
  if (mine !== undefined && unversioned(mine) === unversioned(binding.valueSet)) return [];
  const ourCodes = mine === undefined ? codesOfPattern(patternOf(given)) : codesOf(mine);
  if (ourCodes === null) return [`the binding to ${binding.valueSet} is required, ours leaves it open`];
  if (codes === null) return [`it can't be told which codes ${binding.valueSet} has`];
  return [...ourCodes].filter((code) => !codes.has(code)).map((code) => `${code} is not in ${binding.valueSet}`);
}

/** Such a slice is what happens to be in the value set, so its binding demands nothing. */
function isSlicedByBinding(element: ProfileElement): boolean {
  return /:[^.]+$/.test(element.id) && patternOf(element) === undefined;
}

export const unversioned = (canonical: string): string => canonical.replace(/\|.*$/, '');

/** The codings of a pattern as `system|code`; null where it fixes none. */
function codesOfPattern(pattern: unknown): ReadonlySet<string> | null {
  if (typeof pattern !== 'object' || pattern === null || !('coding' in pattern) || !Array.isArray(pattern.coding))
    return null;
  const codings: readonly unknown[] = pattern.coding;
  return new Set(
    codings.flatMap((one) =>
      typeof one === 'object' && one !== null && 'system' in one && 'code' in one
        ? [`${String(one.system)}|${String(one.code)}`]
        : [],
    ),
  );
}
