import { readFile } from 'node:fs/promises';
import { isObject, parseJson } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import { chunksOf, MAX_LINE_BYTES } from '../lake/line-reader.ts';
import { MemberCutter } from '../lake/member-cutter.ts';
import type { Ending, Piece } from '../lake/member-cutter.ts';
import type { InputFile } from './inputs.ts';
import { findingOf, nameOf, readResource, validated } from './line.ts';
import type { Finding } from './issue.ts';
import type { Located, Validated } from './located.ts';
import { lineOf } from './json-lines.ts';
import type { Validator } from './validator.ts';

/** Checks a `.json` file: a resource, or a Bundle and what is in it. A Bundle may be larger than the memory. */
export async function validateDocument(validator: Validator, file: InputFile): Promise<Validated> {
  if (file.bytes > MAX_LINE_BYTES) return await validateLargeBundle(validator, file.path);
  const bytes = withoutMark(await readFile(file.path));
  const { resource, fault } = readResource(bytes, 'file');
  if (resource === null) return { resources: 0, found: [{ finding: fault, line: null, resource: null }] };
  // package.json and its like, in a folder
  if (!file.isGiven && resource['resourceType'] === undefined)
    return { resources: 0, found: [{ finding: NO_RESOURCE, line: null, resource: null }] };
  const text = bytes.toString();
  const found = validated(validator, resource).map((finding) => ({
    finding,
    line: lineOf(text, finding.expression),
    resource: nameOf(entryOf(resource, finding.expression)),
  }));
  return { resources: 1 + entriesOf(resource), found };
}

const NO_RESOURCE: Finding = {
  severity: 'information',
  code: 'informational',
  rule: 'no-resource',
  expression: '',
  message: 'passed over: it has no resourceType',
};

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function entriesOf({ resourceType, entry }: JsonObject): number {
  return resourceType === 'Bundle' && Array.isArray(entry) ? entry.length : 0;
}

/** The resource of the entry that an expression leads into; of any other, the resource itself. */
function entryOf(resource: JsonObject, expression: string): JsonObject {
  const at = /^Bundle\.entry\[(\d+)\]\.resource/.exec(expression)?.[1];
  const { entry } = resource;
  const found: unknown = at !== undefined && Array.isArray(entry) ? entry[Number(at)] : undefined;
  return isObject(found) && isObject(found['resource']) ? found['resource'] : resource;
}

/** Entry by entry; then the Bundle without them. What must hold between entries (bdl-7, bdl-11) is not checked. */
async function validateLargeBundle(validator: Validator, path: string): Promise<Validated> {
  const found: Located[] = [];
  const outer: string[] = [];
  let pieces: Piece[] = [];
  let entries = 0;
  const cutter = new MemberCutter((piece) => pieces.push(piece), { list: 'entry' });
  for await (const chunk of chunksOf(path)) {
    cutter.write(chunk);
    for (const piece of pieces) {
      if (piece.isElement) found.push(...validateEntry(validator, piece, entries++));
      else outer.push(piece.bytes.toString());
    }
    pieces = [];
  }
  found.push(...validateOuter(validator, outer, cutter.end()));
  return { resources: entries, found };
}

function validateEntry(validator: Validator, { bytes, line, isTooLong }: Piece, at: number): Located[] {
  const expression = `Bundle.entry[${at}]`;
  const fail = (finding: Finding): Located[] => [{ finding: { ...finding, expression }, line, resource: null }];
  if (isTooLong) return fail(findingOf('too-long', 'the entry is longer than a resource may be (16 MB)'));
  const { resource: entry, fault } = readResource(bytes, 'entry');
  if (entry === null) return fail(fault);
  const { resource } = entry;
  if (!isObject(resource)) return [];
  const text = bytes.toString();
  return validated(validator, resource).map((finding) => ({
    finding: { ...finding, expression: `${expression}.resource${finding.expression.replace(/^[^.]*/, '')}` },
    line: line + lineOf(text, `Entry.resource${finding.expression.replace(/^[^.]*/, '')}`) - 1,
    resource: nameOf(resource),
  }));
}

const ENDINGS = {
  'cut-off': 'the file is cut off',
  'not-an-object': 'the file is not JSON',
  'more-than-one': 'the file holds more than one JSON value (if it is NDJSON, name it .ndjson)',
} as const;

function validateOuter(validator: Validator, members: readonly string[], ending: Ending): Located[] {
  const fail = (message: string): Located[] => [
    { finding: findingOf('json', message), line: ending.line, resource: null },
  ];
  if (ending.kind !== 'whole') return fail(ENDINGS[ending.kind]);
  const bundle = parseJson(`{${members.join(',')}}`);
  if (!isObject(bundle)) return fail('the file is not JSON');
  if (bundle['resourceType'] !== 'Bundle')
    return [
      {
        finding: findingOf('too-long', 'the resource is longer than it may be (16 MB)'),
        line: null,
        resource: nameOf(bundle),
      },
    ];
  const note: Finding = {
    severity: 'information',
    code: 'informational',
    rule: 'large-bundle',
    expression: 'Bundle',
    message: 'a Bundle of more than 16 MB: what must hold between its entries is not checked',
  };
  return [note, ...validated(validator, bundle)].map((finding) => ({ finding, line: null, resource: nameOf(bundle) }));
}
