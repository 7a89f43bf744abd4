/** Strong Kleene logic over satisfied, not-satisfied and insufficient-data. */

export type Kleene = 'S' | 'N' | 'I';

export function and(values: Iterable<Kleene>): Kleene {
  const all = new Set(values);
  if (all.has('N')) return 'N';
  return all.has('I') ? 'I' : 'S';
}

export function or(values: Iterable<Kleene>): Kleene {
  const all = new Set(values);
  if (all.has('S')) return 'S';
  return all.has('I') ? 'I' : 'N';
}

/** A result stands only where every possible world gives it. */
export function unanimous(values: Iterable<Kleene>): Kleene {
  const [first = 'N', ...others] = new Set(values);
  return others.length === 0 ? first : 'I';
}

export function known(value: boolean): Kleene {
  return value ? 'S' : 'N';
}
