import { entryOf, placeOf } from '../lake/data-file.ts';
import type { DataFile, Place } from '../lake/data-file.ts';
import type { Issue } from '../lake/issue.ts';
import { isObject } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import { chunksOf, isBrokenGzip } from '../lake/line-reader.ts';
import { blocksOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import { nameOf, readResource, validated } from './line.ts';
import { listed } from './node-path.ts';
import { Validator } from './validator.ts';

/**
 * Of each type so many resources that claim a profile of ours are checked, the first ones: a source that breaks a profile does so
 * early, as one program writes all of a type; and to check millions takes longer than to judge them.
 */
const CHECKED_OF_A_TYPE = 1000;
/** Of one kind of fault in a file so many are named, the others counted. */
const NAMED_OF_A_KIND = 10;

/** Canonical URLs of our profiles begin with this. A line without the host, of which JSON has nothing to escape, claims none. */
const OURS = /^https:\/\/peerbridge\.dev\/fhir\/StructureDefinition\//;
const HOST = Buffer.from('peerbridge.dev');
const PROFILE = Buffer.from('"profile"');
const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/** How many resources of a type are checked, and how many faults of a kind are named. */
export interface ClaimLimits {
  readonly checked: number;
  readonly named: number;
}

/**
 * Warnings about resources that claim a profile of ours and break it, and a note where not all of a type were checked. What can't be
 * read is left to whoever reads the source; Parquet, where no claim is seen without reading all, is left out.
 * Throws EnvironmentError where a file or the definitions can't be read.
 */
export async function brokenClaims(
  files: ReadonlyMap<string, readonly DataFile[]>,
  { checked, named }: ClaimLimits = { checked: CHECKED_OF_A_TYPE, named: NAMED_OF_A_KIND },
): Promise<Issue[]> {
  const issues: Issue[] = [];
  let validator: Validator | undefined;
  for (const [type, ofType] of files) {
    const faults = new ClaimFaults(named);
    let count = 0;
    for await (const { resource, place } of claimants(ofType)) {
      if (++count > checked) break;
      // it costs more than a look at lines that claim nothing
      validator ??= new Validator();
      faults.add(place, nameOf(resource), faultsOf(validator, resource));
    }
    issues.push(...faults.issues(), ...(count > checked ? [notAll(type, checked)] : []));
  }
  return issues;
}

function notAll(type: string, checked: number): Issue {
  const message = `of ${type} the first ${String(checked)} resources that claim a profile are checked against it, the others are not: validate checks all`;
  return { file: null, line: null, resource: null, code: 'incomplete', severity: 'information', message };
}

/** What breaks a profile, each once: element, what it needs, rule. */
function faultsOf(validator: Validator, resource: JsonObject): string[] {
  const errors = validated(validator, resource).filter(({ severity }) => severity === 'error');
  // without the places in lists, so that what is the same in many resources reads the same
  return errors.map(({ expression, message, rule }) => {
    const element = expression.replaceAll(/\[\d+\]/g, '');
    return `claims a profile and breaks it: ${element === '' ? '' : `${element}: `}${message} [${rule}]`;
  });
}

interface Claimant {
  readonly resource: JsonObject;
  readonly place: Place;
}

/** Resources that claim a profile of ours, in the order of files and lines. */
async function* claimants(files: readonly DataFile[]): AsyncGenerator<Claimant> {
  for (const file of files) {
    if (file.format !== 'ndjson' || !(await mayClaim(file.path))) continue;
    for await (const block of blocksOf(file.path)) {
      if (block.fault !== null || !block.bytes.includes(HOST)) continue;
      for (const { bytes, line } of linesWithClaims(block)) {
        const { resource } = readResource(bytes, 'line');
        if (resource !== null && claimsOurs(resource)) yield { resource, place: placeOf(file, line) };
      }
    }
  }
}

/** Whether both words of a claim are anywhere in a file: a look at its bytes, three times as fast as one at its lines. */
async function mayClaim(path: string): Promise<boolean> {
  const missing = new Set([HOST, PROFILE]);
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of chunksOf(path, CHUNK_BYTES)) {
      // a word may begin in one chunk and end in the next
      const seam = Buffer.concat([tail, chunk.subarray(0, HOST.length)]);
      for (const word of missing) if (chunk.includes(word) || seam.includes(word)) missing.delete(word);
      if (missing.size === 0) return true;
      tail = Buffer.from(chunk.subarray(-HOST.length));
    }
  } catch (error) {
    if (!isBrokenGzip(error)) throw error;
  }
  return false;
}

function* linesWithClaims({ bytes, firstLine }: Block): Generator<{ bytes: Buffer; line: number }> {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const one = bytes.subarray(start, end);
    if (one.includes(PROFILE) && one.includes(HOST)) yield { bytes: one, line };
    start = end + 1;
  }
}

function claimsOurs({ meta }: JsonObject): boolean {
  return isObject(meta) && listed(meta['profile']).some((url) => typeof url === 'string' && OURS.test(url));
}

/** Faults of one type as issues: the first of each kind and file, and how many more there are. */
class ClaimFaults {
  readonly #named: number;
  readonly #issues: Issue[] = [];
  readonly #kinds = new Map<string, { readonly file: string; readonly fault: string; count: number }>();

  constructor(named: number) {
    this.#named = named;
  }

  add(place: Place, resource: string | null, faults: readonly string[]): void {
    for (const fault of faults) {
      const key = `${place.file}\n${fault}`;
      const kind = this.#kinds.get(key) ?? { file: place.file, fault, count: 0 };
      this.#kinds.set(key, kind);
      if (++kind.count > this.#named) continue;
      this.#issues.push({ ...warning(place.file, entryOf(place) + fault), line: place.line, resource });
    }
  }

  issues(): Issue[] {
    const rest = [...this.#kinds.values()].filter(({ count }) => count > this.#named);
    return [
      ...this.#issues,
      ...rest.map(({ file, fault, count }) => warning(file, `${String(count - this.#named)} times more: ${fault}`)),
    ];
  }
}

/** `invariant`: FHIR's code for content that breaks a rule of its profile, which nothing else in a check gives. */
function warning(file: string, message: string): Issue {
  return { file, line: null, resource: null, code: 'invariant', severity: 'warning', message };
}
