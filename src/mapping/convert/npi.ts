/** What the prefix 80840 (health applications, United States), which an NPI leaves out, adds to the sum. */
const PREFIX_SUM = 24;

/** Whether a text is a national provider identifier: ten digits, with the check digit of ISO/IEC 7812-1. */
export function isNpi(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false;
  const digits = Array.from(text, Number);
  const sum = digits.reduce((total, digit, place) => total + (place % 2 === 0 ? doubled(digit) : digit), PREFIX_SUM);
  return sum % 10 === 0;
}

/** Twice a digit, its digits added up. */
const doubled = (digit: number): number => (digit < 5 ? 2 * digit : 2 * digit - 9);
