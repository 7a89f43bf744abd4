/** How cases write dates: `03-02` is a day of the year below, `2026-03` a month, `unknown` any day, `A .. B` all from A to B. */
export const YEAR = 2026;

/** Days that something may be on, both ends inclusive, as texts YYYY-MM-DD. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

export const [BEGINNING, END] = ['0001-01-01', '9999-12-31'];

/** Throws TypeError where a text is no date of these notations. */
export function daysOf(text: string): Days {
  const [from, to, more] = text.split(' .. ');
  if (from === undefined || more !== undefined) throw notDays(text);
  const first = one(from);
  const last = to === undefined ? first : one(to);
  if (first === null || last === null || first.first > last.last) throw notDays(text);
  return { first: first.first, last: last.last };
}

/** `03-02`, or `03-02 .. 03-08`. */
export function shownDays({ first, last }: Days): string {
  return first === last ? shown(first) : `${shown(first)} .. ${shown(last)}`;
}

function shown(date: string): string {
  return date.startsWith(`${YEAR}-`) ? date.slice(`${YEAR}-`.length) : date;
}

function one(text: string): Days | null {
  if (text === 'unknown') return { first: BEGINNING, last: END };
  if (/^\d{4}-\d{2}$/.test(text)) {
    const [year, month] = text.split('-').map(Number);
    const last = new Date(Date.UTC(year ?? 0, month ?? 0, 0));
    return { first: `${text}-01`, last: last.toISOString().slice(0, 10) };
  }
  const date = /^\d{2}-\d{2}$/.test(text) ? `${YEAR}-${text}` : text;
  return isDate(date) ? { first: date, last: date } : null;
}

function isDate(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

function notDays(text: string): TypeError {
  return new TypeError(`${text} is no date; write 03-02, 2026-03, unknown, or two of them as A .. B`);
}
