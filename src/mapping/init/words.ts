/** `MemberID`, `member_ids`, `Member no.` → `member`, `id`; `no`. Plurals lose their s, so that names can be compared. */
export function wordsOf(name: string): string[] {
  const parts = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return parts
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map(singular);
}

function singular(word: string): string {
  if (word === 'ids') return 'id';
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** How much two names have in common: 0 to 1. */
export function likeness(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const shared = one.filter((word) => other.includes(word)).length;
  return (2 * shared) / (one.length + other.length);
}

/** The likeness with the phrase that comes nearest. */
export function bestLikeness(words: readonly string[], phrases: readonly string[]): number {
  return Math.max(0, ...phrases.map((phrase) => likeness(words, wordsOf(phrase))));
}
