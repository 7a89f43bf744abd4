import { KINDS } from '../canonical.ts';
import type { Field, RowKind } from '../canonical.ts';
import { fieldsOf } from '../field-mapping.ts';
import type { Column, FileProfile } from './profile.ts';
import { fits } from './shapes.ts';
import { FIELD_NAMES, KIND_NAMES } from './synonyms.ts';
import { bestLikeness, likeness, wordsOf } from './words.ts';

/** A column that seems to hold a field. */
export interface FieldGuess {
  readonly column: Column;
  readonly to: string;
  readonly field: Field;
  /** 0 to 1: how sure. */
  readonly likeness: number;
}

/** Below it, a likeness is chance. */
const LEAST = 0.45;
/** Below it, a person should look. */
export const SURE = 0.75;

/** Kind of row → the keys of its files, as far as kinds are known. */
export type Keyring = ReadonlyMap<RowKind, ReadonlySet<string>>;

/** Which column holds which field of the kind, each once: the most alike first. The key first of all. */
export function guessFields({ columns, name: file }: FileProfile, row: RowKind, keys: Keyring | null): FieldGuess[] {
  const key = keyOf(columns, file, row);
  const fields = Object.entries(fieldsOf(row)).filter(([, { kind }]) => kind !== 'key');
  const pairs = columns
    .filter((column) => column !== key)
    .flatMap((column) =>
      fields.map(([to, field]): FieldGuess => ({ column, to, field, likeness: likenessOf(column, to, field, keys) })),
    )
    .filter((pair) => pair.likeness >= LEAST)
    .sort((one, other) => other.likeness - one.likeness);
  const guesses: FieldGuess[] = [];
  for (const pair of pairs)
    if (!guesses.some(({ column, to }) => column === pair.column || to === pair.to)) guesses.push(pair);
  const id = fieldsOf(row)['id'];
  const order = (guess: FieldGuess) => columns.indexOf(guess.column);
  guesses.sort((one, other) => order(one) - order(other));
  return key === null || id === undefined ? guesses : [{ column: key, to: 'id', field: id, likeness: 1 }, ...guesses];
}

/** The column that tells rows apart: named as an id of the kind, else the first that can be a key. */
export function keyOf(columns: readonly Column[], file: string, row: RowKind): Column | null {
  const keys = columns.filter(({ isKey }) => isKey);
  const named = [...wordsOf(file), ...wordsOf(row), 'id', 'key', 'number', 'no'];
  const isNamed = ({ name }: Column) => wordsOf(name).every((word) => named.includes(word));
  return keys.find(isNamed) ?? keys[0] ?? columns.find(isNamed) ?? null;
}

function likenessOf(column: Column, to: string, field: Field, keys: Keyring | null): number {
  if (!fits(column, field)) return 0;
  const words = wordsOf(column.name);
  // A field's own name weighs more than what else it may be called.
  const other = 0.95 * bestLikeness(words, FIELD_NAMES[to] ?? []);
  const own = Math.max(likeness(words, wordsOf(to)), other);
  return field.kind === 'reference' ? referenceLikeness(own, column, to, field, keys) : own;
}

/** A reference is called as the field is, or as the kind of row that it names; and its texts are keys of such rows. */
function referenceLikeness(own: number, column: Column, to: string, field: Field, keys: Keyring | null): number {
  const words = wordsOf(column.name);
  const bare = words.filter((word) => word !== 'id');
  const kinds = KINDS.filter((kind) => field.to.includes(kind));
  const named = 0.9 * Math.max(0, ...kinds.map((kind) => bestLikeness(bare, [kind, ...(KIND_NAMES[kind] ?? [])])));
  // Among fields of one name, a column called an id is rather a reference.
  const asReference = words.includes('id') ? 0.02 : 0;
  const found = Math.max(likeness(bare, wordsOf(to)), own, named) + asReference;
  if (keys === null || column.values.size === 0) return Math.min(1, found);
  const known = kinds.filter((kind) => keys.has(kind));
  const isKeys = known.some((kind) => [...column.values].some((text) => keys.get(kind)?.has(text)));
  if (known.length === 0) return 0.6 * found;
  return isKeys ? Math.min(1, found + 0.1) : found;
}
