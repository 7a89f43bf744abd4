import type { Column } from '../sql/runner.ts';

/** Columns of `case-rate`, in order; outputs.md says what each means. Dates are local calendar dates, both ends inclusive. */
export const CASE_RATE_COLUMNS: readonly Column[] = [
  { name: 'specification', type: 'text' },
  { name: 'member', type: 'text' },
  { name: 'provider', type: 'text' },
  { name: 'start_date', type: 'date' },
  { name: 'end_date', type: 'date' },
  { name: 'outcome', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'boundary_sensitive', type: 'text[]' },
  { name: 'eligible_through', type: 'date' },
  { name: 'next_contact_due', type: 'date' },
  { name: 'evidence', type: 'text[]' },
];
