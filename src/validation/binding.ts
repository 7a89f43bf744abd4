import { isObject } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import type { FindingSeverity } from './issue.ts';
import type { Element, Linker } from './link.ts';
import { listed } from './node-path.ts';
import type { Membership } from './value-set-members.ts';

export interface BindingFault {
  readonly kind: 'binding';
  readonly severity: FindingSeverity;
  readonly message: string;
}

/**
 * Whether a coded value is in the value set that its element is bound to (FHIR R4, terminologies.html, binding strength). Of a
 * concept, one coding must be. Codes outside an extensible set are allowed where the set has none that fits, so they are a note.
 */
export function bindingFault(
  value: unknown,
  { rules: { binding }, members }: Element,
  type: string,
): BindingFault | null {
  if (binding === undefined || members === null) return null;
  const memberships = membershipsOf(value, type, members);
  if (memberships === null) return null;
  if (memberships.includes('in') || memberships.includes('undecided')) return null;
  const isRequired = binding.strength === 'required';
  // a text without code says that no code fits
  if (memberships.length === 0 && (!isRequired || binding.allowsText === true)) return null;
  const what =
    memberships.length === 0 ? 'has no code, and needs one' : type === 'CodeableConcept' ? 'has no code' : 'is no code';
  return {
    kind: 'binding',
    severity: isRequired ? 'error' : 'information',
    message: `${what} of the value set ${binding.valueSet} (${binding.strength})`,
  };
}

/** Of each code of the value; null where its type has none. */
function membershipsOf(value: unknown, type: string, members: NonNullable<Element['members']>): Membership[] | null {
  if (typeof value === 'string') return [members.ofCode(value)];
  if (!isObject(value)) return null;
  if (type === 'CodeableConcept')
    return listed(value['coding']).flatMap((coding) =>
      isObject(coding) ? [members.ofCoding(coding['system'], coding['code'])] : [],
    );
  if (type === 'Coding') return [members.ofCoding(value['system'], value['code'])];
  // a Quantity without code is one without unit, or with one that only people read
  if (type === 'Quantity')
    return value['code'] === undefined ? null : [members.ofCoding(value['system'], value['code'])];
  return null;
}

/** Whether a coding names a code that its system has, where the system is here in full. */
export function isKnownCode({ system, code }: JsonObject, { definitions }: Linker): boolean {
  if (typeof system !== 'string' || typeof code !== 'string') return true;
  const known = definitions.codesOf(system);
  return known === undefined || known.has(code);
}
