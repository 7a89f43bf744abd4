import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Located } from './located.ts';
import { placeText } from './summary.ts';

/** Extensions of ours: where an issue stands in the input. FHIR's own (operationoutcome-issue-line) came after R4. */
const FILE = 'https://peerbridge.dev/fhir/StructureDefinition/issue-file';
const LINE = 'https://peerbridge.dev/fhir/StructureDefinition/issue-line';

/** A finding as an issue of an OperationOutcome (FHIR R4). */
export function outcomeIssue({ finding, line, resource }: Located, file: string): OperationOutcomeIssue {
  const { severity, code, rule, expression, message } = finding;
  return {
    extension: [{ url: FILE, valueString: file }, ...(line === null ? [] : [{ url: LINE, valueInteger: line }])],
    severity,
    code,
    details: { coding: [{ code: rule }], text: message },
    diagnostics: `${placeText(file, line)}${resource === null ? '' : ` ${resource}`}`,
    ...(expression !== '' && { expression: [expression] }),
  };
}

/** The same in one line, for people. */
export function issueText({ finding, line, resource }: Located, file: string): string {
  const { severity, rule, expression, message } = finding;
  const what = [resource, expression].filter((one) => one !== null && one !== '').join(' ');
  return `${placeText(file, line)}: ${severity}: ${what === '' ? '' : `${what}: `}${message} [${rule}]`;
}
