/** Time and chance, as arguments: the same surroundings and the same answers of a server give the same pull. */
export interface Surroundings {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects with the signal's reason once it is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1. Spreads retries of several clients; nothing secret comes of it. */
  readonly random: () => number;
  /** A text that nobody can guess and that never comes twice: `jti` of an assertion. */
  readonly unique: () => string;
}
