/** Codes of FHIR's IssueType (http://hl7.org/fhir/R4/valueset-issue-type.html) that validation gives. */
export type FindingCode =
  | 'structure'
  | 'required'
  | 'value'
  | 'invariant'
  | 'code-invalid'
  | 'extension'
  | 'duplicate'
  | 'too-long'
  | 'not-supported'
  | 'not-found'
  | 'informational';

/** Error: the resource is not valid. Warning: it is, and yet doubtful, or a part couldn't be checked. */
export type FindingSeverity = 'error' | 'warning' | 'information';

const GRAVITY: Readonly<Record<FindingSeverity, number>> = { information: 0, warning: 1, error: 2 };

export function graver(one: FindingSeverity, other: FindingSeverity): FindingSeverity {
  return GRAVITY[one] < GRAVITY[other] ? other : one;
}

/** What is wrong with a resource, shaped like OperationOutcome.issue. The message names elements and rules, never values. */
export interface Finding {
  readonly severity: FindingSeverity;
  readonly code: FindingCode;
  /** Which rule: a kind of check (`cardinality`, `binding`), or the key of an invariant (`per-1`). */
  readonly rule: string;
  /** FHIRPath of the element: `Encounter.participant[0].individual`. */
  readonly expression: string;
  readonly message: string;
}

/** The code of each kind of check; an invariant's is `invariant`. */
export const CODES = {
  'json-type': 'structure',
  empty: 'structure',
  unknown: 'structure',
  choice: 'structure',
  'resource-type': 'structure',
  cardinality: 'required',
  format: 'value',
  date: 'value',
  range: 'value',
  text: 'structure',
  fixed: 'value',
  pattern: 'value',
  binding: 'code-invalid',
  code: 'code-invalid',
  slice: 'structure',
  extension: 'extension',
  'extension-context': 'extension',
  reference: 'structure',
  contained: 'structure',
  narrative: 'structure',
  profile: 'structure',
  json: 'structure',
  'too-long': 'too-long',
  duplicate: 'duplicate',
  'unknown-profile': 'not-found',
  'unknown-extension': 'informational',
  'unknown-value-set': 'informational',
} as const satisfies Readonly<Record<string, FindingCode>>;

/** A kind of check. */
export type Kind = keyof typeof CODES;
