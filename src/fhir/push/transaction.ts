import { z } from 'zod';
import { parseJson } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';
import { tokenOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { Stored } from './push-server.ts';

/** One write of a transaction or batch. */
export interface Write {
  readonly type: string;
  readonly body: JsonObject;
  /** Name of the resource within the Bundle, where it is new (FHIR R4, bundle, 2.36.4.2). */
  readonly urn: string;
  readonly identity: Identity;
  /** What the server has of it, or null. */
  readonly stored: Stored | null;
  /** The id that it shall have there, where the server doesn't find it by an identifier. */
  readonly fixedId: string | null;
}

/** What became of one entry. */
export interface EntryResult {
  /** HTTP status; 0 where the server says none. */
  readonly status: number;
  /** `Type/id` on the server, where it says so. */
  readonly reference: string | null;
  /** Code of the first error of its OperationOutcome; never its text, which may quote data. */
  readonly code: string | null;
}

const entryShape = z.object({
  response: z.object({
    status: z.string(),
    location: z.string().optional(),
    outcome: z.unknown().optional(),
  }),
});
const responseShape = z.object({ resourceType: z.literal('Bundle'), entry: z.array(entryShape) });
const outcomeShape = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.object({ severity: z.string(), code: z.string() })),
});

/** The Bundle that carries writes (FHIR R4, http, 3.1.0.11). */
export function bundleOf(type: 'transaction' | 'batch', writes: readonly Write[]): string {
  return JSON.stringify({ resourceType: 'Bundle', type, entry: writes.map(entryOf) });
}

/**
 * New ones are created only if none with the identifier is there by then; others replace the version that was looked at, and no
 * newer one.
 */
function entryOf({ type, body, urn, identity, stored, fixedId }: Write): object {
  if (stored !== null) {
    const id = stored.reference.slice(type.length + 1);
    const ifMatch = stored.version === null ? {} : { ifMatch: `W/"${stored.version}"` };
    return { resource: { ...body, id }, request: { method: 'PUT', url: stored.reference, ...ifMatch } };
  }
  if (fixedId !== null)
    return { fullUrl: urn, resource: { ...body, id: fixedId }, request: { method: 'PUT', url: `${type}/${fixedId}` } };
  const ifNoneExist = `identifier=${encodeURIComponent(tokenOf(identity))}`;
  return { fullUrl: urn, resource: body, request: { method: 'POST', url: type, ifNoneExist } };
}

/** Results in the order of the entries; null where the answer is no response to so many writes. */
export function resultsOf(text: string, writes: number): EntryResult[] | null {
  const parsed = responseShape.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.entry.length !== writes) return null;
  return parsed.data.entry.map(({ response: { status, location, outcome } }) => ({
    status: Number(/^\d{3}/.exec(status)?.[0] ?? 0),
    reference: location === undefined ? null : referenceIn(location),
    code: errorCodeIn(outcome),
  }));
}

/** `Type/id` of a location such as `https://…/Type/id/_history/1`. */
function referenceIn(location: string): string | null {
  const [, reference = null] = /(?:^|\/)([A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(location) ?? [];
  return reference;
}

/** Code of the first error of an OperationOutcome (http://hl7.org/fhir/R4/valueset-issue-type.html), or null. */
export function errorCodeIn(outcome: unknown): string | null {
  const parsed = outcomeShape.safeParse(outcome);
  const found = parsed.success
    ? parsed.data.issue.find(({ severity }) => severity === 'error' || severity === 'fatal')
    : undefined;
  return found === undefined || !/^[a-z-]{1,30}$/.test(found.code) ? null : found.code;
}
