const START = 1024;
/** Beyond this share of taken places, looking up grows slow. */
const FULL = 0.6;

/**
 * Which keys there are, at 8 bytes a place, whatever their length: their 64-bit fingerprints in an open-addressing table. Two keys
 * of one fingerprint count as one: with ten million keys that happens once in 370,000 runs.
 */
export class KeySet {
  #places = new Uint32Array(2 * START);
  #size = 0;

  /** Adds a fingerprint, two unsigned 32-bit numbers; false where it is there already. */
  add(high: number, low: number): boolean {
    if (this.#size > FULL * (this.#places.length / 2)) this.#grow();
    const place = this.#placeOf(high, low);
    if (this.#isTaken(place)) return false;
    this.#put(place, high, low);
    this.#size++;
    return true;
  }

  has(high: number, low: number): boolean {
    return this.#isTaken(this.#placeOf(high, low));
  }

  get size(): number {
    return this.#size;
  }

  /** The place where a fingerprint is, or where it would go. */
  #placeOf(high: number, low: number): number {
    const mask = this.#places.length / 2 - 1;
    const second = markOf(high, low);
    let place = (second ^ (high >>> 7)) & mask;
    while (this.#isTaken(place) && !(this.#places[2 * place] === high && this.#places[2 * place + 1] === second))
      place = (place + 1) & mask;
    return place;
  }

  #isTaken(place: number): boolean {
    return this.#places[2 * place] !== 0 || this.#places[2 * place + 1] !== 0;
  }

  #put(place: number, high: number, low: number): void {
    this.#places[2 * place] = high;
    this.#places[2 * place + 1] = markOf(high, low);
  }

  #grow(): void {
    const old = this.#places;
    this.#places = new Uint32Array(2 * old.length);
    for (let index = 0; index < old.length; index += 2) {
      const [high, low] = [old[index] ?? 0, old[index + 1] ?? 0];
      if (high !== 0 || low !== 0) this.#put(this.#placeOf(high, low), high, low);
    }
  }
}

/** 64 bits of a text, two unsigned 32-bit numbers, that spread evenly: two multiplicative hashes, mixed (Bryc's cyrb53). */
export function fingerprintOf(text: string): readonly [high: number, low: number] {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    other = Math.imul(other ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return [other >>> 0, one >>> 0];
}

/** Two zeros mean a free place: the one fingerprint that is zero stands as its neighbour. */
function markOf(high: number, low: number): number {
  return high === 0 && low === 0 ? 1 : low;
}
