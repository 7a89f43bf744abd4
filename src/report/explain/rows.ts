import { z } from 'zod';

const text = z.string();
const maybe = z.string().nullable();
export const dayRow = z.object({
  specification: text,
  provider: maybe,
  outcome: text,
  reason: text,
  eligible_through: maybe,
  next_contact_due: maybe,
  evidence: z.array(text),
});
export const episodeRow = z.object({
  specification: text,
  provider: maybe,
  episode: text,
  first_date: text,
  last_date: text,
  has_day: z.boolean(),
});
export const gateRow = z.object({
  specification: text,
  provider: maybe,
  episode: text,
  clause: maybe,
  outcome: text,
  reason: text,
});
export const claimRow = z.object({
  specification: text,
  episode: text,
  clause: text,
  reason: text,
  evidence: maybe,
  start_date: text,
  end_date: text,
  position: z.enum(['before', 'on', 'after']),
  contact_date: maybe,
  contact_until: maybe,
  mode: maybe,
  modes: z.number().nullable(),
  engaged: maybe,
});
export const readingRow = z.object({
  specification: text,
  provider: maybe,
  ambiguity: text,
  parameter: text,
  value: text,
  outcome: maybe,
});
export const referralRow = z.object({ episode: text, reference: text, first_date: text, last_date: text });

/** Rows that an answer is made of. */
export interface Facts {
  readonly gates: readonly z.infer<typeof gateRow>[];
  readonly claims: readonly z.infer<typeof claimRow>[];
  readonly readings: readonly z.infer<typeof readingRow>[];
  readonly referrals: readonly z.infer<typeof referralRow>[];
}

/** How relations say that a span has no start, or no end. */
export const NO_START = '0001-01-01';
export const NO_END = '9999-12-31';
