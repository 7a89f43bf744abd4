import { readFile, stat } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { isResourceType } from '../definitions/elements.ts';
import { readEntry, oneLine, readOutcome, unreadable, urnOf } from './bundle-entry.ts';
import type { Entry, Finding } from './bundle-entry.ts';
import type { Place } from './data-file.ts';
import type { EntryFiles } from './entry-files.ts';
import type { Issue } from './issue.ts';
import { entryOf } from './data-file.ts';
import { isObject, parseJson } from './json-text.ts';
import { chunksOf, MAX_LINE_BYTES } from './line-reader.ts';
import { MemberCutter } from './member-cutter.ts';
import type { Ending, Piece } from './member-cutter.ts';
import { shownIn } from './subject.ts';

/** Bundle types whose entries are current resources. A history holds old and deleted ones; a response, no data. */
const UNSUPPORTED_BUNDLES: ReadonlySet<string> = new Set(['history', 'batch-response', 'transaction-response']);

/** What is missing through a file that can't be read whole; a type of null means that it could be any. */
export interface Loss {
  resourceType: string | null;
  subject: string | null;
}

export interface JsonReading {
  isIgnored: boolean;
  issues: Issue[];
  losses: Loss[];
}

/** First pass over a file: what it is, and the names its entries have for each other. */
interface Outline {
  resourceType: string | null;
  bundleType: string | null;
  hasEntries: boolean;
  urns: Map<string, string>;
  /** Line of the first outer member that isn't JSON. */
  brokenAt: number | null;
  ending: Ending;
}

/**
 * Reads a `.json` file: the entries of a Bundle, or the one resource that it is, go to `out`. A Bundle is read twice, piece by
 * piece, and may be larger than the memory. Throws EnvironmentError where the file can't be read.
 */
export async function readJsonFile(path: string, name: string, out: EntryFiles): Promise<JsonReading> {
  const reading: JsonReading = { isIgnored: false, issues: [], losses: [] };
  const outline = await outlineOf(path);
  if (outline.ending.kind === 'not-an-object') await notAnObject(path, name, outline, reading);
  else if (isBundle(outline)) await readBundle(path, name, outline, out, reading);
  else if (isBroken(outline)) await noteBroken(path, name, outline, reading);
  else if (outline.resourceType === null) reading.isIgnored = true;
  else await readResource(path, name, outline.resourceType, out, reading);
  return reading;
}

async function outlineOf(path: string): Promise<Outline> {
  const outline = {
    resourceType: null,
    bundleType: null,
    hasEntries: false,
    urns: new Map<string, string>(),
    brokenAt: null,
  };
  const found: Omit<Outline, 'ending'> = outline;
  const cutter = new MemberCutter(
    (piece) => {
      outlinePiece(piece, found);
    },
    { list: 'entry' },
  );
  for await (const chunk of chunksOf(path)) cutter.write(chunk);
  return { ...found, ending: cutter.end() };
}

function outlinePiece(piece: Piece, outline: Omit<Outline, 'ending'>): void {
  if (piece.isElement) {
    outline.hasEntries = true;
    const urn = piece.isTooLong ? null : urnOf(piece.bytes);
    if (urn !== null && !outline.urns.has(urn[0])) outline.urns.set(urn[0], urn[1]);
    return;
  }
  const member = isUtf8(piece.bytes) ? parseJson(`{${piece.bytes.toString()}}`) : undefined;
  if (!isObject(member) || Object.keys(member).length === 0 || piece.isTooLong)
    outline.brokenAt ??= piece.isTooLong ? null : piece.line;
  else {
    if (typeof member['resourceType'] === 'string') outline.resourceType = member['resourceType'];
    if (typeof member['type'] === 'string') outline.bundleType = member['type'];
  }
}

// Of a file that is cut off, the end may be missing that says what it is.
function isBundle(outline: Outline): boolean {
  return (
    outline.resourceType === 'Bundle' || (outline.resourceType === null && outline.hasEntries && isBroken(outline))
  );
}

function isBroken({ ending, brokenAt }: Outline): boolean {
  return ending.kind !== 'whole' || brokenAt !== null;
}

