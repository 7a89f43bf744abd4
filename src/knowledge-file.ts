import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';
import { KnowledgeError } from './errors.ts';

/** A YAML file of knowledge: its contents, and where in it things stand. */
export interface KnowledgeFile<T> {
  readonly file: string;
  readonly value: T;
  /** Line of the deepest part of a path that the file has. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Reads and checks a file. Throws KnowledgeError with file and line at the first thing that is wrong, and what it should be. */
export async function readKnowledge<T>(url: URL, schema: z.ZodType<T>): Promise<KnowledgeFile<T>> {
  const file = shown(url);
  const lines = new LineCounter();
  const document = parseDocument(await readText(url, file), { lineCounter: lines });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new KnowledgeError(file, fault.linePos?.[0].line ?? null, fault.message.split('\n')[0] ?? 'is not YAML');
  const lineOf = (path: readonly PropertyKey[]): number => lines.linePos(offsetOf(document, path)).line;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { file, value: parsed.data, lineOf };
  const [issue] = parsed.error.issues;
  const path =
    issue === undefined ? [] : [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
  throw new KnowledgeError(
    file,
    lineOf(path),
    `${path.map(String).join('.') || 'the file'}: ${issue?.message ?? 'is not what it should be'}`,
  );
}

async function readText(url: URL, file: string): Promise<string> {
  try {
    return await readFile(url, 'utf8');
  } catch {
    throw new KnowledgeError(file, null, 'cannot be read');
  }
}

/** A path as a reader finds it: from the package's root where it lies there. */
export function shown(url: URL): string {
  const [path, root] = [fileURLToPath(url), fileURLToPath(new URL('../', import.meta.url))];
  return path.startsWith(root) ? path.slice(root.length) : path;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const key of path) {
    if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = rangeStart(node) ?? offset;
      continue;
    }
    if (!isMap(node)) return offset;
    const pair = node.items.find((entry) => isScalar(entry.key) && String(entry.key.value) === String(key));
    if (pair === undefined) return offset;
    offset = rangeStart(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}
