import type { Field, RowKind } from '../canonical.ts';
import { fieldsOf } from '../field-mapping.ts';
import type { Column, FileProfile } from './profile.ts';
import { fits } from './shapes.ts';
import { FIELD_NAMES } from './synonyms.ts';
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

/** Which column holds which field of the kind, each once: the most alike first. The key first of all. */
export function guessFields({ columns, name: file }: FileProfile, row: RowKind): FieldGuess[] {
  const key = keyOf(columns, file, row);
  const fields = Object.entries(fieldsOf(row)).filter(([, { kind }]) => kind !== 'key');
  const pairs = columns
    .filter((column) => column !== key)
    .flatMap((column) =>
      fields.map(([to, field]): FieldGuess => ({ column, to, field, likeness: likenessOf(column, to, field) })),
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

function likenessOf(column: Column, to: string, field: Field): number {
  if (!fits(column, field)) return 0;
  const words = wordsOf(column.name);
  const isReference = field.kind === 'reference';
  const bare = isReference ? words.filter((word) => word !== 'id') : words;
  const own = Math.max(likeness(bare, wordsOf(to)), likeness(words, wordsOf(to)));
  // A field's own name weighs more than what else it may be called.
  const other = 0.95 * bestLikeness(words, FIELD_NAMES[to] ?? []);
  const target = isReference ? 0.9 * Math.max(0, ...field.to.map((kind) => likeness(bare, wordsOf(kind)))) : 0;
  // Among fields of one name, a column called an id is rather a reference.
  const asReference = isReference && words.includes('id') ? 0.02 : 0;
  return Math.min(1, Math.max(own, other, target) + asReference);
}
