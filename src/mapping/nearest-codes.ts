import type { CodeSystem } from './mapping.ts';
import { CODE_NAMES } from './init/synonyms.ts';

/** How many codes are named at most. */
const NAMED = 3;
/** What two texts must have in common, 0 to 1, that one is named for the other. */
const ALIKE = 0.35;

/**
 * Codes that a local code may mean, the likeliest first, for a person to choose from: by the pairs of letters that it shares with the
 * code, with what the code is called, and with what others call it. None where nothing is alike. Never taken by itself.
 */
export function nearestCodes(local: string, { codes, names }: CodeSystem): string[] {
  const pairs = pairsOf(local);
  const ranked = codes.map((code) => ({
    code,
    likeness: Math.max(
      ...[code, names.get(code) ?? code, ...(CODE_NAMES[code] ?? [])].map((name) => likeness(pairs, pairsOf(name))),
    ),
  }));
  return ranked
    .filter(({ likeness: alike }) => alike >= ALIKE)
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, NAMED)
    .map(({ code }) => code);
}

/** Pairs of letters or digits that follow each other, in lower case; a text of one is its own pair. */
function pairsOf(text: string): ReadonlySet<string> {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
  if (plain.length === 1) return new Set([plain]);
  return new Set(Array.from({ length: Math.max(plain.length - 1, 0) }, (_, at) => plain.slice(at, at + 2)));
}

/** Dice's coefficient: twice what both have, by what either has. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((pair) => other.has(pair)).length;
  return one.size + other.size === 0 ? 0 : (2 * both) / (one.size + other.size);
}
