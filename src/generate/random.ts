/**
 * Numbers that look random and are the same on every machine: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state.
 * Each story has a stream of its own, named by seed, kind and number, so that no story depends on how many others there are.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  /** `seed` is a whole number from 0 to 2^53 - 1; `kind` tells streams of one number apart. */
  constructor(seed: number, kind: number, number: number) {
    // Each of them has bits of its own in the state, so that no two streams begin alike.
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | (kind << 24) | 0;
    this.#c = number | 0;
    for (let round = 0; round < 15; round++) this.#word();
  }

  /** From 0 to less than 1. */
  fraction(): number {
    return this.#word() / 2 ** 32;
  }

  /** A whole number from 0 to `below` - 1. */
  int(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  /** A whole number from `first` to `last`, both inclusive. */
  between(first: number, last: number): number {
    return first + this.int(last - first + 1);
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.fraction() < percent / 100;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.int(list.length)];
    if (one === undefined) throw new TypeError('a list to pick from is empty');
    return one;
  }

  #word(): number {
    const word = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + word) | 0;
    return word >>> 0;
  }
}

/** A choice among things of different weight. */
export class Lot<T> {
  readonly #things: readonly T[];
  readonly #upTo: readonly number[];
  readonly #total: number;

  constructor(weights: readonly (readonly [thing: T, weight: number])[]) {
    let total = 0;
    this.#things = weights.map(([thing]) => thing);
    this.#upTo = weights.map(([, weight]) => (total += weight));
    this.#total = total;
  }

  draw(random: Random): T {
    const drawn = random.fraction() * this.#total;
    const thing = this.#things[this.#upTo.findIndex((upTo) => drawn < upTo)];
    if (thing === undefined) throw new TypeError('a lot to draw from is empty');
    return thing;
  }
}
