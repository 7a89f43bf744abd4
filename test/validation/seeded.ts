import { createHash } from 'node:crypto';
import type { Pick } from './mutations.ts';

/** Whole numbers that a text determines: the same text, the same numbers. */
export function seeded(text: string): Pick {
  let count = 0;
  return (below) => createHash('sha256').update(`${text} ${count++}`).digest().readUInt32BE(0) % below;
}
