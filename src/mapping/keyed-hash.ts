import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
/** Bytes that a unit of UTF-16 takes in UTF-8, at most. */
const WIDEST = 3;
const [INNER, OUTER] = [0x36, 0x5c];

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts with one key. Two plain hashes take half the time of an Hmac of node:crypto, which is
 * made for long messages and has an object for each.
 */
export class KeyedHash {
  /** The padded key, and room for a text. */
  #inner: Buffer;
  /** The padded key, and the inner hash. */
  readonly #outer: Buffer;

  constructor(secret: string) {
    const bytes = Buffer.from(secret);
    const key = bytes.length > BLOCK_BYTES ? hash('sha256', bytes, 'buffer') : bytes;
    this.#inner = padded(key, INNER, 1024);
    this.#outer = padded(key, OUTER, HASH_BYTES);
  }

  /** 64 hexadecimal digits. */
  hex(text: string): string {
    const most = BLOCK_BYTES + WIDEST * text.length;
    if (most > this.#inner.length) this.#inner = Buffer.concat([this.#inner], most);
    const length = this.#inner.write(text, BLOCK_BYTES);
    // As text, a character for each byte: quicker than a buffer of its own.
    const inner = hash('sha256', this.#inner.subarray(0, BLOCK_BYTES + length), 'binary');
    this.#outer.write(inner, BLOCK_BYTES, 'binary');
    return hash('sha256', this.#outer, 'hex');
  }
}

/** A block of the key, zeros behind it, each byte combined with the pad's; and room for so many bytes more. */
function padded(key: Buffer, pad: number, room: number): Buffer {
  const bytes = Buffer.alloc(BLOCK_BYTES + room);
  key.copy(bytes);
  for (let index = 0; index < BLOCK_BYTES; index++) bytes[index] = (bytes[index] ?? 0) ^ pad;
  return bytes;
}
