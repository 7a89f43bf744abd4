/** What the prefix 80840 (health applications, United States), which an NPI leaves out, adds to the sum. */
const PREFIX_SUM = 24;

/** Whether a text is a national provider identifier: ten digits, with the check digit of ISO/IEC 7812-1, Annex B. */
export function isNpi(text: string): boolean {
  return /^\d{10}$/.test(text) && sumOf(text) % 10 === 0;
}

/** The NPI that begins with these nine digits. */
export function npiOf(nine: string): string {
  return `${nine}${String((10 - (sumOf(nine) % 10)) % 10)}`;
}

function sumOf(digits: string): number {
  return Array.from(digits, Number).reduce(
    (total, digit, place) => total + (place % 2 === 0 ? doubled(digit) : digit),
    PREFIX_SUM,
  );
}

/** Twice a digit, its digits added up. */
const doubled = (digit: number): number => (digit < 5 ? 2 * digit : 2 * digit - 9);
