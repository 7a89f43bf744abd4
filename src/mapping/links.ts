import { CANONICAL } from './canonical.ts';
import type { Field, RowKind } from './canonical.ts';
import type { CanonicalRow } from './convert.ts';
import type { Extract } from './mapping.ts';
import type { Link } from './to-fhir/linked.ts';

/** A reference of a row, and whether a row without it is none. */
export interface NamedLink {
  readonly link: Link;
  /** Column that holds it, where one does. */
  readonly column: string | null;
  readonly required: boolean;
}

const NONE: readonly NamedLink[] = [];

/** Finds those references of a row of one extract of which `isThere` says no. */
export function missingLinks(
  extract: Extract,
  isThere: (link: Link) => boolean,
): (canonical: CanonicalRow) => readonly NamedLink[] {
  const fields: Readonly<Record<string, Field>> = CANONICAL[extract.row];
  const columns = columnsOf(extract);
  const named = Object.entries(fields)
    .filter(([, { kind }]) => kind === 'reference')
    .map(([name, { required }]) => ({ name, required, column: columns.get(name) ?? null }));
  return ({ row }) => {
    let missing = NONE;
    for (const { name, required, column } of named) {
      const value: unknown = Reflect.get(row, name);
      if (value === undefined) continue;
      for (const link of Array.isArray(value) ? value : [value])
        if (isLink(link) && !isThere(link)) missing = [...missing, { link, column, required }];
    }
    return missing;
  };
}

function columnsOf({ fields, choices }: Extract): ReadonlyMap<string, string> {
  const chosen = choices.flatMap(({ options }) => [...options.values()].flat());
  return new Map(
    [...chosen, ...fields].flatMap(({ to, from }) => ('column' in from ? [[to, from.column] as const] : [])),
  );
}

function isLink(value: unknown): value is Link {
  return typeof value === 'object' && value !== null && 'kind' in value && 'key' in value;
}

/** What a row of that kind is called in messages: a member, an incident report. */
export function kindName(kind: RowKind): string {
  const name = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
}
