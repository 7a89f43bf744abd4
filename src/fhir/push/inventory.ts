import { open } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';
import { cleanType } from '../../lake/cleaning.ts';
import { entryOf, placeOf } from '../../lake/data-file.ts';
import type { DataFile, Place } from '../../lake/data-file.ts';
import type { Issue } from '../../lake/issue.ts';
import { isObject, parseJson } from '../../lake/json-text.ts';
import { lineBatches } from '../../lake/line-reader.ts';
import type { Source } from '../../lake/source.ts';
import type { Shape } from '../../sql/views/shape.ts';
import { inOrder } from './order.ts';
import { localTargets } from './references.ts';

/** One resource of the folder, as its line stands there. */
export interface Item {
  readonly type: string;
  readonly id: string;
  /** Null where it stands in no file, as it was made of others. */
  readonly place: Place | null;
  readonly text: string;
}

/** Where the line of a resource stands: to be read again when its turn comes. */
interface Spot {
  readonly file: DataFile;
  readonly line: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Lines are checked for being whole, unambiguous resources; what their elements hold is for the server to judge. */
const ANY_SHAPE: Shape = { kind: 'struct', fields: {} };

/** What is to be pushed, in an order in which references lead backwards. Holds ids and kinds of references; no resource. */
export class Inventory {
  /** Unreadable lines and ids that repeat. */
  readonly issues: readonly Issue[];
  readonly #files: ReadonlyMap<string, readonly DataFile[]>;
  readonly #ids: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #referred: ReadonlyMap<string, ReadonlySet<string>>;

  private constructor(types: ReadonlyMap<string, TypeScan>, issues: readonly Issue[]) {
    this.issues = issues;
    this.#files = new Map([...types].map(([type, { files }]) => [type, files]));
    this.#ids = new Map([...types].map(([type, { ids }]) => [type, ids]));
    this.#referred = new Map([...types].map(([type, { referred }]) => [type, referred]));
  }

  /** Reads every line twice, or four times where an id repeats. Throws UsageError where a type has no NDJSON. */
  static async take(source: Source, scratch: string): Promise<Inventory> {
    const types = new Map<string, TypeScan>();
    const issues = [...source.issues];
    for (const [type, files] of source.files) {
      const scan = await scanned(type, files, scratch);
      issues.push(...scan.issues);
      types.set(type, scan);
    }
    return new Inventory(types, issues);
  }

