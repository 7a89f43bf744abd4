import type { BoundClause, Reading } from './bind.ts';

/** A reading with the numbers and names by which SQL knows it. */
export interface NumberedReading {
  readonly reading: Reading;
  /** 0 for each specification's default. */
  readonly id: number;
  /** Key in `claim` and `binding`, beside the clause's id: empty for a default, unless an edition before it has clauses of the same ids. */
  readonly key: string;
  /** The evidence that it reads. */
  readonly variant: string;
  readonly isDefault: boolean;
  /** Whether its evidence isn't the default's. */
  readonly ownEvidence: boolean;
  /** Clauses that must be judged anew for it. */
  readonly touched: ReadonlySet<string>;
  readonly specificationIndex: number;
}

/** Evidence made under one set of settings. With a base it is made only for the members whose evidence differs from the base's. */
export interface Variant {
  readonly variant: string;
  readonly base: string | null;
  readonly settings: ReadonlyMap<string, string>;
}

/** Numbers readings in order: first the defaults, one of each specification, then the others. */
export function numberReadings(
  defaults: readonly Reading[],
  others: readonly Reading[],
): { readings: NumberedReading[]; variants: Variant[] } {
  const variants = new Map<string, Variant>();
  const variantOf = (settings: ReadonlyMap<string, string>, base: string | null): string => {
    const key = JSON.stringify([...settings].sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = variants.get(key);
    // two bases: made for all members
    if (known !== undefined && known.base !== base) variants.set(key, { ...known, base: null });
    if (known === undefined) variants.set(key, { variant: `v${variants.size}`, base, settings });
    return variants.get(key)?.variant ?? '';
  };
  const named = new Set<string>();
  const first = defaults.map((reading, index): NumberedReading => {
    const variant = variantOf(reading.settings, null);
    const ids = [...reading.clauses.keys()];
    const key = ids.some((id) => named.has(id)) ? `s${index}` : '';
    for (const id of ids) named.add(id);
    return {
      reading,
      id: 0,
      key,
      variant,
      isDefault: true,
      ownEvidence: false,
      touched: new Set(reading.clauses.keys()),
      specificationIndex: index,
    };
  });
  const rest = others.flatMap((reading, index): NumberedReading[] => {
    const own = first.find((one) => one.reading.specification.id === reading.specification.id);
    if (own === undefined) return [];
    const variant = variantOf(reading.settings, own.variant);
    const ownEvidence = variant !== own.variant;
    // short: every claim carries it
    const key = `r${index + 1}`;
    return [
      {
        ...own,
        reading,
        id: index + 1,
        key,
        variant,
        isDefault: false,
        ownEvidence,
        touched: touchedBy(reading, own.reading, ownEvidence),
      },
    ];
  });
  return { readings: [...first, ...rest], variants: [...variants.values()] };
}

function touchedBy(reading: Reading, own: Reading, ownEvidence: boolean): Set<string> {
  const differs = ([id, bound]: [string, BoundClause]): boolean =>
    ownEvidence || content(bound) !== content(own.clauses.get(id));
  return new Set([...reading.clauses].filter(differs).map(([id]) => id));
}

function content(bound: BoundClause | undefined): string {
  return JSON.stringify(bound === undefined ? null : [...bound.parameters, ...bound.absenceNeeds]);
}
