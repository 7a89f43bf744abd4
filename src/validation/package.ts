import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../errors.ts';
import { parseJson } from '../lake/json-text.ts';
import type { Conformance } from './compile.ts';

/** An unpacked package beyond this is no package of definitions; the whole of FHIR R4 has 150 MB. */
const MAX_BYTES = 500_000_000;
/** POSIX.1-1988 (ustar): blocks of 512 bytes; a header has the name at 0, the size in octal at 124, the kind at 156. */
const BLOCK = 512;

/**
 * Reads the conformance resources of a FHIR package: an npm-style `.tgz`, or a folder with the same files.
 * Examples are left out. Throws UsageError where it is no such thing.
 */
export async function readPackage(path: string): Promise<Conformance[]> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) throw new UsageError(`--package ${path} does not exist`);
  const files = stats.isDirectory() ? await filesIn(path) : filesOf(await readFile(path), path);
  const resources = files.flatMap(({ name, text }) => {
    const resource = parseJson(text);
    return isConformance(resource) ? [{ name: `${path}: ${name}`, resource }] : [];
  });
  if (resources.length > 0) return resources;
  throw new UsageError(`--package ${path} holds no StructureDefinition, ValueSet or CodeSystem as JSON`);
}

interface PackedFile {
  readonly name: string;
  readonly text: string;
}

async function filesIn(folder: string): Promise<PackedFile[]> {
  const inner = join(folder, 'package');
  const home = (await stat(inner).catch(() => undefined))?.isDirectory() === true ? inner : folder;
  const names = (await readdir(home)).filter(isDefinition).sort();
  return await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(home, name), 'utf8') })));
}

function filesOf(packed: Buffer, path: string): PackedFile[] {
  const files: PackedFile[] = [];
  const tar = unpacked(packed, path);
  for (let at = 0; at + BLOCK <= tar.length;) {
    const name = textAt(tar, at, 100);
    const size = parseInt(textAt(tar, at + 124, 12), 8);
    if (name === '' || Number.isNaN(size)) break;
    const isFile = tar[at + 156] === 0x30 || tar[at + 156] === 0;
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    const [folder, base, ...deeper] = name.split('/');
    if (isFile && folder === 'package' && base !== undefined && deeper.length === 0 && isDefinition(base))
      files.push({ name, text: content.toString() });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function unpacked(packed: Buffer, path: string): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: MAX_BYTES });
  } catch {
    throw new UsageError(`--package ${path} is no FHIR package: it should be a .tgz or a folder`);
  }
}

function textAt(bytes: Buffer, at: number, length: number): string {
  const field = bytes.toString('utf8', at, at + length);
  const end = field.indexOf('\0');
  return (end < 0 ? field : field.slice(0, end)).trim();
}

function isDefinition(name: string): boolean {
  return name.endsWith('.json') && name !== 'package.json' && !name.startsWith('.');
}

function isConformance(resource: unknown): boolean {
  if (typeof resource !== 'object' || resource === null || !('resourceType' in resource)) return false;
  return ['StructureDefinition', 'ValueSet', 'CodeSystem'].includes(String(resource.resourceType));
}
