import { isUtf8 } from 'node:buffer';
import { isBlank, isObject, parseJson } from '../json-text.ts';
import type { JsonObject } from '../json-text.ts';
import { checkLine } from '../line-check.ts';
import type { CheckedLine } from '../line-check.ts';
import type { Line } from '../line-reader.ts';
import { isFhirId } from '../subject.ts';

/**
 * What a line that a server sent is. A line that is beyond doubt takes one look: it says the same when it is written again, so
 * that nothing in it stands twice. Every other is looked at closely. Whom a resource is about is left to whoever judges it.
 * `parsed` is the line, where whoever calls has parsed it already.
 */
export function readLine(line: Line, type: string, parsed?: JsonObject): CheckedLine {
  const plain = line.isTooLong ? null : plainResource(line.bytes, type, parsed);
  return plain ?? checkLine(line, type, { kind: 'struct', fields: {} }, 'identity');
}

const BACKSLASH = 0x5c;

function plainResource(bytes: Buffer, type: string, parsed?: JsonObject): CheckedLine | null {
  if (bytes.length === 0 || isBlank(bytes[0] ?? 0) || bytes.includes(BACKSLASH) || !isUtf8(bytes)) return null;
  const text = bytes.toString();
  const resource = parsed ?? parseJson(text);
  if (!isObject(resource) || resource['resourceType'] !== type || !isFhirId(resource['id'])) return null;
  return isSaidAlike(resource, text) ? { kind: 'good', id: resource['id'], resource } : null;
}

function isSaidAlike(resource: JsonObject, text: string): boolean {
  try {
    return JSON.stringify(resource).length === text.length;
  } catch {
    // nested deeper than the stack
    return false;
  }
}