async function notAnObject(path: string, name: string, outline: Outline, reading: JsonReading): Promise<void> {
  // Only a small file is looked at whole: one that isn't an object holds nothing for us anyway.
  const { size } = await stat(path);
  const isJson =
    size > MAX_LINE_BYTES || parseJson((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')) !== undefined;
  if (isJson) reading.isIgnored = true;
  else await noteBroken(path, name, outline, reading);
}

const BREAKS = {
  'cut-off': 'the file is cut off',
  'not-an-object': 'the file is not JSON',
  'more-than-one': 'the file holds more than one JSON value (if it is NDJSON, name it Type.ndjson)',
  whole: 'the file is not JSON',
} as const;

async function noteBroken(path: string, name: string, outline: Outline, reading: JsonReading): Promise<void> {
  const { kind, line } = outline.ending;
  const at = kind === 'whole' ? outline.brokenAt : line;
  reading.issues.push({
    file: name,
    line: at,
    resource: null,
    code: 'structure',
    severity: 'error',
    message: BREAKS[kind],
  });
  reading.losses.push(...(await lossesOf(path, outline.resourceType)));
}

/** Of a Bundle, what follows the break could be of any type; of one resource, type and subject may still be told. */
async function lossesOf(path: string, type: string | null): Promise<Loss[]> {
  if (type === null || type === 'Bundle' || !isResourceType(type)) return [{ resourceType: null, subject: null }];
  if ((await stat(path)).size > MAX_LINE_BYTES) return [{ resourceType: type, subject: null }];
  return shownIn(await readFile(path, 'utf8'), type).subjects.map((subject) => ({ resourceType: type, subject }));
}

async function readBundle(
  path: string,
  name: string,
  outline: Outline,
  out: EntryFiles,
  reading: JsonReading,
): Promise<void> {
  if (outline.bundleType !== null && UNSUPPORTED_BUNDLES.has(outline.bundleType)) {
    const message = `a Bundle of type ${outline.bundleType} is not read: give the current resources, as a collection or as NDJSON`;
    reading.issues.push({ file: name, line: null, resource: null, code: 'not-supported', severity: 'error', message });
    reading.losses.push({ resourceType: null, subject: null });
    return;
  }
  await readEntries(path, name, outline, out, reading);
  if (isBroken(outline)) await noteBroken(path, name, outline, reading);
}

async function readEntries(
  path: string,
  name: string,
  outline: Outline,
  out: EntryFiles,
  reading: JsonReading,
): Promise<void> {
  let pieces: Piece[] = [];
  let number = 0;
  const cutter = new MemberCutter(
    (piece) => {
      if (piece.isElement) pieces.push(piece);
    },
    { list: 'entry' },
  );
  for await (const chunk of chunksOf(path)) {
    cutter.write(chunk);
    for (const piece of pieces) {
      const place = { file: name, line: piece.line, entry: ++number };
      const entry = piece.isTooLong
        ? unreadable(piece.bytes, 'the entry is longer than a resource may be (16 MB)')
        : readEntry(piece.bytes, outline.urns);
      if (entry.kind === 'resource') await out.add(entry.type, entry.line, place);
      else note(entry, place, reading);
    }
    pieces = [];
  }
}

function note({ finding, gap }: Extract<Entry, { kind: 'no-data' }>, place: Place, reading: JsonReading): void {
  if (finding !== null) reading.issues.push(issueOf(finding, place));
  if (gap !== null) reading.losses.push(gap);
}

function issueOf(finding: Finding, place: Place): Issue {
  return { file: place.file, line: place.line, ...finding, message: entryOf(place) + finding.message };
}

async function readResource(
  path: string,
  name: string,
  type: string,
  out: EntryFiles,
  reading: JsonReading,
): Promise<void> {
  const place = { file: name, line: 1 };
  if (!isResourceType(type)) {
    const message = 'the resource is of a type that FHIR R4 does not have';
    reading.issues.push({
      file: name,
      line: null,
      resource: null,
      code: 'not-supported',
      severity: 'warning',
      message,
    });
  } else if ((await stat(path)).size > MAX_LINE_BYTES) {
    const message = 'the resource is longer than it may be (16 MB)';
    reading.issues.push({ file: name, line: null, resource: null, code: 'too-long', severity: 'error', message });
    reading.losses.push({ resourceType: type, subject: null });
  } else {
    const bytes = await readFile(path);
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const text = bytes.subarray(hasMark ? 3 : 0);
    if (type === 'OperationOutcome') note(readOutcome(parseJson(text.toString())), place, reading);
    // Bytes, not text: what isn't UTF-8 must stay so, for the line check to see it.
    else await out.add(type, inOneLine(text), place);
  }
}

function inOneLine(bytes: Buffer): Buffer {
  return isUtf8(bytes)
    ? Buffer.from(oneLine(bytes.toString()))
    : Buffer.from(bytes.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)));
}
