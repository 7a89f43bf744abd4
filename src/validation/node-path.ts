/** Paths of discriminators: the small part of FHIRPath that they may use (FHIR R4, profiling.html, discriminator). */

export type Step =
  | { readonly kind: 'child'; readonly name: string }
  | { readonly kind: 'extension'; readonly url: string }
  /** Of a Reference: what it points to is judged by the type in its text. */
  | { readonly kind: 'resolve' };

/** `$this`, `code.coding`, `extension('url').value`, `$this.resolve()`, `value.ofType(Quantity)`. */
export function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  for (const [, name = '', argument = ''] of path.matchAll(/(\$?\w+)(?:\(([^)]*)\))?/g)) {
    if (name === 'resolve') steps.push({ kind: 'resolve' });
    else if (name === 'extension') steps.push({ kind: 'extension', url: argument.replace(/^['"]|['"]$/g, '') });
    else if (name !== '$this' && name !== 'ofType' && name !== 'as') steps.push({ kind: 'child', name });
  }
  return steps;
}

/** Nodes at a path below a value. */
export function nodesAt(value: unknown, steps: readonly Step[]): unknown[] {
  return steps.reduce<unknown[]>((nodes, step) => nodes.flatMap((node) => nodesAfter(node, step)), [value]);
}

function nodesAfter(node: unknown, step: Step): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  if (step.kind === 'resolve') return resolved(node);
  if (step.kind === 'extension')
    return listed(member(node, 'extension')).filter((one) => member(one, 'url') === step.url);
  const own = listed(member(node, step.name));
  return own.length > 0 ? own : choiceMembers(node, step.name).flatMap(({ key }) => listed(member(node, key)));
}

/** A stand-in with nothing but the type that the reference names. */
function resolved(reference: object): unknown[] {
  const text = member(reference, 'reference');
  const type =
    typeof text === 'string'
      ? /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/|$)/.exec(text)?.[1]
      : undefined;
  return type === undefined ? [] : [{ resourceType: type }];
}

/** Members of an object that can hold a choice, and the types that their names can mean: `valueString` a string, `valueQuantity` a Quantity. */
export function choiceMembers(node: unknown, name: string): { key: string; types: readonly string[] }[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.keys(node).flatMap((key) => {
    const type = key.startsWith(name) ? key.slice(name.length) : '';
    return /^[A-Z]/.test(type) ? [{ key, types: [type, type.charAt(0).toLowerCase() + type.slice(1)] }] : [];
  });
}

export function listed(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function member(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined;
}
