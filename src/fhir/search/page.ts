import { z } from 'zod';
import { oneLine } from '../../lake/bundle-entry.ts';
import { isObject, MAX_DEPTH, parseJson } from '../../lake/json-text.ts';
import { jsonOf, notFhir, statusFault, textOf } from '../document.ts';
import type { HttpAnswer } from '../http.ts';
import { ServerError } from '../server-error.ts';
import { scanPage } from './page-scan.ts';
import type { PageScan, Span } from './page-scan.ts';

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
  /** The resource, in one line, as the server wrote it; not read yet. */
  readonly line: Buffer;
}

/** Of the page without its resources. */
const bundleSchema = z.looseObject({
  resourceType: z.literal('Bundle'),
  total: z.int().nonnegative().optional().catch(undefined),
  link: z
    .array(z.looseObject({ relation: z.string().optional(), url: z.string().optional() }))
    .nullish()
    .catch(null),
  entry: z
    .array(
      z.looseObject({
        search: z.looseObject({ mode: z.string().optional() }).nullish().catch(null),
        resource: z.unknown().optional(),
      }),
    )
    .nullish(),
});
const outcomeSchema = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.looseObject({ severity: z.string() })).catch([]),
});

/** Below the resource: the Bundle, its list of entries, and the entry. */
const LEVELS_ABOVE = 3;

/** Reads a page. Throws ServerError where the answer is none. */
export function readPage(answer: HttpAnswer, purpose: string): Page {
  if (answer.status !== 200) throw statusFault(answer, purpose);
  const contentType = answer.headers['content-type'];
  const text = textOf(answer.bytes, purpose, contentType);
  const { resources, rest, depth } = scanned(text, purpose, contentType);
  const parsed = bundleSchema.safeParse(jsonOf(rest, purpose, contentType));
  if (!parsed.success) throw new ServerError('untrusted', purpose, 'the answer to a search is no Bundle');
  if (depth > MAX_DEPTH + LEVELS_ABOVE)
    throw new ServerError('untrusted', purpose, `the answer nests deeper than ${MAX_DEPTH} levels`);
  const entries = parsed.data.entry ?? [];
  // A key may stand twice, or be written with escapes, which a parser sees through and the scan doesn't.
  if (
    entries.length !== resources.length ||
    entries.some(({ resource }, index) => isMistaken(resource, resources[index]))
  )
    throw new ServerError(
      'untrusted',
      purpose,
      'names of elements on the page stand twice, or are written with escapes',
    );
  const isAscii = answer.bytes.length === text.length;
  const all = entries.flatMap(({ search }, index): (PageEntry & { mode: string })[] => {
    const span = resources[index];
    if (span == null) return [];
    const { start, end } = span;
    const line = isAscii ? answer.bytes.subarray(start, end) : Buffer.from(text.slice(start, end));
    return [{ line: oneLineOf(line), mode: search?.mode ?? 'match' }];
  });
  const outcomes = all.filter(isOutcome);
  return {
    next: linkOf(parsed.data.link, 'next'),
    self: linkOf(parsed.data.link, 'self'),
    total: parsed.data.total ?? null,
    // What comes along unasked is no match.
    entries: all.filter((entry) => entry.mode !== 'include' && !outcomes.includes(entry)),
    hasError: outcomes.some(isError),
  };
}

/** In what is parsed of the page a zero stands for each resource that the scan saw. */
function isMistaken(resource: unknown, span: Span | null | undefined): boolean {
  return span == null ? isObject(resource) : resource !== 0;
}

function scanned(text: string, purpose: string, contentType: string | undefined): PageScan {
  try {
    return scanPage(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw notFhir(purpose, contentType);
    throw error;
  }
}

/** A line end in a string is no JSON: such a resource stays as it is, and is quarantined. */
function oneLineOf(bytes: Buffer): Buffer {
  if (!bytes.includes(0x0a) && !bytes.includes(0x0d)) return bytes;
  const text = bytes.toString();
  return parseJson(text) === undefined ? bytes : Buffer.from(oneLine(text));
}

/** What a server says about the search is no data of it (FHIR R4, 3.1.1.6). */
function isOutcome({ line, mode }: PageEntry & { mode: string }): boolean {
  return mode === 'outcome' || outcomeIn(line) !== null;
}

function isError({ line }: PageEntry): boolean {
  return outcomeIn(line)?.issue.some(({ severity }) => severity === 'error' || severity === 'fatal') ?? false;
}

function outcomeIn(line: Buffer): z.infer<typeof outcomeSchema> | null {
  if (!line.includes('"OperationOutcome"')) return null;
  const outcome = outcomeSchema.safeParse(parseJson(line.toString()));
  return outcome.success ? outcome.data : null;
}

function linkOf(links: z.infer<typeof bundleSchema>['link'], relation: string): string | null {
  const url = links?.find((link) => link.relation === relation)?.url ?? '';
  return url === '' ? null : url;
}
