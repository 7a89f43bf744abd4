import type { Fingerprint } from './fingerprint.ts';

/** Places of a small set; a power of two, as all numbers of places are. */
const START = 64;
/** Beyond this share of taken places, looking up grows slow. */
const FULL = 0.6;

/** A set of fingerprints at 8 bytes a place: an open-addressing table. */
export class FingerprintSet {
  #places = new Uint32Array(2 * START);
  #size = 0;

  /** False where it is there already. */
  add({ high, low }: Fingerprint): boolean {
    if (this.#size > FULL * (this.#places.length / 2)) this.#grow();
    const place = this.#placeOf(high, low);
    if (this.#isTaken(place)) return false;
    this.#put(place, high, low);
    this.#size++;
    return true;
  }

  has({ high, low }: Fingerprint): boolean {
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

/** Two zeros mean a free place: the one fingerprint that is zero stands as its neighbour. */
function markOf(high: number, low: number): number {
  return high === 0 && low === 0 ? 1 : low;
}
