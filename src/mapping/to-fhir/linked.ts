import { CANONICAL } from '../canonical.ts';
import type { Row, RowKind } from '../canonical.ts';

/** A row that another row names. The kinds that a field may name differ (`to` in CANONICAL), so a link says which one it is. */
export interface Link {
  readonly kind: RowKind;
  /** The source's own key of that row. */
  readonly key: string;
}

type FieldOf<K extends RowKind, N> = N extends keyof (typeof CANONICAL)[K] ? (typeof CANONICAL)[K][N] : never;
type LinkedValue<F, V> = F extends { readonly kind: 'reference' }
  ? F extends { readonly isList: true }
    ? readonly Link[]
    : Link
  : V;

/** A row of one kind whose references say which kind of row they name. */
export type Linked<K extends RowKind> = {
  readonly [N in keyof Row<K>]: LinkedValue<FieldOf<K, N>, NonNullable<Row<K>[N]>>;
};

/** A row that says of which kind it is. */
export type LinkedRow<K extends RowKind = RowKind> = {
  readonly [P in K]: { readonly kind: P; readonly row: Linked<P> };
}[K];
