import type { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { addDays } from '../calendar-date.ts';
import type { Period } from './readiness.ts';
import type { horizonRow } from './rows.ts';

export interface AskedPeriod {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly asOf: string | undefined;
}

const MONTHS = 3;

/** The period asked for; what is not asked: the three months that end with the last contact. Throws UsageError where it would end before it begins. */
export function periodOf(asked: AskedPeriod, horizon: readonly z.infer<typeof horizonRow>[]): Period {
  const dated = horizon.filter(({ last_date }) => last_date !== null);
  const known = dated.find(({ basis }) => basis === 'contacts') ?? dated[0];
  const to = asked.to ?? known?.last_date ?? null;
  if (to === null) return { from: null, to: null, asOf: asked.asOf ?? null, basis: 'nothing' };
  const from = asked.from ?? monthsBefore(to);
  if (from > to)
    throw new UsageError(
      asked.to === undefined
        ? `--from ${from} is after the last day of the data, ${to}; give --to as well`
        : `--from ${from} is after --to ${to}`,
    );
  return { from, to, asOf: asked.asOf ?? to, basis: asked.to === undefined ? (known?.basis ?? 'nothing') : 'asked' };
}

/** First of the days of three months that end with this one: 1 January before 31 March; shorter months end early. */
function monthsBefore(day: string): string {
  const next = new Date(`${addDays(day, 1)}T00:00:00Z`);
  const month = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() - MONTHS, 1));
  const last = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate();
  month.setUTCDate(Math.min(next.getUTCDate(), last));
  return month.toISOString().slice(0, 10);
}
