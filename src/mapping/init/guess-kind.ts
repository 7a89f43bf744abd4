import { KINDS } from '../canonical.ts';
import type { RowKind } from '../canonical.ts';
import { guessFields } from './guess-fields.ts';
import type { FileProfile } from './profile.ts';
import { KIND_NAMES } from './synonyms.ts';
import { bestLikeness, wordsOf } from './words.ts';

/** Below it, nothing tells what the rows are. */
const LEAST = 0.6;

export interface KindGuess {
  readonly row: RowKind;
  readonly score: number;
}

/** What kind of row a file holds, by its name and its columns; null where nothing tells. */
export function guessKind(profile: FileProfile): KindGuess | null {
  const words = wordsOf(profile.name);
  const guesses = KINDS.map((row): KindGuess => {
    const named = bestLikeness(words, [row, ...(KIND_NAMES[row] ?? [])]);
    return { row, score: named + shareFound(profile, row) };
  });
  const best = guesses.sort((one, other) => other.score - one.score)[0];
  return best === undefined || best.score < LEAST ? null : best;
}

/** Of the columns, how many find a field in the kind, by how sure. */
function shareFound(profile: FileProfile, row: RowKind): number {
  if (profile.columns.length === 0) return 0;
  const found = guessFields(profile, row, null).reduce((sum, guess) => sum + guess.likeness, 0);
  return found / profile.columns.length;
}
