/** What a format can have in it, and how it reads: `M`, `D`, `H`, `h` without a leading zero or with. */
const PARTS = {
  YYYY: { pattern: String.raw`(\d{4})`, of: 'year', sample: '2026' },
  MMM: { pattern: '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)', of: 'month', sample: 'Mar' },
  MM: { pattern: String.raw`(\d\d)`, of: 'month', sample: '03' },
  M: { pattern: String.raw`(\d{1,2})`, of: 'month', sample: '3' },
  DD: { pattern: String.raw`(\d\d)`, of: 'day', sample: '04' },
  D: { pattern: String.raw`(\d{1,2})`, of: 'day', sample: '4' },
  HH: { pattern: String.raw`(\d\d)`, of: 'hour', sample: '05' },
  H: { pattern: String.raw`(\d{1,2})`, of: 'hour', sample: '5' },
  hh: { pattern: String.raw`(\d\d)`, of: 'hour', sample: '05' },
  h: { pattern: String.raw`(\d{1,2})`, of: 'hour', sample: '5' },
  mm: { pattern: String.raw`(\d\d)`, of: 'minute', sample: '06' },
  ss: { pattern: String.raw`(\d\d)`, of: 'second', sample: '07' },
  S: { pattern: String.raw`(\d{1,9})`, of: 'fraction', sample: '8' },
  A: { pattern: '(AM|PM)', of: 'half', sample: 'AM' },
  Z: { pattern: String.raw`(Z|[+-]\d\d(?::?\d\d)?)`, of: 'offset', sample: '+09:00' },
} as const;

type PartName = keyof typeof PARTS;
type Unit = (typeof PARTS)[PartName]['of'];
const UNITS: readonly Unit[] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction', 'half', 'offset'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const PIECES = /YYYY|MMM|MM?|DD?|HH?|hh?|mm|ss|[SAZT]|\[|\]|[^A-Za-z[\]]+|./g;

export const DATE_FORMATS: readonly string[] = ['YYYY-MM-DD', 'YYYY-MM', 'YYYY'];
export const MOMENT_FORMATS: readonly string[] = [
  'YYYY-MM-DD[ HH:mm[:ss[.S]]]',
  'YYYY-MM-DDTHH:mm[:ss[.S]][Z]',
  'YYYY-MM',
  'YYYY',
];

/** Texts of a date's parts, as FHIR writes them (two digits); null where the format has no such part. */
export interface DateParts {
  readonly year: string;
  readonly month: string | null;
  readonly day: string | null;
  readonly time: TimeParts | null;
}

export interface TimeParts {
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** With its point; empty where there is none. */
  readonly fraction: string;
  readonly offset: string | null;
}

export interface DateFormat {
  readonly text: string;
  readonly hasTime: boolean;
  /** A text that reads so. */
  readonly sample: string;
  /** Null where the text is of another form. Whether there is such a date is another question. */
  readonly read: (text: string) => DateParts | null;
}

function isPartName(piece: string): piece is PartName {
  return Object.hasOwn(PARTS, piece);
}

/** Reads a format such as `M/D/YYYY h:mm A`; what may be missing stands in brackets. Throws RangeError that says what is wrong. */
export function dateFormat(text: string): DateFormat {
  const units: Unit[] = [];
  let [pattern, sample] = ['', ''];
  for (const [piece] of text.matchAll(PIECES)) {
    if (isPartName(piece)) {
      units.push(PARTS[piece].of);
      pattern += PARTS[piece].pattern;
      sample += PARTS[piece].sample;
    } else if (piece === '[') pattern += '(?:';
    else if (piece === ']') pattern += ')?';
    else if (/^[A-SU-Za-z]/.test(piece))
      throw new RangeError(`"${piece}" is none of ${Object.keys(PARTS).join(', ')}; a literal letter can only be T`);
    else {
      pattern += piece.replaceAll(/[.*+?^${}()|\\/]/g, String.raw`\$&`);
      sample += piece;
    }
  }
  check(text, units);
  const at = UNITS.map((unit) => units.indexOf(unit) + 1);
  return { text, hasTime: units.includes('hour'), sample, read: readerOf(new RegExp(`^${pattern}$`, 'i'), at) };
}

/** Two formats that read some text as two different dates, such as M/D/YYYY and D/M/YYYY; null for none. */
export function clashing(formats: readonly DateFormat[]): [DateFormat, DateFormat] | null {
  for (const first of formats) {
    const meant = JSON.stringify(first.read(first.sample));
    const second = formats.find(({ read }) => ![meant, 'null'].includes(JSON.stringify(read(first.sample))));
    if (second !== undefined) return [first, second];
  }
  return null;
}

function check(text: string, units: readonly Unit[]): void {
  const has = (unit: Unit) => units.includes(unit);
  const twice = units.find((unit, index) => units.indexOf(unit) < index);
  if (twice !== undefined) throw new RangeError(`"${text}" has the ${twice} twice`);
  if (!has('year')) throw new RangeError(`"${text}" has no year: YYYY`);
  if (has('day') && !has('month')) throw new RangeError(`"${text}" has a day without month`);
  if (has('hour') && (!has('day') || !has('minute')))
    throw new RangeError(`"${text}" has an hour, so it needs day and minute: DD, mm`);
  const timed: readonly Unit[] = ['minute', 'second', 'fraction', 'half', 'offset'];
  if (!has('hour') && timed.some(has)) throw new RangeError(`"${text}" has a time of day without hour: HH`);
  if (/h/.test(text) !== has('half'))
    throw new RangeError(`"${text}": h and A (AM or PM) go together; HH has 24 hours`);
  try {
    new RegExp(
      text
        .replaceAll(/[^[\]]/g, '')
        .replaceAll('[', '(')
        .replaceAll(']', ')'),
    );
  } catch {
    throw new RangeError(`"${text}": each [ needs its ]`);
  }
}

/** `at`: the groups of the units, in their order; 0 for none. */
function readerOf(pattern: RegExp, at: readonly number[]): DateFormat['read'] {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0, half = 0, offset = 0] = at;
  return (text) => {
    const found = pattern.exec(text);
    if (found === null) return null;
    const group = (index: number): string | null => (index === 0 ? null : (found[index] ?? null));
    const hours = group(hour);
    return {
      year: found[year] ?? '',
      month: monthOf(group(month)),
      day: group(day)?.padStart(2, '0') ?? null,
      time:
        hours === null
          ? null
          : {
              hour: hourOf(hours, group(half)),
              minute: group(minute) ?? '00',
              second: group(second) ?? '00',
              fraction: fractionOf(group(fraction)),
              offset: offsetOf(group(offset)),
            },
    };
  };
}

function monthOf(text: string | null): string | null {
  if (text === null || text.length < 3) return text?.padStart(2, '0') ?? null;
  return String(MONTHS.indexOf(text.toLowerCase()) + 1).padStart(2, '0');
}

/** An hour that its half of the day doesn't have becomes one that no day has. */
function hourOf(text: string, half: string | null): string {
  if (half === null) return text.padStart(2, '0');
  const hour = Number(text);
  if (hour < 1 || hour > 12) return '99';
  return String((hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)).padStart(2, '0');
}

function fractionOf(text: string | null): string {
  return text === null ? '' : `.${text}`;
}

function offsetOf(text: string | null): string | null {
  if (text === null || text.length === 6) return text;
  if (text.length === 1) return 'Z';
  return `${text.slice(0, 3)}:${text.length === 3 ? '00' : text.slice(3)}`;
}
