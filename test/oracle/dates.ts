/** Local dates as day numbers, and partial dates as ranges (case-rate.md, 7 and 8). */

export type Day = number;

/** Both ends inclusive. An unknown end is infinite. */
export interface Range {
  readonly lo: Day;
  readonly hi: Day;
}

export const anyDay: Range = { lo: -Infinity, hi: Infinity };

const msPerDay = 86_400_000;

export function dayOf(isoDate: string): Day {
  return Date.parse(`${isoDate}T00:00:00Z`) / msPerDay;
}

export function isoOf(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** 8: a partial date is each of its dates; 9: no date may be any. */
export function datesOf(text: string | undefined): Range {
  if (text === undefined) return anyDay;
  const [year = '', month] = text.split('-');
  if (text.length === 4) return { lo: dayOf(`${year}-01-01`), hi: dayOf(`${year}-12-31`) };
  if (text.length === 7 && month !== undefined) {
    const next =
      month === '12' ? `${Number(year) + 1}-01-01` : `${year}-${String(Number(month) + 1).padStart(2, '0')}-01`;
    return { lo: dayOf(`${text}-01`), hi: dayOf(next) - 1 };
  }
  const day = dayOf(wallClock(text).slice(0, 10));
  return { lo: day, hi: day };
}

const newYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** 7: an instant becomes a New York time; without an offset it is one already; a date stays. */
function wallClock(text: string): string {
  if (!hasOffset(text)) return text;
  const parts = new Map(newYork.formatToParts(new Date(text)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
}

function hasOffset(text: string): boolean {
  return /T.*(Z|[+-]\d\d:\d\d)$/.test(text);
}

/** 9: whether a period ends before it starts, whatever its partial dates turn out to be. */
export function endsBeforeStart(start: string | undefined, end: string | undefined): boolean {
  if (start === undefined || end === undefined) return false;
  if (hasOffset(start) && hasOffset(end)) return Date.parse(end) < Date.parse(start);
  if (start.includes('T') && end.includes('T')) return wallClock(end) < wallClock(start);
  return datesOf(end).hi < datesOf(start).lo;
}