  get size(): number {
    return [...this.#ids.values()].reduce((sum, { size }) => sum + size, 0);
  }

  get types(): string[] {
    return [...this.#ids.keys()];
  }

  count(type: string): number {
    return this.#ids.get(type)?.size ?? 0;
  }

  /** Whether `Type/id` is to be pushed. */
  has(reference: string): boolean {
    const slash = reference.indexOf('/');
    return this.#ids.get(reference.slice(0, slash))?.has(reference.slice(slash + 1)) === true;
  }

  /** Groups of resources; those of one group refer to each other, in a ring, and can only be sent together. */
  async *groups(): AsyncGenerator<readonly Item[]> {
    for (const types of inOrder(this.#ids.keys(), (type) => this.#referred.get(type) ?? [])) {
      const [only = ''] = types;
      const isRing = types.length > 1 || this.#referred.get(only)?.has(only) === true;
      if (isRing) yield* this.#inOrder(types);
      else for await (const item of this.#items(only)) yield [item];
    }
  }

  async *#items(type: string): AsyncGenerator<Item> {
    for (const file of this.#files.get(type) ?? []) {
      for await (const { lines } of lineBatches(file.path)) {
        for (const { number, bytes } of lines) {
          const text = bytes.toString();
          yield { type, id: idOf(parseJson(text)), place: placeOf(file, number), text };
        }
      }
    }
  }

  /** Of types that refer to each other: resource by resource. */
  async *#inOrder(types: readonly string[]): AsyncGenerator<readonly Item[]> {
    const nodes = new Map<string, { spot: Spot; type: string; id: string; targets: readonly string[] }>();
    const within = new Set(types);
    for (const type of types) {
      for (const file of this.#files.get(type) ?? []) {
        for await (const { spot, id, targets } of spots(file)) {
          const inside = targets.filter((target) => within.has(target.slice(0, target.indexOf('/'))));
          nodes.set(`${type}/${id}`, { spot, type, id, targets: inside });
        }
      }
    }
    const readers = new Readers();
    try {
      for (const group of inOrder(nodes.keys(), (node) => nodes.get(node)?.targets ?? [])) {
        const items: Item[] = [];
        for (const node of group.flatMap((key) => nodes.get(key) ?? [])) {
          const { spot, type, id } = node;
          items.push({ type, id, place: placeOf(spot.file, spot.line), text: await readers.read(spot) });
        }
        yield items;
      }
    } finally {
      await readers.close();
    }
  }
}

/** As an issue says where a resource stands. */
export function whereOf({ place }: Pick<Item, 'place'>): {
  file: string | null;
  line: number | null;
  entry: string;
} {
  if (place === null) return { file: null, line: null, entry: '' };
  return { file: place.file, line: place.line, entry: entryOf(place) };
}

interface TypeScan {
  readonly files: readonly DataFile[];
  readonly issues: readonly Issue[];
  readonly ids: ReadonlySet<string>;
  /** Types of the same source that resources of this type refer to. */
  readonly referred: ReadonlySet<string>;
}

async function scanned(type: string, files: readonly DataFile[], scratch: string): Promise<TypeScan> {
  const lines = files.filter(({ format }) => format === 'ndjson');
  if (lines.length === 0)
    throw new UsageError(`${type} is there as Parquet alone: push needs the NDJSON that it was made from`);
  const first = await cleanType(type, lines, ANY_SHAPE, { duplicateIds: new Set() }, scratch);
  const { repeated, ...scan } = await scannedFiles(first.files);
  if (repeated.size === 0) return { ...scan, issues: first.issues };
  const second = await cleanType(type, lines, ANY_SHAPE, { duplicateIds: repeated }, scratch);
  return { ...(await scannedFiles(second.files)), issues: second.issues };
}

async function scannedFiles(
  files: readonly DataFile[],
): Promise<Omit<TypeScan, 'issues'> & { readonly repeated: ReadonlySet<string> }> {
  const [ids, repeated, referred] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const file of files) {
    for await (const { id, targets } of spots(file)) {
      (ids.has(id) ? repeated : ids).add(id);
      for (const target of targets) referred.add(target.slice(0, target.indexOf('/')));
    }
  }
  return { files, ids, referred, repeated };
}

/** Resources of a clean file: each line is one, and ends with a line feed alone. */
async function* spots(file: DataFile): AsyncGenerator<{ spot: Spot; id: string; targets: readonly string[] }> {
  let offset = 0;
  for await (const { lines } of lineBatches(file.path)) {
    for (const { number, bytes } of lines) {
      const resource = parseJson(bytes.toString());
      const targets = localTargets(resource);
      yield { spot: { file, line: number, offset, bytes: bytes.length }, id: idOf(resource), targets };
      offset += bytes.length + 1;
    }
  }
}

/** A clean line has an id. */
function idOf(resource: unknown): string {
  return isObject(resource) && typeof resource['id'] === 'string' ? resource['id'] : '';
}

/** Clean files, opened once each. */
class Readers {
  readonly #handles = new Map<string, Awaited<ReturnType<typeof open>>>();

  async read({ file, offset, bytes }: Spot): Promise<string> {
    const handle = this.#handles.get(file.path) ?? (await open(file.path));
    this.#handles.set(file.path, handle);
    const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, offset);
    return buffer.toString();
  }

  async close(): Promise<void> {
    for (const handle of this.#handles.values()) await handle.close();
  }
}
