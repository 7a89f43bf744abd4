/** Elements of a resource with their types, to be broken one at a time. */
import { elementsOf } from '../../src/definitions/elements.ts';

export type Json = Record<string, unknown>;

/** One value in a resource: the object that holds it, its name there, and what it is. */
export interface Node {
  readonly holder: Json;
  readonly key: string;
  /** Of a list: which item. */
  readonly index: number | null;
  readonly value: unknown;
  readonly type: string;
  readonly isList: boolean;
  readonly isChoice: boolean;
  /** Type of the object that holds it, or path of the backbone element. */
  readonly holderType: string;
  /** Resource, contained or not, that it is in. */
  readonly isContained: boolean;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All values below a resource, its own members first. */
export function nodesOf(resource: Json): Node[] {
  const type = resource['resourceType'];
  return typeof type === 'string' ? below(resource, type, false) : [];
}

function below(holder: Json, holderType: string, isContained: boolean): Node[] {
  return Object.keys(holder).flatMap((key) => {
    const element = elementOf(holderType, key);
    if (element === null) return [];
    const { type, isList, isChoice } = element;
    const held = holder[key];
    const items: readonly unknown[] = Array.isArray(held) ? held : [held];
    return items.flatMap((value, at) => {
      const node = {
        holder,
        key,
        index: Array.isArray(held) ? at : null,
        value,
        type,
        isList,
        isChoice,
        holderType,
        isContained,
      };
      if (!isJson(value)) return [node];
      const inner = typeof value['resourceType'] === 'string' ? value['resourceType'] : type;
      return [node, ...below(value, inner, isContained || inner !== type)];
    });
  });
}

function elementOf(holderType: string, key: string): { type: string; isList: boolean; isChoice: boolean } | null {
  const elements = elementsOf(holderType);
  const own = elements?.get(key);
  if (own !== undefined && own.isChoice !== true)
    return { type: own.types[0] ?? '', isList: own.isArray === true, isChoice: false };
  for (const [name, { isChoice, types }] of elements ?? []) {
    if (isChoice !== true || !key.startsWith(name)) continue;
    const type = types.find((one) => name + one.charAt(0).toUpperCase() + one.slice(1) === key);
    if (type !== undefined) return { type, isList: false, isChoice: true };
  }
  return null;
}

/** Puts another value in the node's place. */
export function put({ holder, key, index }: Node, value: unknown): void {
  const held = holder[key];
  if (index !== null && Array.isArray(held)) held[index] = value;
  else holder[key] = value;
}
