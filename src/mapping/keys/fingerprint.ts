/** 64 bits that stand for a text: two unsigned 32-bit numbers. */
export interface Fingerprint {
  readonly high: number;
  readonly low: number;
}

const START: Fingerprint = { high: 0xdeadbeef, low: 0x41c6ce57 };

/**
 * Spreads evenly: two multiplicative hashes, mixed (Bryc's cyrb53). `start`: the fingerprint of what the text belongs to, so that the
 * same text elsewhere has another one.
 */
export function fingerprintOf(text: string, start: Fingerprint = START): Fingerprint {
  let one = start.high;
  let other = start.low;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    other = Math.imul(other ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return { high: other >>> 0, low: one >>> 0 };
}
