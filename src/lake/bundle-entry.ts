import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { isResourceType } from '../definitions/elements.ts';
import type { Issue } from './issue.ts';
import { MAX_DEPTH, parseJson, skeletonOf } from './json-text.ts';
import { MemberCutter } from './member-cutter.ts';
import { isFhirId, shownIn } from './subject.ts';

/** `urn:uuid:…` of an entry → `Type/id`. Holds within one Bundle (FHIR R4, Bundle, "Resolving references in Bundles"). */
export type Urns = ReadonlyMap<string, string>;

/** What one entry of a Bundle is. */
export type Entry =
  | { kind: 'resource'; type: string; line: Buffer }
  /** No data, or none that can be read. `gap` is what is missing through it; its type is null where it could be any. */
  | { kind: 'no-data'; finding: Finding | null; gap: { resourceType: string | null; subject: string | null } | null };

export type Finding = Pick<Issue, 'resource' | 'code' | 'severity' | 'message'>;

const resourceSchema = z.looseObject({ resourceType: z.string(), id: z.unknown().optional() });
const entrySchema = z.looseObject({
  fullUrl: z.string().nullish().catch(null),
  search: z
    .looseObject({ mode: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  resource: resourceSchema.nullish(),
});
const outcomeSchema = z.looseObject({ issue: z.array(z.looseObject({ severity: z.string() })) });

type ParsedEntry = z.infer<typeof entrySchema>;
type Resource = z.infer<typeof resourceSchema>;

/** The name under which other entries may refer to this one, and the `Type/id` it has; null where it has none of a URN. */
export function urnOf(bytes: Buffer): readonly [string, string] | null {
  const entry = parseEntry(bytes);
  if (entry?.resource == null || entry.fullUrl?.startsWith('urn:') !== true) return null;
  const id = idOf(entry.resource, entry.fullUrl);
  return id === null ? null : [entry.fullUrl, `${entry.resource.resourceType}/${id}`];
}

/** Reads an entry: its resource as one line of NDJSON, with the id and the references that the Bundle gives it. */
export function readEntry(bytes: Buffer, urns: Urns): Entry {
  const entry = parseEntry(bytes);
  if (entry === null) return unreadable(bytes, 'the entry of the Bundle cannot be read');
  const { resource } = entry;
  if (resource == null) return noData('informational', 'information', 'an entry without resource holds no data', null);
  if (entry.search?.mode === 'outcome' || resource.resourceType === 'OperationOutcome') return readOutcome(resource);
  if (resource.resourceType === 'Bundle') return nested();
  if (!isResourceType(resource.resourceType)) return unknownType();
  const [text, ...others] = resourceTexts(bytes);
  if (text === undefined || others.length > 0) return unreadable(bytes, 'the entry of the Bundle cannot be read');
  const line = withReferences(withId(text, resource, entry.fullUrl ?? null), urns);
  return { kind: 'resource', type: resource.resourceType, line: Buffer.from(oneLine(line)) };
}

/** A text of JSON in one line: outside strings a line end is white space, inside it is not allowed. */
export function oneLine(json: string): string {
  return json.replace(/[\r\n]/g, ' ').trim();
}

/** What a server says of a search is no data; an error in it means that some is missing (faults, 15). */
export function readOutcome(outcome: unknown): Extract<Entry, { kind: 'no-data' }> {
  const parsed = outcomeSchema.safeParse(outcome);
  const isError =
    parsed.success && parsed.data.issue.some(({ severity }) => severity === 'error' || severity === 'fatal');
  if (!isError) return { kind: 'no-data', finding: null, gap: null };
  return noData('incomplete', 'warning', 'the server reported an error with this data: some may be missing', null);
}

function parseEntry(bytes: Buffer): ParsedEntry | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString();
  // The entry and its `resource` are two levels that the resource itself doesn't have.
  if (skeletonOf(text).depth > MAX_DEPTH + 1) return null;
  const parsed = entrySchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

function noData(
  code: Finding['code'],
  severity: Finding['severity'],
  message: string,
  gap: { resourceType: string | null; subject: string | null } | null,
) {
  return { kind: 'no-data' as const, finding: { resource: null, code, severity, message }, gap };
}

function nested(): Entry {
  const message = 'a Bundle in a Bundle is not read: give it as a file of its own';
  return noData('not-supported', 'error', message, { resourceType: null, subject: null });
}

function unknownType(): Entry {
  return noData('not-supported', 'warning', 'the entry holds a resource of a type that FHIR R4 does not have', null);
}

/** An entry that can't be read, with what its text still shows. */
export function unreadable(bytes: Buffer, message: string): Extract<Entry, { kind: 'no-data' }> {
  const shown = shownIn(resourceTexts(bytes).join(''), '');
  const type =
    shown.resourceType !== null && isResourceType(shown.resourceType) && shown.resourceType !== 'Bundle'
      ? shown.resourceType
      : null;
  const resource = type === null || shown.id === null ? null : `${type}/${shown.id}`;
  const subject = type === null || shown.subjects.length !== 1 ? null : (shown.subjects[0] ?? null);
  return {
    kind: 'no-data',
    finding: { resource, code: 'structure', severity: 'error', message },
    gap: { resourceType: type, subject },
  };
}

/** The resource's own id; else the one that the entry's fullUrl gives it: a UUID, or the end of `…/Type/id`. */
function idOf(resource: Resource, fullUrl: string | null): string | null {
  if (resource.id !== undefined) return isFhirId(resource.id) ? resource.id : null;
  if (fullUrl === null) return null;
  const isUrn = fullUrl.startsWith('urn:');
  const [type, id] = isUrn ? [resource.resourceType, fullUrl.split(':').at(-1)] : fullUrl.split('/').slice(-2);
  return type === resource.resourceType && isFhirId(id) ? id : null;
}

function withId(text: string, resource: Resource, fullUrl: string | null): string {
  const id = resource.id === undefined ? idOf(resource, fullUrl) : null;
  return id === null ? text : `{"id":"${id}",${text.trimStart().slice(1)}`;
}

// The look-behind leaves a string alone that holds the word in quotes.
function withReferences(text: string, urns: Urns): string {
  if (urns.size === 0 || !text.includes('"urn:')) return text;
  return text.replace(/(?<!\\)("reference"\s*:\s*")(urn:[^"\\]{1,300})"/g, (whole, start: string, urn: string) => {
    const reference = urns.get(urn);
    return reference === undefined ? whole : `${start}${reference}"`;
  });
}

/** The resource as its text stands in the entry; several where the key is there several times. */
function resourceTexts(entry: Buffer): string[] {
  const found: string[] = [];
  const take = (piece: string) => {
    if (/^\s*"resource"\s*:/.test(piece)) found.push(piece.slice(piece.indexOf(':') + 1));
  };
  const cutter = new MemberCutter(({ bytes }) => {
    take(bytes.toString());
  });
  cutter.write(entry);
  if (cutter.end().kind === 'cut-off') take(cutter.rest.toString());
  return found;
}
