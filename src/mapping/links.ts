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

/** Reads the references of rows of one extract. */
export function linksOf(extract: Extract): (canonical: CanonicalRow) => NamedLink[] {
  const fields: Readonly<Record<string, Field>> = CANONICAL[extract.row];
  const columns = columnsOf(extract);
  const named = Object.entries(fields)
    .filter(([, { kind }]) => kind === 'reference')
    .map(([name, { required }]) => ({ name, required, column: columns.get(name) ?? null }));
  return ({ row }) => {
    const links: NamedLink[] = [];
    for (const { name, required, column } of named) {
      const value: unknown = Reflect.get(row, name);
      for (const link of Array.isArray(value) ? value : [value])
        if (isLink(link)) links.push({ link, column, required });
    }
    return links;
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
