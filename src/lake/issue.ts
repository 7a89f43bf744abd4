/** Codes of FHIR's IssueType (http://hl7.org/fhir/R4/valueset-issue-type.html) that reading data can give. */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'duplicate'
  | 'not-supported'
  | 'not-found'
  | 'too-long'
  | 'business-rule'
  | 'invariant'
  | 'code-invalid'
  | 'incomplete'
  | 'informational';

/** Error: unreadable or quarantined. Warning: read, but doubtful. */
export type Severity = 'error' | 'warning' | 'information';

/** What is wrong with the data, shaped like OperationOutcome.issue. Names file, line and resource, never their contents. */
export interface Issue {
  /** As the user knows it. Null where no file is to blame. */
  file: string | null;
  /** From 1. Null where the whole file is meant. */
  line: number | null;
  /** `Type/id`, where it can still be told. */
  resource: string | null;
  code: IssueCode;
  severity: Severity;
  message: string;
}

/**
 * Data that is known to be missing: the type is not complete (case-rate, point 29) for this subject,
 * `Patient/id`, or for everyone where the subject can't be told.
 */
export interface Gap {
  resourceType: string;
  subject: string | null;
}

/** Each gap once, in the order of type and subject. A gap for everyone leaves those of single subjects in place. */
export function distinctGaps(gaps: readonly Gap[]): Gap[] {
  const key = (gap: Gap) => `${gap.resourceType} ${gap.subject ?? ''}`;
  const byKey = new Map(gaps.map((gap) => [key(gap), gap]));
  return [...byKey.keys()].sort().flatMap((each) => byKey.get(each) ?? []);
}
