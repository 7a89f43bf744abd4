import { isObject, parseJson } from '../json-text.ts';
import type { JsonObject } from '../json-text.ts';
import { checkLine } from '../line-check.ts';
import type { CheckedLine } from '../line-check.ts';
import type { Line } from '../line-reader.ts';
import { plainId } from './plain-line.ts';

/** What a line that a server sent is. */
export type ReadLine = { kind: 'good'; id: string } | Exclude<CheckedLine, { kind: 'good' }>;

/**
 * Reads a line that should be a resource of a type. One that is beyond doubt takes one look, every other is looked at closely. Whom a
 * resource is about is left to whoever judges it.
 */
export function readLine(line: Line, type: string): ReadLine {
  const id = line.isTooLong ? null : plainId(line.bytes, type);
  return id === null ? checkLine(line, type, { kind: 'struct', fields: {} }, 'identity') : { kind: 'good', id };
}

/** The resource of a line that is good. */
export function resourceOf(line: Buffer): JsonObject {
  const resource = parseJson(line.toString());
  if (!isObject(resource)) throw new TypeError('a line that was taken for a resource is none');
  return resource;
}
