/** How a request that failed for the moment is repeated. Milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 8_000;
/** With pauses that double, more would only burden a server that is down. */
export const MOST_ATTEMPTS = 7;

/** Statuses after which the same request may succeed (RFC 9110, 15.5.9, 15.6; RFC 6585, 4; RFC 8470, 5.2). */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

export function mayPass(status: number): boolean {
  return PASSING.has(status);
}

/**
 * How long to wait before the next attempt, where `failed` attempts came to nothing: what the server asks for, else a pause that
 * doubles. Spread by up to half, so that many clients don't come back at once; never shorter than asked.
 */
export function pauseAfter(failed: number, asked: number | null, random: number): number {
  if (asked !== null) return asked + Math.round(random * Math.min(asked / 10, 1_000));
  const longest = Math.min(FIRST_PAUSE * 2 ** (failed - 1), LONGEST_PAUSE);
  return Math.round(longest * (0.5 + random / 2));
}

/**
 * Milliseconds that `Retry-After` asks for: seconds or an HTTP date (RFC 9110, 10.2.3). Null where it is absent, negative, or
 * neither of them; a date that has passed asks for nothing.
 */
export function askedPause(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes '-5' for a year: a date has a comma or a letter.
  const date = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
