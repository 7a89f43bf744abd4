/** What a clock on the wall says of a moment. `twice`: the clock was set back, and the offset is that of the first time. */
export type LocalTime = { readonly occurs: 'once' | 'twice'; readonly offset: string } | { readonly occurs: 'never' };

interface Day {
  /** Its midnight, were the zone UTC. */
  readonly start: number;
  /** The instant near that day at which the clock is set; null for none. */
  readonly change: number | null;
  readonly before: Offset;
  readonly after: Offset;
  readonly twice: LocalTime;
}

interface Offset {
  readonly milliseconds: number;
  readonly once: LocalTime;
}

const NEVER: LocalTime = { occurs: 'never' };
const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];
/** No zone is farther from UTC. */
const FARTHEST = 15 * HOUR;
/** Days that are kept; a file holds few others. */
const KEPT_DAYS = 20_000;

/** Local times of one zone → their offsets from UTC. Asks for the zone's rules once a day, since that is slow. */
export class ZoneClock {
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;
  #days = new Map<string, Day>();

  /** Throws RangeError where there is no such zone. */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  /** A date (`YYYY-MM-DD`, which exists) and the seconds since its midnight on a clock that runs through. */
  at(date: string, seconds: number): LocalTime {
    const day = this.#days.get(date) ?? this.#keep(date);
    if (day.change === null) return day.before.once;
    const local = day.start + seconds * SECOND;
    const isBefore = local - day.before.milliseconds < day.change;
    const isAfter = local - day.after.milliseconds >= day.change;
    if (isBefore) return isAfter ? day.twice : day.before.once;
    return isAfter ? day.after.once : NEVER;
  }

  #keep(date: string): Day {
    const day = this.#dayOf(date);
    if (this.#days.size >= KEPT_DAYS) this.#days = new Map();
    // Copied, because the text may be a part of a whole line.
    this.#days.set(Buffer.from(date).toString(), day);
    return day;
  }

  #dayOf(date: string): Day {
    const start = Date.parse(`${date}T00:00:00Z`);
    const [earliest, latest] = [start - FARTHEST, start + 24 * HOUR + FARTHEST];
    const [before, after] = [this.#offsetAt(earliest), this.#offsetAt(latest)];
    const change = before === after ? null : this.#changeBetween(earliest, latest, before);
    const offset = textOf(before);
    return {
      start,
      change,
      before: { milliseconds: before, once: { occurs: 'once', offset } },
      after: { milliseconds: after, once: { occurs: 'once', offset: textOf(after) } },
      twice: { occurs: 'twice', offset },
    };
  }

  #changeBetween(earliest: number, latest: number, before: number): number {
    let [low, high] = [earliest, latest];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  #offsetAt(instant: number): number {
    const [, sign, hours, minutes = '0', seconds = '0'] =
      /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(this.#format.format(instant)) ?? [];
    if (sign === undefined) return 0;
    const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
    return sign === '-' ? -size : size;
  }
}

/** As FHIR writes it, in whole minutes. */
function textOf(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${milliseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
