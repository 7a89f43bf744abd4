import type { Extent } from '../line-file.ts';

const START = 1024;
/** Beyond this share of taken places, looking up grows slow. */
const FULL = 0.6;

/**
 * Where the line of each id stands in a file, at 20 bytes a place whatever the length of the id: 64-bit fingerprints in an
 * open-addressing table. Two ids may share a fingerprint (with ten million ids, once in 370,000 tables): whoever finds a line
 * reads it and sees.
 */
export class LineTable {
  #marks = new Uint32Array(2 * START);
  #offsets = new Float64Array(START);
  #bytes = new Uint32Array(START);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: string): Extent | null {
    const place = this.#placeOf(...fingerprintOf(id));
    return this.#isTaken(place) ? { offset: this.#offsets[place] ?? 0, bytes: this.#bytes[place] ?? 0 } : null;
  }

  /** Sets or replaces. */
  set(id: string, { offset, bytes }: Extent): void {
    if (this.#size > FULL * this.#bytes.length) this.#grow();
    const [high, low] = fingerprintOf(id);
    const place = this.#placeOf(high, low);
    if (!this.#isTaken(place)) this.#size++;
    this.#put(place, high, low, offset, bytes);
  }

  #placeOf(high: number, low: number): number {
    const mask = this.#bytes.length - 1;
    let place = (low ^ (high >>> 7)) & mask;
    while (this.#isTaken(place) && !(this.#marks[2 * place] === high && this.#marks[2 * place + 1] === low))
      place = (place + 1) & mask;
    return place;
  }

  #isTaken(place: number): boolean {
    return this.#marks[2 * place] !== 0 || this.#marks[2 * place + 1] !== 0;
  }

  #put(place: number, high: number, low: number, offset: number, bytes: number): void {
    this.#marks[2 * place] = high;
    this.#marks[2 * place + 1] = low;
    this.#offsets[place] = offset;
    this.#bytes[place] = bytes;
  }

  #grow(): void {
    const [marks, offsets, bytes] = [this.#marks, this.#offsets, this.#bytes];
    this.#marks = new Uint32Array(2 * marks.length);
    this.#offsets = new Float64Array(2 * offsets.length);
    this.#bytes = new Uint32Array(2 * bytes.length);
    for (let old = 0; old < bytes.length; old++) {
      const [high, low] = [marks[2 * old] ?? 0, marks[2 * old + 1] ?? 0];
      if (high !== 0 || low !== 0) this.#put(this.#placeOf(high, low), high, low, offsets[old] ?? 0, bytes[old] ?? 0);
    }
  }
}

/** 64 bits of an id, as two unsigned 32-bit numbers that are never both zero, which marks a free place. */
function fingerprintOf(id: string): readonly [high: number, low: number] {
  let [one, other] = [0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < id.length; index++) {
    const unit = id.charCodeAt(index);
    one = Math.imul(one ^ unit, 0xcc9e2d51);
    one = (one << 15) | (one >>> 17);
    other = Math.imul(other ^ unit, 0x1b873593);
    other = (other << 13) | (other >>> 19);
  }
  one = mixed(one ^ id.length);
  other = mixed(other ^ one);
  return [one >>> 0, one === 0 && other === 0 ? 1 : other >>> 0];
}

/** The finish of MurmurHash3 (Appleby): each bit of what goes in changes half of those that come out. */
function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
