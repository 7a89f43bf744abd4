/** What may be a contact of a member with a provider in a service. */
import type { Range } from './dates.ts';
import type { Kleene } from './kleene.ts';

/** What a contact may turn out to be for the initial meeting: a meeting in person; another contact that counts; neither. */
export type Kind = 'in-person' | 'remote' | 'nothing';

export interface Contact {
  readonly id: string;
  /** 7: its date. */
  readonly start: Range;
  /** For A03's any-overlap. */
  readonly end: Range;
  /** Whether it counts for 5a or 18b on the days that its date carries. */
  readonly counts: Kleene;
  readonly kinds: ReadonlySet<Kind>;
  /** 23: the episodes that it names, if they resolve: of those it is, and of no other. */
  readonly episodes: readonly string[];
  /** The same as `kinds`, for an episode that it names: whose contact it is is no question then; its service is. */
  readonly linkedKinds: ReadonlySet<Kind>;
}

/** In how many ways a contact can turn out, where whether it counts is in doubt or not. */
export function kindsOf(kind: 'in-person' | 'remote', counts: Kleene): Kind[] {
  if (counts === 'N') return ['nothing'];
  return counts === 'S' ? [kind] : [kind, 'nothing'];
}

/** 22: the contact with one of several providers, nobody knows which. */
export function withOneOf(contacts: readonly Contact[]): Contact[] {
  return [...Map.groupBy(contacts, ({ id }) => id).values()].flatMap((same): Contact[] => {
    const [first] = same;
    if (first === undefined) return [];
    const union = (of: (contact: Contact) => ReadonlySet<Kind>): Kind[] => same.flatMap((contact) => [...of(contact)]);
    return [
      {
        ...first,
        counts: same.every(({ counts }) => counts === 'N') ? 'N' : 'I',
        kinds: new Set<Kind>([...union(({ kinds }) => kinds), 'nothing']),
        linkedKinds: new Set(union(({ linkedKinds }) => linkedKinds)),
      },
    ];
  });
}

/** A doubt about the contact as a whole. */
export function doubted(kinds: readonly Kind[], doubt: Kleene): Set<Kind> {
  if (doubt === 'N') return new Set(['nothing']);
  return new Set(doubt === 'S' ? kinds : [...kinds, 'nothing']);
}
