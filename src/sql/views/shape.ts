export type ScalarKind = 'string' | 'boolean' | 'integer' | 'decimal';

/** Shape of the JSON that a view needs of its resource: what an explicit read schema is made of. */
export type Shape = { kind: ScalarKind } | StructShape | { kind: 'list'; of: Shape };
export interface StructShape {
  kind: 'struct';
  fields: Record<string, Shape>;
}

/** Grows while paths are resolved: every step of a path adds the field that it reads. */
export class StructNode {
  readonly #fields = new Map<string, { isList: boolean; content: ScalarKind | StructNode }>();

  scalar(name: string, kind: ScalarKind, isList: boolean): void {
    if (!this.#fields.has(name)) this.#fields.set(name, { isList, content: kind });
  }

  struct(name: string, isList: boolean): StructNode {
    const known = this.#fields.get(name)?.content;
    if (known instanceof StructNode) return known;
    const content = new StructNode();
    this.#fields.set(name, { isList, content });
    return content;
  }

  /** Adds the fields that another node of the same FHIR type has. */
  add(other: StructNode): void {
    for (const [name, { isList, content }] of other.#fields) {
      if (content instanceof StructNode) this.struct(name, isList).add(content);
      else this.scalar(name, content, isList);
    }
  }

  shape(): StructShape {
    // No engine has a struct without fields; every FHIR element can have an id.
    if (this.#fields.size === 0) return { kind: 'struct', fields: { id: { kind: 'string' } } };
    const fields = [...this.#fields].map(([name, { isList, content }]) => {
      const shape: Shape = content instanceof StructNode ? content.shape() : { kind: content };
      return [name, isList ? { kind: 'list' as const, of: shape } : shape] as const;
    });
    return { kind: 'struct', fields: Object.fromEntries(fields) };
  }
}

/** Shape that serves both: several views over one resource type are then read once. Throws if the two are of different types. */
export function mergeShapes(a: StructShape, b: StructShape): StructShape;
export function mergeShapes(a: Shape, b: Shape): Shape;
export function mergeShapes(a: Shape, b: Shape): Shape {
  if (a.kind === 'struct' && b.kind === 'struct') return mergeStructs(a, b);
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', of: mergeShapes(a.of, b.of) };
  if (a.kind !== b.kind) throw new TypeError(`a ${a.kind} and a ${b.kind} cannot be read as one`);
  return a;
}

function mergeStructs(a: StructShape, b: StructShape): StructShape {
  const merged = new Map(Object.entries(a.fields));
  for (const [name, shape] of Object.entries(b.fields)) {
    const known = merged.get(name);
    merged.set(name, known === undefined ? shape : mergeShapes(known, shape));
  }
  return { kind: 'struct', fields: Object.fromEntries(merged) };
}
