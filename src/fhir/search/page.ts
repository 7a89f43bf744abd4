import { z } from 'zod';
import { oneLine } from '../../lake/bundle-entry.ts';
import { isObject, MAX_DEPTH } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';
import { jsonOf, statusFault, textOf } from '../document.ts';
import type { HttpAnswer } from '../http.ts';
import { ServerError } from '../server-error.ts';
import { scanPage } from './page-scan.ts';

/** One page of a search. */
export interface Page {
  /** Link to the page after it, as it is written; null on the last one. */
  readonly next: string | null;
  readonly self: string | null;
  /** As the server says it: it may be estimated, or missing, and nothing rests on it. */
  readonly total: number | null;
  readonly entries: readonly PageEntry[];
  /** Whether an OperationOutcome among the entries says that something is missing. */
  readonly hasError: boolean;
}

export interface PageEntry {
  readonly type: string;
  /** The resource, in one line, as the server wrote it. */
  readonly line: Buffer;
  /** The same, parsed. */
  readonly resource: JsonObject;
}

// Entries are looked at one by one: a copy of each resource would take as long as reading it.
const bundleSchema = z.looseObject({
  resourceType: z.literal('Bundle'),
  total: z.int().nonnegative().optional().catch(undefined),
  link: z
    .array(z.looseObject({ relation: z.string().optional(), url: z.string().optional() }))
    .nullish()
    .catch(null),
  entry: z.array(z.unknown()).nullish(),
});
const outcomeSchema = z.looseObject({ issue: z.array(z.looseObject({ severity: z.string() })).catch([]) });

/** Below the resource: the Bundle, its list of entries, and the entry. */
const LEVELS_ABOVE = 3;

/** Reads a page. Throws ServerError where the answer is none. */
export function readPage(answer: HttpAnswer, purpose: string): Page {
  if (answer.status !== 200) throw statusFault(answer, purpose);
  const contentType = answer.headers['content-type'];
  const text = textOf(answer.bytes, purpose, contentType);
  const parsed = bundleSchema.safeParse(jsonOf(text, purpose, contentType));
  if (!parsed.success) throw new ServerError('untrusted', purpose, 'the answer to a search is no Bundle');
  const { resources, depth } = scanPage(text);
  if (depth > MAX_DEPTH + LEVELS_ABOVE)
    throw new ServerError('untrusted', purpose, `the answer nests deeper than ${MAX_DEPTH} levels`);
  const entries = (parsed.data.entry ?? []).map((entry) => (isObject(entry) ? entry : {}));
  // A key may be written with escapes, which a parser sees through and the scan doesn't.
  if (entries.some(({ resource }, index) => isObject(resource) && resources[index] == null))
    throw new ServerError('untrusted', purpose, 'the names of elements on the page are written with escapes');
  const isAscii = answer.bytes.length === text.length;
  const found = entries.flatMap((entry, index): PageEntry[] => {
    const { resource } = entry;
    const span = resources[index];
    if (span == null || !isObject(resource) || isOutcome(entry)) return [];
    const { start, end } = span;
    const line = isAscii ? oneLineOf(answer.bytes.subarray(start, end)) : Buffer.from(oneLine(text.slice(start, end)));
    const type = resource['resourceType'];
    return [{ type: typeof type === 'string' ? type : '', line, resource }];
  });
  return {
    next: linkOf(parsed.data.link, 'next'),
    self: linkOf(parsed.data.link, 'self'),
    total: parsed.data.total ?? null,
    entries: found,
    hasError: entries.some(isError),
  };
}

function oneLineOf(bytes: Buffer): Buffer {
  return bytes.includes(0x0a) || bytes.includes(0x0d) ? Buffer.from(oneLine(bytes.toString())) : bytes;
}

/** What a server says about the search is no data of it (FHIR R4, 3.1.1.6). */
function isOutcome({ search, resource }: JsonObject): boolean {
  const isMarked = isObject(search) && search['mode'] === 'outcome';
  return isMarked || (isObject(resource) && resource['resourceType'] === 'OperationOutcome');
}

function isError(entry: JsonObject): boolean {
  if (!isOutcome(entry)) return false;
  const outcome = outcomeSchema.safeParse(entry['resource']);
  return outcome.success && outcome.data.issue.some(({ severity }) => severity === 'error' || severity === 'fatal');
}

function linkOf(links: z.infer<typeof bundleSchema>['link'], relation: string): string | null {
  const url = links?.find((link) => link.relation === relation)?.url ?? '';
  return url === '' ? null : url;
}
