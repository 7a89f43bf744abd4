/** Business days of Massachusetts: General Laws chapter 4, section 7, as the story counts them. Days as in calendar.ts. */
const DAY = 24 * 60 * 60 * 1000;
const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];

type Rule = (year: number) => number;
const fixed =
  (month: number, date: number): Rule =>
  (year) =>
    Date.UTC(year, month - 1, date) / DAY;
/** The first is number 1. */
const nth =
  (number: number, weekday: number, month: number): Rule =>
  (year) => {
    const first = Date.UTC(year, month - 1, 1) / DAY;
    return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (number - 1);
  };
const last =
  (weekday: number, month: number): Rule =>
  (year) => {
    const end = Date.UTC(year, month, 0) / DAY;
    return end - ((weekdayOf(end) - weekday + 7) % 7);
  };

const HOLIDAYS: readonly Rule[] = [
  fixed(1, 1),
  nth(3, MONDAY, 1),
  nth(3, MONDAY, 2),
  nth(3, MONDAY, 4),
  last(MONDAY, 5),
  fixed(6, 19),
  fixed(7, 4),
  nth(1, MONDAY, 9),
  nth(2, MONDAY, 10),
  fixed(11, 11),
  nth(4, THURSDAY, 11),
  fixed(12, 25),
];

/** The first business day after a day. */
export function businessDayAfter(day: number): number {
  let next = day + 1;
  while (!isBusinessDay(next)) next++;
  return next;
}

/** A holiday on a Sunday is kept on the Monday after it. */
function isBusinessDay(day: number): boolean {
  const weekday = weekdayOf(day);
  if (weekday === SUNDAY || weekday === SATURDAY) return false;
  const isHoliday = (one: number): boolean => {
    const year = new Date(one * DAY).getUTCFullYear();
    return HOLIDAYS.some((holiday) => holiday(year) === one);
  };
  return !isHoliday(day) && !(weekday === MONDAY && isHoliday(day - 1));
}

function weekdayOf(day: number): number {
  return new Date(day * DAY).getUTCDay();
}
