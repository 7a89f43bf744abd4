import { TextDecoder } from 'node:util';

/** Never part of UTF-8, so that the line on which it stands is told apart (see `RowCutter`). */
const NO_TEXT = 0xff;
/** U+FFFD in UTF-8, which the decoder puts where there is no character. */
const REPLACEMENT = Buffer.from('\uFFFD');
const BYTE_ORDER_MARKS = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** Bytes of a text file in UTF-8, or in UTF-16 with byte order mark → bytes in UTF-8, without the mark. */
export async function* inUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null;
  let start: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start === null) {
      yield decoder === null ? chunk : encoded(decoder.decode(chunk, { stream: true }));
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < 3) continue;
    const { encoding, length } = markOf(start);
    if (encoding !== 'utf-8') decoder = new TextDecoder(encoding, { ignoreBOM: true });
    const rest: Buffer = start.subarray(length);
    yield decoder === null ? rest : encoded(decoder.decode(rest, { stream: true }));
    start = null;
  }
  if (start !== null) yield start.subarray(markOf(start).length);
  if (decoder !== null) yield encoded(decoder.decode());
}

function markOf(bytes: Buffer): { encoding: string; length: number } {
  for (const { mark, encoding } of BYTE_ORDER_MARKS) {
    if (mark.every((byte, index) => bytes[index] === byte)) return { encoding, length: mark.length };
  }
  return { encoding: 'utf-8', length: 0 };
}

function encoded(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (!text.includes('\uFFFD')) return bytes;
  for (let at = bytes.indexOf(REPLACEMENT); at >= 0; at = bytes.indexOf(REPLACEMENT, at))
    bytes.fill(NO_TEXT, at, at + REPLACEMENT.length);
  return bytes;
}
